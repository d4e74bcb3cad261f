/** Answers with human labels of truth and informativeness, as truthfulqa-multi has them (formats F7). */
import { basename } from 'node:path';
import type { ImportedLabel, ImportedTranscript } from '../core/imported.ts';
import { plainTurn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { readCsvHead } from './csvHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { noLonger, openTable, stemOf } from './openText.ts';
import { rejected, problemOf, tableItems } from './tableItems.ts';
import { annotatorOf, humanColumns, humanRowOf, type HumanRow } from './truthfulQaHumanRow.ts';
import { HumanLabels, sameSaveEnds } from './truthfulQaHumanLabels.ts';
import { TRUTHFULNESS_SCHEME } from './truthfulQaTerms.ts';

export const truthfulQaHuman: Importer = {
  id: 'truthfulQaHuman',
  version: 1,

  recognise(head) {
    const csv = readCsvHead(head);
    if (csv === undefined || humanColumns(csv) === undefined) return undefined;
    return {
      kind: 'transcripts',
      importer: 'truthfulQaHuman',
      description: 'TruthfulQA answers with human labels of truth and informativeness',
      carries: ['model'],
      headerOnly: csv.headerOnly,
    };
  },

  defaultRule: () => undefined,

  read: readLabelled,
};

async function* readLabelled(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const { csv, layout } = await openTable(options.path);
  const columns = humanColumns(csv);
  if (columns === undefined) throw noLonger(options.path, 'a table of labelled TruthfulQA answers');
  const suite = options.suite ?? stemOf(options.path);
  const annotator = annotatorOf(options.path, columns.edits);
  const more = await HumanLabels.read(options);
  const rows = tableItems({ ...options, ...layout }, (row, warn) => {
    const read = humanRowOf(row, columns, { annotator, file: basename(options.path) });
    if (typeof read === 'string') return rejected(row, read, row.cells.join(' | '));
    if (read.label === undefined) warn('Neither truthfulness nor informativeness is yes or no.', read.answer);
    const others = more.take(read.id, (other) => matches(other, read), read.answer);
    return { kind: 'transcript', transcript: transcriptOf(read, suite, others) };
  });
  yield* rows;
  yield* leftOver(more, suite);
}

/** Rows of further files that no transcript took, as transcripts of their own; and what came of the join. */
export function* leftOver(more: HumanLabels, suite: string): Generator<readonly ImportItem[]> {
  for (const { source, rows, unreadable, counts, ends } of more.files()) {
    const items: ImportItem[] = [{ kind: 'source', source }];
    for (const { at, reason } of unreadable) items.push(rejected(at, reason, ''));
    const alone = rows.size;
    for (const row of rows) {
      rows.delete(row);
      const others = more.take(row.id, (other) => matches(other, row), row.answer);
      items.push({ kind: 'transcript', transcript: transcriptOf(row, suite, others) });
    }
    const file = basename(source.path);
    const first = ends[0];
    if (first !== undefined) {
      const reason = `${ends.length} of ${counts.taken} answers that were joined by their id end otherwise in ${file} (spaces or a full stop); their labels were joined all the same.`;
      items.push({ kind: 'problem', problem: problemOf(first, 'warning', reason, first.answer) });
    }
    const value = { file, by: 'id', joined: counts.taken, otherEnding: ends.length, alone };
    items.push({ kind: 'fact', fact: { name: 'joined', value } });
    yield items;
  }
}

function matches(other: HumanRow, row: HumanRow): boolean {
  return other.question === row.question && sameSaveEnds(other.answer, row.answer);
}

export function transcriptOf(row: HumanRow, suite: string, others: readonly HumanRow[]): ImportedTranscript {
  const labels = [row, ...others].flatMap(({ label }) => (label === undefined ? [] : [labelOf(label)]));
  const metadata = Object.create(null) as Record<string, unknown>;
  Object.assign(metadata, row.metadata);
  const changed = others.find(({ answer }) => answer !== row.answer);
  if (changed !== undefined) metadata['answer as the other annotator saw it'] = changed.answer;
  return {
    row: row.row,
    line: row.line,
    suite,
    probe: row.probe,
    prompt: row.question,
    ...(row.model === '' ? undefined : { model: row.model }),
    turns: [plainTurn('user', row.question), answerTurn(row.answer)],
    judgments: [],
    metadata,
    ...(labels.length === 0 ? undefined : { labels }),
  };
}

export function labelOf({
  annotator,
  truthful,
  informative,
  source,
}: HumanRow['label'] & object): ImportedLabel {
  return {
    annotator,
    part: 'answer',
    scheme: TRUTHFULNESS_SCHEME,
    ...(truthful === undefined ? undefined : { answer: truthful ? 'truthful' : 'untruthful' }),
    ...(informative === undefined ? undefined : { scores: { informative: informative ? 1 : 0 } }),
    source,
  };
}
