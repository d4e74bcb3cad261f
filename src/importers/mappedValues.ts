/** Reading JSON objects by a mapping, wherever in a file they stand. */
import type { ColumnMapping, Recognition } from '../core/importPlan.ts';
import type { FileHead, ReadOptions } from './importer.ts';
import type { ValueReader } from './jsonItems.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { cellText } from './cellJudgment.ts';
import { mappedReader } from './mappedRecord.ts';
import { columnsOf, flatten } from './nestedColumns.ts';
import { probeByPrompt, PROMPT_SUITE } from './probeNames.ts';
import { headerShape, previewRows, proposeMapping } from './proposeMapping.ts';

/** What the mapping step shows of these objects; undefined when they have no columns. */
export function valuesRecognition(
  importer: string,
  values: readonly JsonObject[],
  note?: string,
): Extract<Recognition, { kind: 'needs-mapping' }> | undefined {
  const columns = columnsOf(values);
  if (columns.length === 0) return undefined;
  const rows = values.map((value) => {
    const cells = flatten(value);
    return columns.map((column) => cellText(cells.get(column)));
  });
  return {
    kind: 'needs-mapping',
    importer,
    columns,
    headerShape: headerShape('json', columns),
    preview: previewRows(rows),
    proposal: proposeMapping(columns, rows),
    ...(note === undefined ? {} : { note }),
  };
}

/** @param values objects from the beginning of the file */
export function mappedValueReader(
  head: Pick<FileHead, 'name'>,
  values: readonly JsonObject[],
  mapping: ColumnMapping,
  options: Pick<ReadOptions, 'suite'>,
): ValueReader {
  const roleOf = (column: string) => (Object.hasOwn(mapping, column) ? mapping[column] : undefined);
  const columns = [...new Set([...Object.keys(mapping), ...columnsOf(values)])];
  // What has a role of its own is read as columns; members nothing of which has one are kept whole, as recorded.
  const used = columns.filter((column) => (roleOf(column) ?? 'metadata') !== 'metadata');
  const whole = head.name.replace(/\.[^.]*$/, '');
  const cells = values.map(flatten);
  const seen = (column: string): string[] => cells.map((row) => cellText(row.get(column)));
  const question = used.find((column) => roleOf(column) === 'question');
  const byPrompt = question === undefined ? undefined : probeByPrompt(seen(question));
  const suite = options.suite ?? whole;
  const placing = {
    named: suite,
    unnamed: byPrompt === undefined ? suite : PROMPT_SUITE,
    probeOf: byPrompt ?? (() => whole),
  };
  const read = mappedReader(used, mapping, placing, { seen, file: head.name });
  const usedMembers = new Set(used.map(memberOf));
  return (value, at, warn) => {
    const row = flatten(value);
    const result = read(
      used.map((column) => row.get(column)),
      at,
      warn,
    );
    if (result.kind !== 'transcript') return result;
    const metadata = Object.create(null) as Record<string, unknown>;
    const keep = (name: string, kept: unknown): void => {
      if (kept !== null && kept !== undefined && kept !== '') metadata[name] = kept;
    };
    for (const [name, member] of Object.entries(value))
      if (!usedMembers.has(memberKey(name))) keep(name, member);
    for (const [column, cell] of row) {
      if (usedMembers.has(memberOf(column)) && !used.includes(column)) keep(column, cell);
    }
    if (Object.keys(metadata).length === 0) return result;
    return { kind: 'transcript', transcript: { ...result.transcript, metadata } };
  };
}

/** What a column's path begins with: the member of the object that it is, or lies in. */
function memberOf(column: string): string {
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(column)?.[1];
  return quoted ?? /^[^.[]*/.exec(column)?.[0] ?? column;
}

/** A member's name as `memberOf` gives it. */
function memberKey(name: string): string {
  return /^[^.[\]"]+$/.test(name) ? name : JSON.stringify(name);
}

/** True for a lone object that is no table of one row. */
export function isLoneObject(values: readonly JsonObject[], head: FileHead): boolean {
  const [only] = values;
  if (values.length !== 1 || only === undefined || !head.complete) return false;
  const roles = valuesRecognition('', values)?.proposal ?? {};
  return isObject(only) && !Object.values(roles).some((role) => role === 'answer' || role === 'messages');
}
