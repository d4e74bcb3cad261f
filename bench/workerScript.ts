import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AuditError } from '../src/core/errors.ts';

/** The bundled worker, as users run it. */
export function workerScript(): string {
  const path = fileURLToPath(new URL('../dist/worker.cjs', import.meta.url));
  if (!existsSync(path))
    throw new AuditError('file-missing', 'The worker is not built.', 'Run npm run build first.');
  return path;
}
