/** Rows of the table of transcripts that is exported here (docs/exports.md), as records of the JSON Lines' form. */
import {
  cellValue,
  MESSAGES_COLUMN,
  METADATA_COLUMN,
  MORE_COLUMN,
  NEUTRALISED_COLUMN,
  TABLE_COLUMNS,
} from '../../core/transcriptFile.ts';
import type { CsvHead } from '../csvHead.ts';
import { isObject, parseLenientJson, type JsonObject } from '../lenientJson.ts';
import { plainNumber } from '../scoreCell.ts';

/** Where the columns of one metric or annotator stand. */
interface MetricColumns {
  readonly prefix: string;
  readonly at: number;
}
interface LabelColumns {
  readonly annotator: string;
  readonly part: 'answer' | 'reasoning';
  readonly at: number;
  readonly scores: readonly string[];
}

export interface ExportedTable {
  readonly columns: readonly string[];
  /** Of the columns that are there by name. */
  readonly place: ReadonlyMap<string, number>;
  readonly metrics: readonly MetricColumns[];
  readonly labels: readonly LabelColumns[];
}

/** The columns that make a table one of ours; the others may have been taken out. */
const TELLING = [
  'content_key',
  'question',
  'answer',
  'judge_verdict',
  'human_verdict',
  'source_row',
] as const;
/** Columns behind the answer and its role: the scores between them and these. */
const BEHIND_SCORES = ['note', 'flagged', 'scheme', 'time'] as const;
const PARTS = ['@reasoning', '@answer'] as const;

/** Undefined when the header isn't that of such a table. */
export function exportedTable({ columns }: Pick<CsvHead, 'columns'>): ExportedTable | undefined {
  const place = new Map<string, number>();
  columns.forEach((name, index) => {
    if (!place.has(name)) place.set(name, index);
  });
  if (!TELLING.every((name) => place.has(name))) return undefined;
  const metrics: MetricColumns[] = [];
  const labels: LabelColumns[] = [];
  for (let at = 0; at < columns.length;) {
    const metric = columns[at]?.startsWith('metric.') === true ? metricAt(columns, at) : undefined;
    const label = columns[at]?.startsWith('label.') === true ? labelAt(columns, at) : undefined;
    if (metric !== undefined) metrics.push(metric);
    if (label !== undefined) labels.push(label);
    at += metric !== undefined ? 3 : label !== undefined ? 2 + label.scores.length + BEHIND_SCORES.length : 1;
  }
  return { columns, place, metrics, labels };
}

/** `metric.x`, `metric.x.missing`, `metric.x.judge`, each perhaps with a number where names were equal. */
function metricAt(columns: readonly string[], at: number): MetricColumns | undefined {
  const prefix = beforeEnding(columns[at + 1], '.missing') ?? beforeEnding(columns[at + 2], '.judge');
  const both = isEnding(columns[at + 1], '.missing') && isEnding(columns[at + 2], '.judge');
  return prefix === undefined || !both ? undefined : { prefix: prefix.slice('metric.'.length), at };
}

function labelAt(columns: readonly string[], at: number): LabelColumns | undefined {
  if (!isEnding(columns[at + 1], '.role')) return undefined;
  const prefix = beforeEnding(columns[at + 1], '.role') ?? '';
  let end = at + 2;
  while (columns[end]?.startsWith(`${prefix}.score.`) === true) end++;
  if (!BEHIND_SCORES.every((name, index) => isEnding(columns[end + index], `.${name}`))) return undefined;
  // The first column's name may have been trimmed, or numbered; those behind it hold it whole.
  const whole = prefix.slice('label.'.length);
  const part = PARTS.find((ending) => whole.endsWith(ending)) ?? '';
  return {
    annotator: whole.slice(0, whole.length - part.length),
    part: part === '@reasoning' ? 'reasoning' : 'answer',
    at,
    scores: columns.slice(at + 2, end).map((name) => name.slice(`${prefix}.score.`.length)),
  };
}

const NUMBERED = / \(\d+\)$/;

function isEnding(name: string | undefined, ending: string): boolean {
  return name?.replace(NUMBERED, '').endsWith(ending) === true || name?.endsWith(ending) === true;
}

function beforeEnding(name: string | undefined, ending: string): string | undefined {
  if (name === undefined) return undefined;
  if (name.endsWith(ending)) return name.slice(0, -ending.length);
  const bare = name.replace(NUMBERED, '');
  return bare.endsWith(ending) ? bare.slice(0, -ending.length) : undefined;
}

