/** Reads one row of an emergent-misalignment table. */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judge, Judgment, TokenDistribution } from '../core/judgment.ts';
import { scoreFromDistribution } from '../core/tokenScore.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import { answerWithReasoning } from './answerTurn.ts';
import { YES_NO_METRIC, type EmColumns, type JudgeColumn } from './emColumns.ts';
import type { ProbeNamer } from './probeNames.ts';
import { classValue } from './cellJudgment.ts';
import { HUNDRED, readDistribution, readScore } from './scoreCell.ts';
import { rejected, type RowReader } from './tableItems.ts';

/** Scores and their token distributions that are further apart than this are told to the user. */
const DISAGREEMENT = 0.5;

type Warn = Parameters<RowReader>[1];

/**
 * @param probeOf names the probe of rows without a `question_id`
 */
export function emRowReader(columns: EmColumns, suite: string, probeOf: ProbeNamer): RowReader {
  // One object a judge for the whole file, so that the writer knows it again without comparing.
  const judges = columns.judges.map((column) => ({ column, judge: judgeOf(column) }));
  const classes = columns.classes.map((column) => ({ ...column, judge: classJudge(column.metric) }));
  const verdictJudge: Judge = { name: YES_NO_METRIC, kind: 'imported' };
  const cellAt = (cells: readonly string[], index: number | undefined): string =>
    index === undefined ? '' : (cells[index] ?? '');

  return ({ row, line, cells }, warn) => {
    const question = cellAt(cells, columns.question);
    const answer = cellAt(cells, columns.answer);
    if (question === '' && answer === '') {
      return rejected({ row, line }, 'The row has neither a question nor an answer.', cells.join(' | '));
    }
    if (answer === '') warn('The answer is empty.', question);
    const judgments: Judgment[] = judges.map(({ column, judge }) =>
      scoreJudgment(
        judge,
        column.metric,
        cellAt(cells, column.score),
        cellAt(cells, column.distribution),
        column,
        warn,
      ),
    );
    if (columns.verdict !== undefined) {
      const text = columns.verdictText === undefined ? undefined : cellAt(cells, columns.verdictText);
      judgments.push(yesNoJudgment(verdictJudge, cellAt(cells, columns.verdict), text));
    }
    for (const { metric, judge, index } of classes)
      judgments.push({ metric, judge, value: classValue(cellAt(cells, index)) });
    const reasoning = cellAt(cells, columns.reasoning);
    const turns: Turn[] = [plainTurn('user', question), answerWithReasoning(answer, reasoning)];
    const system = cellAt(cells, columns.system);
    if (system !== '') turns.unshift(plainTurn('system', system));

    const model = cellAt(cells, columns.model);
    const group = cellAt(cells, columns.group);
    const condition = cellAt(cells, columns.condition);
    const probe = cellAt(cells, columns.probe);
    const transcript: ImportedTranscript = {
      row,
      line,
      suite,
      probe: probe === '' ? probeOf(question) : probe,
      prompt: question,
      turns,
      judgments,
      ...(model === '' ? undefined : { model }),
      ...(group === '' ? undefined : { group }),
      ...(condition === '' ? undefined : { condition }),
      ...(columns.metadata.length === 0 ? undefined : { metadata: metadataOf(columns, cells) }),
    };
    return { kind: 'transcript', transcript };
  };
}

function classJudge(name: string): Judge {
  return { name, kind: 'imported' };
}

function judgeOf({ metric, distribution }: JudgeColumn): Judge {
  return { name: metric, kind: distribution === undefined ? 'imported' : 'score-by-token-probabilities' };
}

function scoreJudgment(
  judge: Judge,
  metric: string,
  cell: string,
  tokens: string,
  column: JudgeColumn,
  warn: Warn,
): Judgment {
  const reading = readScore(cell, HUNDRED);
  if (reading.warning !== undefined) warn(`${metric}: ${reading.warning}`, cell);
  const raw = reading.raw;
  const plain: Judgment = {
    metric,
    scale: HUNDRED,
    judge,
    value: reading.value,
    ...(raw === undefined ? undefined : { raw }),
  };
  if (column.distribution === undefined || tokens === '') return plain;
  const distribution = readDistribution(tokens);
  if (distribution === undefined) {
    warn(`${metric}: the judge’s token probabilities can’t be read; their text was kept.`, tokens);
    return { ...plain, raw: tokens };
  }
  return withDistribution(plain, distribution, cell, column, warn);
}

/** The recorded score stands; the distribution tells why a score is missing, and is held against one that isn't. */
function withDistribution(
  plain: Judgment,
  distribution: TokenDistribution,
  cell: string,
  column: JudgeColumn,
  warn: Warn,
): Judgment {
  const computed = scoreFromDistribution(distribution);
  const { value, metric } = plain;
  if (column.score === undefined) return { ...plain, value: computed, distribution };
  if (value.kind === 'missing' && value.reason === 'unknown') {
    if (computed.kind === 'missing') return { ...plain, value: computed, distribution };
    warn(
      `${metric}: the score is blank although its token probabilities give one; it counts as missing.`,
      cell,
    );
  } else if (value.kind === 'number' && computed.kind === 'number') {
    if (Math.abs(value.number - computed.number) > DISAGREEMENT) {
      const computedText = computed.number.toFixed(2);
      warn(`${metric}: the score differs from what its token probabilities give (${computedText}).`, cell);
    }
  }
  return { ...plain, distribution };
}

function yesNoJudgment(judge: Judge, cell: string, text: string | undefined): Judgment {
  const word = cell.trim().toUpperCase();
  const metric = YES_NO_METRIC;
  if (word === 'YES' || word === 'NO') {
    return { metric, judge, value: { kind: 'class', text: word }, ...(text ? { raw: text } : undefined) };
  }
  const unknown = word === '' || word === 'NAN' || word === 'NONE';
  const raw = text === undefined || text === '' ? cell : text;
  return {
    metric,
    judge,
    value: { kind: 'missing', reason: unknown ? 'unknown' : 'parse-failure' },
    ...(raw === '' ? undefined : { raw }),
  };
}

function metadataOf(columns: EmColumns, cells: readonly string[]): Record<string, unknown> {
  const metadata = Object.create(null) as Record<string, unknown>;
  for (const { name, index } of columns.metadata) {
    const cell = cells[index];
    if (cell !== undefined && cell !== '') metadata[name] = cell;
  }
  return metadata;
}
