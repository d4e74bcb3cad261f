import { fileURLToPath } from 'node:url';

/**
 * The worker from source. Never the bundled one: it would bring its own copy of SQLite into this process, and two copies
 * in one process undo each other's file locks. In the extension both threads load the one copy of the package.
 */
export function workerScript(): string {
  return fileURLToPath(new URL('../src/worker/main.ts', import.meta.url));
}