/** The row as a record; what a spreadsheet would have run is itself again. */
export function recordOfRow(table: ExportedTable, row: readonly string[]): JsonObject {
  const more = objectOf(row[table.place.get(MORE_COLUMN) ?? -1] ?? '') ?? {};
  const cells = restored(table, row, membersOf(more['exact']));
  const cell = (name: string): string => cells[table.place.get(name) ?? -1] ?? '';
  const words = namesIn(more['words']);
  const rule = cell('rule');
  const rules = isObject(more['rules']) ? more['rules'] : {};
  const named = Object.fromEntries(TABLE_COLUMNS.map((name) => [name, cell(name)]));
  return {
    ...named,
    sample: plainNumber(cell('sample')),
    ...conversation(cell, more),
    judgments: inOrder(table, more['order']).flatMap(({ prefix, at }) => {
      const [value = '', missing = '', judge = ''] = cells.slice(at, at + 3);
      if (judge === '') return [];
      const name = table.columns[at] ?? '';
      return [
        {
          metric: metricName(prefix, judge),
          ...said(value, missing, words.has(name)),
          judge: judgeOf(judge),
        },
      ];
    }),
    labels: table.labels.flatMap((columns) => labelOf(columns, cells)),
    verdict: { rule: rule === '' ? null : { description: rule, ...membersOf(rules[rule]) } },
    judges: more['judges'],
    schemes: more['schemes'],
    source: { file: cell('source_file'), row: cell('source_row'), line: cell('source_line') },
    metadata: objectOf(cell(METADATA_COLUMN)) ?? {},
  };
}

/** Metrics as they were judged, where that is said; of several judgments on one the last counts. */
function inOrder({ metrics, columns }: ExportedTable, order: unknown): readonly MetricColumns[] {
  const names = [...namesIn(order)];
  if (names.length === 0) return metrics;
  const place = ({ at }: MetricColumns): number => names.indexOf(columns[at] ?? '');
  return metrics.toSorted((a, b) => place(a) - place(b));
}

/** @param exact what stood in cells that a table can't hold */
function restored(
  { columns, place }: ExportedTable,
  row: readonly string[],
  exact: JsonObject,
): readonly string[] {
  const changed = namesIn(parsed(row[place.get(NEUTRALISED_COLUMN) ?? -1] ?? ''));
  const exactly = new Map(Object.entries(exact).map(([name, text]) => [name.trim(), text]));
  return row.map((text, index) => {
    const name = columns[index] ?? '';
    const whole = exactly.get(name);
    if (typeof whole === 'string') return whole;
    return changed.has(name) && text.startsWith("'") ? text.slice(1) : text;
  });
}

/** Names of columns, trimmed as they are in the header. */
function namesIn(list: unknown): ReadonlySet<string> {
  const names = Array.isArray(list)
    ? (list as readonly unknown[]).filter((name) => typeof name === 'string')
    : [];
  return new Set(names.map((name) => name.trim()));
}

function conversation(cell: (name: string) => string, more: JsonObject): JsonObject {
  const messages = parsed(cell(MESSAGES_COLUMN));
  if (!Array.isArray(messages)) {
    return {
      messages: [
        { role: 'user', content: cell('question') },
        { role: 'assistant', content: cell('answer') },
      ],
    };
  }
  return { messages, recorded: more['recorded'], authors: more['authors'] };
}

/** Where several judges judged a metric, the judge is part of the name. */
function metricName(prefix: string, judge: string): string {
  return prefix.endsWith(`@${judge}`) ? prefix.slice(0, -judge.length - 1) : prefix;
}

function judgeOf(cell: string): JsonObject {
  const space = cell.lastIndexOf(' ');
  return { name: cell.slice(0, Math.max(0, space)), version: cell.slice(space + 1) };
}

function said(cell: string, missing: string, isWord: boolean): JsonObject {
  if (missing !== '') return { value: null, missing };
  const value = isWord ? ({ kind: 'class', text: cell } as const) : cellValue(cell);
  switch (value.kind) {
    case 'number':
      return { value: value.number };
    case 'boolean':
      return { value: value.boolean };
    case 'class':
      return { value: value.text };
  }
}

function labelOf(
  { annotator, part, at, scores }: LabelColumns,
  cells: readonly string[],
): readonly JsonObject[] {
  const [answer = '', role = ''] = cells.slice(at, at + 2);
  const [note = '', flagged = '', scheme = '', time = ''] = cells.slice(at + 2 + scores.length);
  if (flagged === '' && scheme === '') return [];
  const space = scheme.lastIndexOf(' ');
  const given = scores.flatMap((name, index) => {
    const number = plainNumber(cells[at + 2 + index] ?? '');
    return number === undefined ? [] : [[name, number] as const];
  });
  return [
    {
      annotator,
      part,
      answer: answer === '' ? null : answer,
      role,
      scores: Object.fromEntries(given),
      note,
      flagged: flagged === 'TRUE',
      scheme: scheme.slice(0, Math.max(0, space)),
      scheme_version: scheme.slice(space + 1),
      time,
    },
  ];
}

function membersOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function objectOf(text: string): JsonObject | undefined {
  const value = parsed(text);
  return isObject(value) ? value : undefined;
}

function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
