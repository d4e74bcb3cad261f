/** Marked passages on the page: which one the reader is at, and what is said of them. Pure. */
import type { BranchView } from '../../../src/protocol/transcriptParts.ts';
import type { LabelsView, SchemeView } from '../../../src/protocol/transcriptPanel.ts';
import type { PassageView } from '../../../src/protocol/transcriptAbout.ts';
import { saidWords } from '../labelling/aim.ts';

export interface PassageState {
  /** Id of the passage that was gone to. */
  readonly current: string | null;
  /** Grows whenever one is gone to, the same one too. */
  readonly gone: number;
}

export const NO_PASSAGE: PassageState = { current: null, gone: 0 };

export function passageOf(labels: LabelsView, id: string | null): PassageView | undefined {
  return id === null ? undefined : labels.passages?.find((passage) => passage.id === id);
}

/** The passage one step on or back, round the ends; undefined when there is none. */
export function stepPassage(
  { passages = [] }: LabelsView,
  current: string | null,
  step: 1 | -1,
): PassageView | undefined {
  const at = passages.findIndex(({ id }) => id === current);
  if (at < 0) return passages.at(step === 1 ? 0 : -1);
  return passages.at((at + step) % passages.length);
}

/** Once what is said of a passage changed it has another id: the one with the same text, of the same person. */
export function followed(before: LabelsView, after: LabelsView, current: string | null): string | null {
  const passage = passageOf(before, current);
  if (passage === undefined || passageOf(after, current) !== undefined) return current;
  const same = after.passages?.find(
    (other) =>
      other.annotator === passage.annotator &&
      other.metric === passage.metric &&
      other.quote === passage.quote &&
      JSON.stringify(other.place) === JSON.stringify(passage.place),
  );
  return same?.id ?? null;
}

/** Where it stands, in words: `turn 3`, `turn 3 of branch 2; its text isn’t there any more`. */
export function placeWords({ turn, branch, place }: PassageView, branches: readonly BranchView[]): string {
  const there = branches.find(({ index }) => index === branch);
  const which = branch === undefined ? '' : ` of ${there?.name ?? `branch ${branch}`}`;
  return `turn ${turn + 1}${which}${place === null ? '; its text isn’t there any more' : ''}`;
}

/** What is said of it, but for the comment: `misaligned`, `wants memory: yes`; empty for a comment alone. */
export function answerWords({ state, metric }: PassageView, scheme: SchemeView): string {
  if (state.answer === null) return '';
  const answer = saidWords(state, scheme);
  return metric === undefined ? answer : `${metric}: ${answer}`;
}
