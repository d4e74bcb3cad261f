/** Opens a file again to read it as what its head was recognised as. */
import { basename, dirname, resolve } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { readCsvHead, type CsvHead } from './csvHead.ts';
import { readFileHead } from './fileHead.ts';
import type { FileHead } from './importer.ts';
import { readJsonHead, type JsonHead } from './jsonHead.ts';

export interface OpenTable {
  readonly head: FileHead;
  readonly csv: CsvHead;
  /** What `tableItems` and `readCsvRows` want to know. */
  readonly layout: { readonly delimiter: string; readonly returnEndsRow: boolean; readonly columns: number };
}

/** @throws AuditError `bad-input` when it can't be read, `not-recognised` when it is no table */
export async function openTable(path: string): Promise<OpenTable> {
  const head = await openHead(path);
  const csv = readCsvHead(head);
  if (csv === undefined) throw noLonger(path, 'a table');
  const { delimiter, returnEndsRow, columns } = csv;
  return { head, csv, layout: { delimiter, returnEndsRow, columns: columns.length } };
}

/** @throws AuditError `bad-input` when it can't be read, `not-recognised` when it holds no JSON objects */
export async function openJson(path: string): Promise<{ readonly head: FileHead; readonly json: JsonHead }> {
  const head = await openHead(path);
  const json = readJsonHead(head);
  if (json === undefined) throw noLonger(path, 'a file of JSON objects');
  return { head, json };
}

/** @throws AuditError `bad-input` when it can't be read */
export async function openHead(path: string): Promise<FileHead> {
  const reading = await readFileHead(path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  return reading.head;
}

/** For a file that changed since it was recognised. */
export function noLonger(path: string, what: string): AuditError {
  return new AuditError('not-recognised', `${path} is no longer ${what}.`, 'Choose it again.');
}

/**
 * What ids in a file belong to, where no text tells: the folder it lies in and the name. Folders of many runs hold files
 * of the same name about different items, and a label of one must not show at the other; the folders above stay out of
 * it, so that data may be moved or shared as a whole.
 */
export function placedName(path: string, name: string): string {
  return `${basename(dirname(resolve(path)))}/${name}`;
}

/** A file's name without its extensions: what its probes or items are called by when it doesn't say. */
export function stemOf(path: string): string {
  return basename(path).replace(/(\.(csv|tsv|tab|txt|jsonl|ndjson|json|gz|zst))+$/i, '');
}
