/** Says what a file is, by what is in it. */
import { createHash } from 'node:crypto';
import type { Recognition } from '../core/importPlan.ts';
import { readChunksRaw } from './byteSource.ts';
import { readFileHead } from './fileHead.ts';
import type { HeadCache } from './headCache.ts';
import type { FileHead } from './importer.ts';
import { IMPORTERS } from './registry.ts';

/** Of what is said of a file, in characters. */
const LONGEST_WORDS = 600;

export interface RecognisedFile {
  readonly recognition: Recognition;
  /** The importer that knew it, also when it refuses it; absent when none did. */
  readonly by?: string;
  /** Absent when nothing of the file could be read. */
  readonly head: FileHead | undefined;
}

/** Reads at most 256 KiB of the file; never throws: what can't be read is refused with the reason. */
export async function recogniseFile(path: string, heads?: HeadCache): Promise<RecognisedFile> {
  const reading = await (heads === undefined ? readFileHead(path) : heads.read(path));
  if (reading.kind === 'refused') {
    const { reason, hint } = reading;
    return { recognition: { kind: 'refused', reason, hint }, head: undefined };
  }
  const { head } = reading;
  const found = askImporters(head);
  return { recognition: found?.recognition ?? unknown(head), head, ...(found && { by: found.by }) };
}

export function recogniseHead(head: FileHead): Recognition {
  return askImporters(head)?.recognition ?? unknown(head);
}

function askImporters(
  head: FileHead,
): { readonly recognition: Recognition; readonly by: string } | undefined {
  for (const importer of IMPORTERS) {
    const recognition = importer.recognise(head);
    if (recognition !== undefined) return { recognition: shortened(recognition), by: importer.id };
  }
  return undefined;
}

/** Names of columns, models and tasks are the file's to choose, and may go on for pages. */
function shortened(recognition: Recognition): Recognition {
  switch (recognition.kind) {
    case 'transcripts':
      return { ...recognition, description: cut(recognition.description) };
    case 'refused':
      return { ...recognition, reason: cut(recognition.reason), hint: cut(recognition.hint) };
    case 'needs-mapping':
      return recognition;
  }
}

function cut(text: string): string {
  return text.length > LONGEST_WORDS ? `${text.slice(0, LONGEST_WORDS)}…` : text;
}

function unknown(head: FileHead): Recognition {
  return {
    kind: 'refused',
    reason: reasonOf(head),
    hint:
      head.zip === undefined
        ? 'Judged answers as CSV, and chats or tables of answers as CSV or JSON Lines, can be imported.'
        : 'Unpack it and import what is inside.',
  };
}

function reasonOf(head: FileHead): string {
  if (head.zip !== undefined) return 'It is a zip archive, and no log of Inspect.';
  if (head.parquet !== undefined) return 'It is a Parquet table.';
  const start = head.text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    return 'It is JSON, but neither one object a line nor a list of objects.';
  }
  if (!/[\r\n]/.test(head.text) && !head.complete) {
    return 'Its first line is longer than 256 KiB, so it is neither a table nor JSON Lines.';
  }
  return 'It isn’t a table of columns and no JSON: what it holds isn’t known.';
}

/**
 * SHA-256 of the whole file, in hexadecimal.
 *
 * @throws AuditError `file-missing`, `file-changed`, `cancelled`, `bad-input`
 */
export async function sha256OfFile(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readChunksRaw({ path, signal, onBytes })) hash.update(bytes);
  return hash.digest('hex');
}
