/** JSON Lines (and lists of JSON objects) of any other shape: the user says what the keys are. */
import { AuditError } from '../core/errors.ts';
import { readFileHead } from './fileHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { jsonItems } from './jsonItems.ts';
import type { JsonObject } from './lenientJson.ts';
import { checkedMapping } from './mappedCsv.ts';
import { cellText, mappedReader } from './mappedRecord.ts';
import { mappedRule } from './mappedRule.ts';
import { probeByPrompt, PROMPT_SUITE } from './probeNames.ts';
import { headerShape, previewRows, proposeMapping } from './proposeMapping.ts';

export const mappedJsonl: Importer = {
  id: 'mappedJsonl',
  version: 1,

  recognise(head) {
    const json = readJsonHead(head);
    if (json === undefined) return undefined;
    if (json.cutShort) {
      return {
        kind: 'refused',
        reason:
          'Its first JSON value is longer than 256 KiB and isn’t a chat, so its keys can’t be shown for mapping.',
        hint: 'Chats (objects with “messages”) of up to 64 MiB a line can be imported.',
      };
    }
    const columns = keysOf(json.values);
    const rows = json.values.map((value) => columns.map((column) => cellText(value[column])));
    const proposal = proposeMapping(columns, rows);
    const roles = Object.values(proposal);
    const lone =
      json.values.length === 1 && head.complete && !roles.includes('answer') && !roles.includes('messages');
    if (columns.length === 0 || lone) {
      return {
        kind: 'refused',
        reason: 'It is one JSON object without a conversation or an answer.',
        hint: 'Chats and tables of answers can be imported, one JSON object a line or in one list.',
      };
    }
    return {
      kind: 'needs-mapping',
      importer: 'mappedJsonl',
      columns,
      headerShape: headerShape('json', columns),
      preview: previewRows(rows),
      proposal,
    };
  },

  defaultRule: (_head, mapping) => mappedRule(mapping),

  read: readValues,
};

function keysOf(values: readonly JsonObject[]): string[] {
  const keys = new Set<string>();
  for (const value of values) for (const key of Object.keys(value)) keys.add(key);
  return [...keys];
}

async function* readValues(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const mapping = checkedMapping(options.mapping);
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const json = readJsonHead(reading.head);
  if (json === undefined)
    throw new AuditError('not-recognised', `${options.path} no longer holds JSON values.`);
  const columns = [...new Set([...Object.keys(mapping), ...keysOf(json.values)])];
  const known = new Set(columns);
  const whole = reading.head.name.replace(/\.[^.]*$/, '');
  const question = columns.find((column) => mapping[column] === 'question');
  const byPrompt =
    question === undefined ? undefined : probeByPrompt(json.values.map((value) => cellText(value[question])));
  const suite = options.suite ?? whole;
  const placing = {
    named: suite,
    unnamed: byPrompt === undefined ? suite : PROMPT_SUITE,
    probeOf: byPrompt ?? (() => whole),
  };
  const read = mappedReader(columns, mapping, placing);
  yield* jsonItems(options, json.layout, (value, at, warn) => {
    const result = read(
      columns.map((column) => value[column]),
      at,
      warn,
    );
    // Keys that the head didn't have are kept all the same.
    const late = Object.keys(value).filter((key) => !known.has(key) && value[key] !== null);
    if (result.kind !== 'transcript' || late.length === 0) return result;
    const metadata = {
      ...result.transcript.metadata,
      ...Object.fromEntries(late.map((key) => [key, value[key]])),
    };
    return { kind: 'transcript', transcript: { ...result.transcript, metadata } };
  });
}
