/** Questions one after another with a way back, apart from VS Code. */

export const BACK = Symbol('back');
export type StepAnswer<T> = T | typeof BACK | undefined;

/** A step that had nothing to ask: going back passes over it. */
export class Given<State> {
  readonly state: State;

  constructor(state: State) {
    this.state = state;
  }
}

export interface StepPlace {
  readonly title: string;
  /** Which of how many; absent for a question that stands alone. */
  readonly step?: number;
  readonly steps?: number;
  /** Whether there is anything to go back to. */
  readonly back?: boolean;
}

export interface StepItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
  readonly picked?: boolean;
}

/**
 * Runs the steps in order; each gets what was answered so far and whether there is a step to go back to.
 *
 * @returns undefined when one was dismissed
 */
export async function runSteps<State>(
  start: State,
  steps: readonly ((state: State, back: boolean) => Promise<StepAnswer<State | Given<State>>>)[],
): Promise<State | undefined> {
  const states: State[] = [start];
  /** The steps that asked something, in order. */
  const asked: number[] = [];
  for (let at = 0; at < steps.length;) {
    const state = states[at];
    const step = steps[at];
    if (state === undefined || step === undefined) return undefined;
    const answer = await step(state, asked.length > 0);
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      at = asked.pop() ?? 0;
      continue;
    }
    if (!(answer instanceof Given)) asked.push(at);
    states[at + 1] = answer instanceof Given ? answer.state : answer;
    at += 1;
  }
  return states[steps.length];
}
