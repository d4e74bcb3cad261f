/** What of an outline is shown. */
import { HUMAN_VERDICTS, type HumanVerdict } from '../../core/effectiveLabel.ts';
import type { LeafRow } from '../../core/ports.ts';
import { JUDGE_VERDICTS, type JudgeVerdict } from '../../core/verdictRule.ts';

/** States of the human side. `disagreement`: people and judge both gave a verdict, and not the same one. */
export const LABEL_STATES = ['unlabelled', 'labelled', 'disagreement', 'conflict', 'unsure'] as const;
export type LabelState = (typeof LABEL_STATES)[number];

/** An empty list or text filters nothing. A transcript is shown when every part of the filter admits it. */
export interface OutlineFilter {
  /** Words that the question, answer, reasoning or a note must hold. */
  readonly text: string;
  readonly verdicts: readonly JudgeVerdict[];
  /** Any of these. */
  readonly labelStates: readonly LabelState[];
  /** Model names; the empty text stands for "model not known". */
  readonly models: readonly string[];
  /** Probe names. */
  readonly probes: readonly string[];
}

export const NO_FILTER: OutlineFilter = { text: '', verdicts: [], labelStates: [], models: [], probes: [] };

export function isFiltering(filter: OutlineFilter): boolean {
  return (
    filter.text !== '' || selectsVerdicts(filter) || filter.models.length > 0 || filter.probes.length > 0
  );
}

/** True when the filter looks at verdicts or labels, so that not every transcript of a leaf need be shown. */
export function selectsVerdicts(filter: OutlineFilter): boolean {
  return filter.verdicts.length > 0 || filter.labelStates.length > 0;
}

/** True when the judge's verdict decides what is shown; rates among what is left would mean nothing. */
export function selectsByJudge(filter: OutlineFilter): boolean {
  return filter.verdicts.length > 0 || filter.labelStates.includes('disagreement');
}

/** True when people and judge both gave a verdict, and not the same one. */
export function disagree(judge: JudgeVerdict, human: HumanVerdict): boolean {
  return isSide(judge) && isSide(human) && judge !== human;
}

function isSide(verdict: string): boolean {
  return verdict === 'positive' || verdict === 'negative' || verdict === 'excluded';
}

/** Whether a transcript with these verdicts is shown, as far as verdicts and labels go. */
export function admits(filter: OutlineFilter, judge: JudgeVerdict, human: HumanVerdict): boolean {
  if (filter.verdicts.length > 0 && !filter.verdicts.includes(judge)) return false;
  return filter.labelStates.length === 0 || filter.labelStates.some((state) => inState(state, judge, human));
}

function inState(state: LabelState, judge: JudgeVerdict, human: HumanVerdict): boolean {
  switch (state) {
    case 'unlabelled':
      return human === 'none';
    case 'labelled':
      return human !== 'none';
    case 'disagreement':
      return disagree(judge, human);
    case 'conflict':
      return human === 'conflict';
    case 'unsure':
      return human === 'undecided';
  }
}

/** Verdicts of judge and people that a query asks for: any of the first with any of the second. */
export interface VerdictBox {
  readonly judgeVerdicts: readonly JudgeVerdict[];
  readonly humanVerdicts: readonly HumanVerdict[];
}

/**
 * The fewest boxes that together hold exactly what the filter admits; undefined when it admits everything.
 *
 * @param judges the judge's verdicts to consider, all by default
 */
export function verdictBoxes(
  filter: OutlineFilter,
  judges: readonly JudgeVerdict[] = JUDGE_VERDICTS,
): readonly VerdictBox[] | undefined {
  const boxes = new Map<string, { judgeVerdicts: JudgeVerdict[]; humanVerdicts: HumanVerdict[] }>();
  for (const judge of judges) {
    const humans = HUMAN_VERDICTS.filter((human) => admits(filter, judge, human));
    if (humans.length === 0) continue;
    const box = boxes.get(humans.join());
    if (box === undefined) boxes.set(humans.join(), { judgeVerdicts: [judge], humanVerdicts: humans });
    else box.judgeVerdicts.push(judge);
  }
  const all = [...boxes.values()];
  const [first] = all;
  const everything =
    first?.judgeVerdicts.length === JUDGE_VERDICTS.length &&
    first.humanVerdicts.length === HUMAN_VERDICTS.length;
  return everything ? undefined : all;
}

/** How many transcripts of a leaf's cells the filter admits. */
export function countAdmitted(filter: OutlineFilter, cells: readonly LeafRow[]): number {
  let count = 0;
  for (const cell of cells) if (admits(filter, cell.judgeVerdict, cell.humanVerdict)) count += cell.n;
  return count;
}
