/**
 * Verdicts and labels by id, without the texts they are about (formats F13, F14): each item becomes a transcript that is
 * known by its id alone. Several files about the same items are read as one run.
 */
import type { ImportedTranscript } from '../core/imported.ts';
import { standInTurn } from '../core/standInTurn.ts';
import type { VerdictRule } from '../core/verdictRule.ts';
import { flatHead } from './flatRows.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { goodSide } from './goodWords.ts';
import { placedName, stemOf } from './openText.ts';
import { positiveOf } from './saidValues.ts';
import { rejected } from './tableItems.ts';
import { verdictColumns, type VerdictColumns } from './verdictColumns.ts';
import { VerdictItems, type VerdictItem } from './verdictItems.ts';

const ITEMS_A_BATCH = 400;

export const verdictTable: Importer = {
  id: 'verdictTable',
  version: 1,

  recognise(head) {
    const columns = columnsOf(head);
    if (columns === undefined) return undefined;
    const people = columns.said.some(({ human }) => human);
    const judges = columns.said.some(({ human }) => !human);
    const what = [judges ? 'verdicts' : '', people ? 'human labels' : ''].filter((word) => word !== '');
    return {
      kind: 'transcripts',
      importer: 'verdictTable',
      description: `${what.join(' and ')} by ${columns.ids.join(' and ')}, without texts (choose the file with the texts as well to have both)`,
      carries: [],
      headerOnly: false,
    };
  },

  defaultRule: (head) => {
    const table = flatHead(head);
    const columns = columnsOf(head);
    const only = columns?.said.filter(({ human }) => !human);
    const [judge] = only ?? [];
    if (table === undefined || columns === undefined || judge === undefined || only?.length !== 1)
      return undefined;
    const at = table.columns.indexOf(judge.column);
    const values = [...new Set(table.rows.map((row) => (row[at] ?? '').trim()))].filter(
      (word) => word !== '',
    );
    const positive = positiveOf(values);
    const negative = values.find((value) => value !== positive);
    return positive === undefined || negative === undefined
      ? undefined
      : ruleOf(columns.judge === undefined ? judge.metric : judge.column, positive, negative);
  },

  read: readItems,
};

function columnsOf(head: FileHead): VerdictColumns | undefined {
  const table = flatHead(head);
  return table === undefined ? undefined : verdictColumns(table.columns, table.rows);
}

function ruleOf(metric: string, positive: string, negative: string): VerdictRule {
  return {
    name: positive.toLowerCase().replaceAll('_', ' '),
    gate: [],
    positive: [[{ metric, op: 'in', values: [positive] }]],
    missing: 'drop',
    positiveName: positive,
    negativeName: negative,
    // A plain yes is as good as what was asked.
    ...goodSide(/^(yes|true|1)$/i.test(positive) ? metric : positive),
    excludedName: 'gated out',
  };
}

async function* readItems(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const items = new VerdictItems();
  await items.add(options);
  const { signal, members = [] } = options;
  for (const { path, role } of members) {
    if (role === 'judgments') await items.add({ path, signal, onBytes: () => undefined });
  }
  const first = items.files[0];
  const dataset = datasetOf(options.path, first === undefined ? [] : judgesOf([...first.items.values()]));
  const suite = options.suite ?? dataset;
  const placed = placedName(options.path, dataset);
  for (const [index, { source, items: own, unreadable, columns }] of items.files.entries()) {
    const batch: ImportItem[] = index === 0 ? [] : [{ kind: 'source', source }];
    for (const { reason, text, ...at } of unreadable) batch.push(rejected(at, reason, text));
    for (const item of own.values()) {
      batch.push({
        kind: 'transcript',
        transcript: transcriptOf(item, { items, columns, dataset, placed, suite }),
      });
      if (batch.length >= ITEMS_A_BATCH) yield batch.splice(0);
    }
    yield batch;
  }
}

interface Context {
  readonly items: VerdictItems;
  readonly columns: VerdictColumns;
  readonly dataset: string;
  readonly placed: string;
  readonly suite: string;
}

function transcriptOf(
  item: VerdictItem,
  { items, columns, dataset, placed, suite }: Context,
): ImportedTranscript {
  const { judgments, labels } = items.spoken(item);
  const id = item.ids.join(' / ');
  const turn = standInTurn(placed, id);
  // The last of several ids counts the samples of what the others name.
  const last = item.ids.at(-1) ?? '';
  const counted = item.ids.length > 1 && /^\d{1,9}$/.test(last);
  const metadata = Object.assign(Object.create(null) as Record<string, unknown>, item.metadata);
  columns.ids.forEach((column, index) => (metadata[column] = item.ids[index]));
  return {
    row: item.row,
    line: item.line,
    suite,
    probe: counted ? item.ids.slice(0, -1).join(' / ') : item.ids.length > 1 ? id : dataset,
    prompt: turn.raw,
    ...(counted ? { sample: Number(last) } : undefined),
    turns: [turn],
    judgments,
    metadata,
    ...(labels.length === 0 ? undefined : { labels }),
  };
}

function judgesOf(items: readonly VerdictItem[]): string[] {
  return [...new Set(items.flatMap(({ said }) => said.map(({ who }) => who)))];
}

/**
 * What the items belong to: the file's name without the judge's, so that each judge's file names the same items.
 *
 * @param judges who said anything in the file
 */
export function datasetOf(path: string, judges: readonly string[]): string {
  const stem = stemOf(path);
  const judge = judges.find((name) => {
    const before = stem[stem.length - name.length - 1];
    return stem.endsWith(name) && before !== undefined && '._-'.includes(before);
  });
  return judge === undefined || judge === '' ? stem : stem.slice(0, -judge.length - 1);
}
