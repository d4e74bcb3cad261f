/** The columns of a table of transcripts. */
import { formatContentKey } from '../core/contentKey.ts';
import type { ExportColumns, ExportedTranscript } from '../core/exported.ts';
import type { JudgmentValue } from '../core/judgment.ts';
import { describeRule } from '../core/verdictRule.ts';
import type { Rows } from './exporter.ts';
import { humanVerdictWords, judgeVerdictWords, transcriptTexts } from './transcriptTexts.ts';

/** Numbers are written as they are; an empty cell is null (or an empty text). */
export type Cell = string | number | null;

export interface Column {
  readonly name: string;
  cell(transcript: ExportedTranscript): Cell;
}

const FIXED: readonly Column[] = [
  { name: 'study', cell: (t) => t.study },
  { name: 'run', cell: (t) => t.run },
  { name: 'seed', cell: (t) => t.seed },
  { name: 'model', cell: (t) => t.model },
  { name: 'group', cell: (t) => t.group },
  { name: 'condition', cell: (t) => t.condition },
  { name: 'suite', cell: (t) => t.suite },
  { name: 'probe', cell: (t) => t.probe },
  { name: 'prompt', cell: (t) => t.prompt },
  { name: 'sample', cell: (t) => t.sample },
  { name: 'turns', cell: (t) => t.turns.length },
  { name: 'question', cell: (t) => transcriptTexts(t).question },
  { name: 'answer', cell: (t) => transcriptTexts(t).answer },
  { name: 'reasoning', cell: (t) => transcriptTexts(t).reasoning },
  { name: 'content_key', cell: (t) => formatContentKey(t.key) },
  { name: 'source_file', cell: (t) => t.source.name },
  { name: 'source_row', cell: (t) => t.source.row },
  { name: 'source_line', cell: (t) => t.source.line },
  { name: 'judge_verdict', cell: (t) => t.judgeVerdict },
  { name: 'judge_words', cell: (t) => judgeVerdictWords(t) },
  { name: 'rule', cell: (t) => (t.rule === null ? null : describeRule(t.rule)) },
  { name: 'human_verdict', cell: (t) => t.humanVerdict },
  { name: 'human_words', cell: (t) => humanVerdictWords(t) },
];

/** Metadata has no columns of its own, since every file brings other names; it is one cell of JSON. */
const METADATA: Column = {
  name: 'metadata',
  cell: (t) => (Object.keys(t.metadata).length === 0 ? null : JSON.stringify(t.metadata)),
};

/** All columns, in order: what it is, what judges said, what people said, the rest. Names are unique. */
export function transcriptColumns(columns: ExportColumns): readonly Column[] {
  return uniquelyNamed([
    ...FIXED,
    ...columns.metrics.flatMap((metric) => metricColumns(metric, columns.metrics)),
    ...columns.annotators.flatMap(annotatorColumns),
    METADATA,
  ]);
}

/** Columns of one metric; the judge is part of the name only where several judged it. */
function metricColumns(
  { metric, judge, judgeVersion }: ExportColumns['metrics'][number],
  all: ExportColumns['metrics'],
): Column[] {
  const version = judgeVersion.slice(0, 8);
  const several = all.filter((other) => other.metric === metric).length > 1;
  const prefix = several ? `metric.${metric}@${judge} ${version}` : `metric.${metric}`;
  const find = (t: ExportedTranscript): ExportedTranscript['judgments'][number] | undefined =>
    t.judgments.find((candidate) => candidate.metric === metric && candidate.judgeVersion === judgeVersion);
  return [
    { name: prefix, cell: (t) => valueCell(find(t)?.value) },
    {
      name: `${prefix}.missing`,
      cell: (t) => {
        const value = find(t)?.value;
        return value?.kind === 'missing' ? value.reason : null;
      },
    },
    { name: `${prefix}.judge`, cell: (t) => (find(t) === undefined ? null : `${judge} ${version}`) },
  ];
}

function valueCell(value: JudgmentValue | undefined): Cell {
  switch (value?.kind) {
    case 'number':
      return value.number;
    case 'class':
      return value.text;
    case 'boolean':
      return value.boolean ? 'TRUE' : 'FALSE';
    case 'missing':
    case undefined:
      return null;
  }
}

function annotatorColumns({ annotator, part, scores }: ExportColumns['annotators'][number]): Column[] {
  const prefix = part === 'answer' ? `label.${annotator}` : `label.${annotator}@${part}`;
  const find = (t: ExportedTranscript): ExportedTranscript['labels'][number] | undefined =>
    t.labels.find((candidate) => candidate.annotator === annotator && candidate.part === part);
  return [
    { name: prefix, cell: (t) => find(t)?.state.answer ?? null },
    { name: `${prefix}.role`, cell: (t) => find(t)?.role ?? null },
    ...scores.map((score): Column => ({
      name: `${prefix}.score.${score}`,
      cell: (t) => find(t)?.state.scores[score] ?? null,
    })),
    { name: `${prefix}.note`, cell: (t) => find(t)?.state.note ?? null },
    {
      name: `${prefix}.flagged`,
      cell: (t) => {
        const label = find(t);
        if (label === undefined) return null;
        return label.state.flagged ? 'TRUE' : 'FALSE';
      },
    },
    {
      name: `${prefix}.scheme`,
      cell: (t) => {
        const label = find(t);
        return label === undefined ? null : `${label.scheme.name} ${label.scheme.version.slice(0, 8)}`;
      },
    },
    { name: `${prefix}.time`, cell: (t) => find(t)?.time ?? null },
  ];
}

/** Names that happen to be equal (a judge named like another's version) are told apart by a number. */
function uniquelyNamed(columns: readonly Column[]): readonly Column[] {
  const used = new Set<string>();
  return columns.map((column) => {
    let name = column.name;
    for (let n = 2; used.has(name); n++) name = `${column.name} (${n})`;
    used.add(name);
    return { ...column, name };
  });
}

/** Reads all rows once to find the columns; for sources that can't tell them by a query. */
export async function surveyColumns(
  rows: Rows<Pick<ExportedTranscript, 'judgments' | 'labels'>>,
): Promise<ExportColumns> {
  const metrics = new Map<string, ExportColumns['metrics'][number]>();
  const annotators = new Map<
    string,
    { annotator: string; part: 'answer' | 'reasoning'; scores: Set<string> }
  >();
  for await (const { judgments, labels } of rows) {
    for (const { metric, judge, judgeVersion } of judgments) {
      metrics.set(JSON.stringify([metric, judgeVersion]), { metric, judge: judge.name, judgeVersion });
    }
    for (const { annotator, part, state } of labels) {
      const id = JSON.stringify([annotator, part]);
      const seen = annotators.get(id) ?? { annotator, part, scores: new Set<string>() };
      for (const score of Object.keys(state.scores)) seen.scores.add(score);
      annotators.set(id, seen);
    }
  }
  return {
    metrics: sortedByKey(metrics),
    annotators: sortedByKey(annotators).map(({ annotator, part, scores }) => ({
      annotator,
      part,
      scores: [...scores].sort(),
    })),
  };
}

function sortedByKey<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
