import { AuditError } from '../../core/errors.ts';
import type { LabelState } from '../../core/labelEvent.ts';
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
    case 'answer': {
      if (!scheme.answers.some((answer) => answer.id === change.answer)) {
        throw new AuditError(
          'bad-input',
          `The label scheme “${scheme.name}” has no answer “${change.answer}”.`,
        );
      }
      return state.answer === change.answer ? undefined : { ...state, answer: change.answer };
    }
    case 'score':
      return withScore(state, change.score, change.value, scheme);
    case 'note':
      return state.note === change.note ? undefined : { ...state, note: change.note };
    case 'flag':
      return state.flagged === change.flagged ? undefined : { ...state, flagged: change.flagged };
    case 'clear':
      return state.answer === null ? undefined : { ...state, answer: null };
    case 'skip':
      // Says that there is no answer; what else was said stays.
      return state;
  }
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
