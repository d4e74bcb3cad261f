import { AuditError } from '../../core/errors.ts';
import { EMPTY_LABEL, type LabelEvent, type LabelState } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { LabelChange } from '../../protocol/transcriptPanel.ts';

/**
 * The state after a change, or undefined when it would change nothing (no event is written then).
 * Throws `bad-input` for an answer or score that the scheme doesn't have, or a value outside its scale.
 */
export function applyLabelChange(
  state: LabelState,
  change: LabelChange,
  scheme: LabelScheme,
): LabelState | undefined {
  switch (change.action) {
    case 'answer':
      demandAnswer(change.answer, scheme);
      return state.answer === change.answer ? undefined : answered(state, change.answer);
    case 'score':
      return withScore(state, change.score, change.value, scheme);
    case 'note':
      return state.note === change.note ? undefined : { ...state, note: change.note };
    case 'flag':
      return state.flagged === change.flagged ? undefined : { ...state, flagged: change.flagged };
    case 'clear':
      return state.answer === null ? undefined : withConfidence({ ...state, answer: null }, null);
    case 'confidence':
      return (state.confidence ?? null) === change.confidence
        ? undefined
        : withConfidence(state, change.confidence);
    case 'mark':
      return marked(state, change, scheme);
    case 'skip':
      // Says that there is no answer; what else was said stays.
      return state;
  }
}

/**
 * The action that an event of the change is recorded under: of a mark, what it newly says.
 *
 * @param adjudicates whether an answer decides between annotators who disagree
 */
export function actionOf(
  change: LabelChange,
  before: LabelState,
  after: LabelState,
  adjudicates: boolean,
): Exclude<LabelEvent['action'], 'undo' | 'redo'> {
  if (change.action === 'answer' && adjudicates) return 'adjudicate';
  if (change.action !== 'mark') return change.action;
  if (after.answer !== null && after.answer !== before.answer) return 'answer';
  return after.note === before.note ? 'flag' : 'note';
}

/** With another answer. How sure one was of the former one is not how sure one is of this. */
export function answered(state: LabelState, answer: string): LabelState {
  const kept = state.answer === null ? (state.confidence ?? null) : null;
  return withConfidence({ ...state, answer }, kept);
}

function withConfidence(
  { confidence: _before, ...state }: LabelState,
  confidence: NonNullable<LabelState['confidence']> | null,
): LabelState {
  return confidence === null ? state : { ...state, confidence };
}

function demandAnswer(answer: string, scheme: LabelScheme): void {
  if (scheme.answers.some(({ id }) => id === answer)) return;
  throw new AuditError('bad-input', `The label scheme “${scheme.name}” has no answer “${answer}”.`);
}

/** What is said of a passage, whole. A mark without a word is a flag, or nothing would be left of it. */
function marked(
  before: LabelState,
  { note, answer }: { readonly note: string; readonly answer: string | null },
  scheme: LabelScheme,
): LabelState | undefined {
  // An answer of an earlier version may stay as it is.
  if (answer !== null && answer !== before.answer) demandAnswer(answer, scheme);
  const after = { ...EMPTY_LABEL, answer, note, flagged: note === '' && answer === null };
  const isSame = before.answer === answer && before.note === note && before.flagged === after.flagged;
  return isSame ? undefined : after;
}

function withScore(
  state: LabelState,
  id: string,
  value: number | null,
  scheme: LabelScheme,
): LabelState | undefined {
  const score = scheme.scores.find((candidate) => candidate.id === id);
  if (score === undefined) {
    throw new AuditError('bad-input', `The label scheme “${scheme.name}” has no score “${id}”.`);
  }
  if ((state.scores[id] ?? null) === value) return undefined;
  if (value === null) {
    const { [id]: _removed, ...rest } = state.scores;
    return { ...state, scores: rest };
  }
  if (!(value >= score.minimum && value <= score.maximum)) {
    throw new AuditError(
      'bad-input',
      `${score.name} goes from ${score.minimum} to ${score.maximum}; ${value} was not saved.`,
    );
  }
  return { ...state, scores: { ...state.scores, [id]: value } };
}
