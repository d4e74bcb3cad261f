/** Answers of activation oracles: one JSON document with its settings and a list of records (formats F10, protocol P7). */
import { basename, dirname } from 'node:path';
import type { VerdictRule } from '../core/verdictRule.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonPieces, type JsonPiece } from './jsonPieces.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { noLonger, openHead, stemOf } from './openText.ts';
import { readOracleRecord, type OracleSetting } from './oracleRecord.ts';
import { invalidBytes, problemOf, rejected } from './tableItems.ts';

const CORRECT: VerdictRule = {
  name: 'correct',
  gate: [],
  positive: [[{ metric: 'correct', op: 'in', values: ['TRUE'] }]],
  missing: 'drop',
  positiveName: 'correct',
  negativeName: 'wrong',
  positiveIsGood: true,
  excludedName: 'left out',
};

/** Karvonen et al. 2025: the best of other methods on each task, which the oracle is compared with. */
const BASELINES = [
  { task: 'secret word', name: /taboo|secret[-_ ]?word/i, interpretability: 0.041, blackBox: 0.072 },
  { task: 'gender', name: /gender/i, interpretability: 0.87, blackBox: 0.977 },
  {
    task: 'hidden constraint',
    name: /(^|[^a-z])ssc([^a-z]|$)|constraint/i,
    interpretability: 0.522,
    blackBox: 0.968,
  },
] as const;

export const activationOracle: Importer = {
  id: 'activationOracle',
  version: 1,

  recognise(head) {
    const found = oracleHead(head);
    if (found === undefined) return undefined;
    const { setting } = found;
    const of = setting.oracle === undefined ? '' : ` of ${setting.oracle.split('/').at(-1) ?? ''}`;
    return {
      kind: 'transcripts',
      importer: 'activationOracle',
      description: `activation-oracle answers${of}`,
      carries: ['model', ...(found.conditions ? (['condition'] as const) : [])],
      headerOnly: false,
    };
  },

  defaultRule: () => CORRECT,

  async *read(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
    const found = oracleHead(await openHead(options.path));
    if (found === undefined) throw noLonger(options.path, 'a file of activation-oracle answers');
    const { setting } = found;
    yield [...facts(options.path, setting)];
    for await (const events of readJsonPieces({ ...options, patterns: [`${found.list}.*`] })) {
      const items: ImportItem[] = [];
      for (const event of events) {
        if ('problem' in event) items.push({ kind: 'problem', problem: event.problem });
        else if ('text' in event) for (const item of recordItems(event, setting)) items.push(item);
      }
      if (items.length > 0) yield items;
    }
  },
};

/** What comes before the list of records is small and at the front; read as JSON by closing it there. */
function oracleHead(
  head: FileHead,
):
  | { readonly setting: OracleSetting; readonly list: 'results' | 'records'; readonly conditions: boolean }
  | undefined {
  if (!/^\s*\{\s*"(config|meta|verbalizer_lora_path|results|records)"/.test(head.text.slice(0, 400)))
    return undefined;
  const list = /"(results|records)"\s*:\s*\[/.exec(head.text);
  if (list === null) return undefined;
  const first = head.text.slice(list.index, list.index + 60_000);
  const asked = /"(verbalizer_prompt|investigator_prompt)"\s*:/.test(first);
  const classified =
    /"dataset_id"\s*:/.test(first) && /"ground_truth"\s*:/.test(first) && /"target"\s*:/.test(first);
  if (!asked && !classified) return undefined;
  const before = objectIn(`${head.text.slice(0, list.index)}"":0}`);
  const config = [before?.['config'], before?.['meta']].find(isObject) ?? {};
  const oracle =
    before?.['verbalizer_lora_path'] ?? config['investigator_lora_path'] ?? config['verbalizer_lora_path'];
  return {
    setting: {
      config,
      oracle: typeof oracle === 'string' && oracle !== '' ? oracle : undefined,
      suite: suiteOf(head.path),
    },
    list: list[1] === 'records' ? 'records' : 'results',
    conditions: /"act_key"\s*:/.test(first),
  };
}

/** Files are named after their oracle; what was asked stands in the first word of the name. */
function suiteOf(path: string): string {
  const word = /^([a-z]+)_/i.exec(stemOf(path))?.[1]?.toLowerCase();
  return word === undefined ? 'activation oracles' : `activation oracles: ${word}`;
}

function* facts(path: string, { config, oracle }: OracleSetting): Generator<ImportItem> {
  yield { kind: 'fact', fact: { name: 'tool', value: 'activation oracles' } };
  yield { kind: 'fact', fact: { name: 'settings', value: { ...config, oracle: oracle ?? null } } };
  const place = `${basename(dirname(path))}/${basename(path)}`;
  const task = BASELINES.find(({ name }) => name.test(place));
  if (task === undefined) return;
  const value = [
    { task: task.task, method: 'best interpretability method', value: task.interpretability },
    { task: task.task, method: 'best black-box method', value: task.blackBox },
  ];
  yield { kind: 'fact', fact: { name: 'baselines', value } };
}

function recordItems(piece: JsonPiece, setting: OracleSetting): ImportItem[] {
  const at = { row: piece.row, line: piece.line };
  const record = objectIn(piece.text);
  if (record === undefined) return [rejected(at, 'The record isn’t a JSON object.', piece.text)];
  const reading = readOracleRecord(record, at, setting);
  if (reading.kind === 'unreadable') return [rejected(at, reading.reason, piece.text)];
  const item: ImportItem = { kind: 'transcript', transcript: reading.transcript };
  if (piece.invalidAt === undefined) return [item];
  return [
    item,
    { kind: 'problem', problem: problemOf(at, 'warning', invalidBytes(piece.invalidAt), piece.text) },
  ];
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value = parseLenientJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
