/** The columns of a table of transcripts. */
import { formatContentKey } from '../core/contentKey.ts';
import type { ExportColumns, ExportedTranscript } from '../core/exported.ts';
import type { JudgmentValue } from '../core/judgment.ts';
import type { Role, Turn } from '../core/transcript.ts';
import { MESSAGES_COLUMN, METADATA_COLUMN, TABLE_COLUMNS, type TableColumn } from '../core/transcriptFile.ts';
import { describeRule } from '../core/verdictRule.ts';
import { chatMessage } from './recordedTurns.ts';
import type { Rows } from './exporter.ts';
import { humanVerdictWords, judgeVerdictWords, transcriptTexts } from './transcriptTexts.ts';

/** Numbers are written as they are; an empty cell is null (or an empty text). */
export type Cell = string | number | null;

export interface Column {
  readonly name: string;
  cell(this: void, transcript: ExportedTranscript): Cell;
  /** Whose judgment the cell is, where it is one's value. */
  readonly of?: { readonly metric: string; readonly judgeVersion: string };
}

const FIXED: Readonly<Record<TableColumn, Column['cell']>> = {
  study: (t) => t.study,
  run: (t) => t.run,
  seed: (t) => t.seed,
  model: (t) => t.model,
  group: (t) => t.group,
  condition: (t) => t.condition,
  suite: (t) => t.suite,
  probe: (t) => t.probe,
  prompt: (t) => t.prompt,
  sample: (t) => t.sample,
  turns: (t) => t.turns.length,
  question: (t) => transcriptTexts(t).question,
  answer: (t) => transcriptTexts(t).answer,
  reasoning: (t) => transcriptTexts(t).reasoning,
  content_key: (t) => formatContentKey(t.key),
  source_file: (t) => t.source.name,
  source_row: (t) => t.source.row,
  source_line: (t) => t.source.line,
  judge_verdict: (t) => t.judgeVerdict,
  judge_words: (t) => judgeVerdictWords(t),
  rule: (t) => (t.rule === null ? null : describeRule(t.rule)),
  human_verdict: (t) => t.humanVerdict,
  human_words: (t) => humanVerdictWords(t),
};

/** Metadata has no columns of its own, since every file brings other names; it is one cell of JSON. */
const METADATA: Column = {
  name: METADATA_COLUMN,
  cell: (t) => (Object.keys(t.metadata).length === 0 ? null : JSON.stringify(t.metadata)),
};

/** Nothing where question and answer are the conversation, as they mostly are. */
const MESSAGES: Column = {
  name: MESSAGES_COLUMN,
  cell: ({ turns }) => (isQuestionAndAnswer(turns) ? null : JSON.stringify(turns.map(chatMessage))),
};

function isQuestionAndAnswer([asked, answered, ...others]: readonly Turn[]): boolean {
  const isPlain = (turn: Turn | undefined, role: Role): boolean => {
    const [part, ...more] = turn?.parts ?? [];
    if (turn?.role !== role || turn.rawKind !== 'text' || turn.author !== undefined) return false;
    return more.length === 0 && part?.kind === 'text' && part.text === turn.raw;
  };
  return others.length === 0 && isPlain(asked, 'user') && isPlain(answered, 'assistant');
}

/** All columns, in order: what it is, what judges said, what people said, the rest. Names are unique. */
export function transcriptColumns(columns: ExportColumns): readonly Column[] {
  return uniquelyNamed([
    ...TABLE_COLUMNS.map((name): Column => ({ name, cell: FIXED[name] })),
    ...columns.metrics.flatMap((metric) => metricColumns(metric, columns.metrics)),
    ...columns.annotators.flatMap(annotatorColumns),
    METADATA,
    MESSAGES,
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
    { name: prefix, cell: (t) => valueCell(find(t)?.value), of: { metric, judgeVersion } },
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
  // The part is only named where it isn't the answer, or where the name would be read as naming one.
  const named = part !== 'answer' || /@(?:answer|reasoning)$/.test(annotator);
  const prefix = named ? `label.${annotator}@${part}` : `label.${annotator}`;
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
