/** JSON Schemas lie beside data and describe it; they hold none. */
import { AuditError } from '../core/errors.ts';
import type { FileHead, Importer } from './importer.ts';
import { isObject, parseLenientJson } from './lenientJson.ts';

const REASON = 'It is a JSON Schema: it says how other files look, and holds no transcripts.';
const HINT = 'Import the files that it describes.';

export const jsonSchemaFile: Importer = {
  id: 'jsonSchemaFile',
  version: 1,
  recognise: (head) => (isSchema(head) ? { kind: 'refused', reason: REASON, hint: HINT } : undefined),
  defaultRule: () => undefined,
  read() {
    throw new AuditError('bad-input', REASON, HINT);
  },
};

function isSchema({ text, complete }: FileHead): boolean {
  if (!/^\s*\{/.test(text)) return false;
  if (/^\s*\{[^{}[\]]{0,2000}"\$schema"\s*:\s*"https?:\/\/json-schema\.org/.test(text)) return true;
  if (!complete) return false;
  try {
    const value = parseLenientJson(text);
    if (!isObject(value)) return false;
    const described = isObject(value['properties']) && value['type'] === 'object';
    return described || '$defs' in value || ('definitions' in value && '$ref' in value);
  } catch {
    return false;
  }
}
