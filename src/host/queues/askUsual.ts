/** Whether a sample is drawn as usual, so that the further questions need not be asked. */
import { BACK, Given } from '../evals/steps.ts';
import type { QueueWish } from '../../core/queue.ts';
import { blindWords } from './queueWords.ts';
import { placeOf, type Asking, type WishState, type WishStep } from './wishSteps.ts';

/** What the further questions settle. */
const FURTHER = ['blind', 'masks', 'assignment', 'repeats', 'name', 'seed'] as const;

/** @param propose a name for the wish as it is by then */
export function askUsual<State extends WishState>(
  asking: Asking,
  step: number,
  propose: (state: State) => string,
): WishStep<State> {
  return async (state, back) => {
    // Whoever said some of it beforehand is asked for the rest, one by one.
    if (FURTHER.some((part) => state.given.has(part))) return new Given(state);
    const usual = { ...state.wish, name: propose(state) };
    const answer = await asking.ui.pickOne(placeOf(asking, step, back), 'Is it drawn like this?', [
      { label: 'Draw It', description: 'usual', detail: usualWords(usual), value: true },
      {
        label: 'Change Something First…',
        detail: 'What is hidden, texts to mask, who answers, hidden repeats, its name, the seed',
        value: false,
      },
    ]);
    if (answer === undefined || answer === BACK) return answer;
    return answer ? { ...state, wish: usual, given: new Set([...state.given, ...FURTHER]) } : state;
  };
}

/** `Judge, model, group and condition hidden until you answer; …; the seed is 4f2a`. */
function usualWords({ blind, name, seed }: QueueWish): string {
  const hidden = blindWords(blind);
  const first =
    hidden === '' ? 'Nothing hidden' : `${hidden.charAt(0).toUpperCase()}${hidden.slice(1)} until you answer`;
  return `${first}; whoever opens it answers; nothing comes twice; it is named “${name}”, its seed is ${seed}`;
}
