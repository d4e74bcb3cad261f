/** The questions that lists and samples share: runs, blindness, annotators, repeats, name and seed. */
import { cleanAnnotator } from '../labelling/annotator.ts';
import { HIDEABLE, NOTHING_HIDDEN, type Blindness, type Hideable } from '../../core/blindness.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { QueueWish } from '../../core/queue.ts';
import { BACK, Given, type StepAnswer, type StepPlace } from '../evals/steps.ts';
import { oneLine } from '../trees/oneLine.ts';
import type { QueueUi } from './queueUi.ts';

/** A wish on its way; what was given as an argument isn't asked. */
export interface WishState {
  readonly wish: QueueWish;
  /** Parts of it that were given. */
  readonly given: ReadonlySet<keyof QueueWish | 'runIds' | 'blind'>;
}

export type WishStep<State extends WishState> = (
  state: State,
  back: boolean,
) => Promise<StepAnswer<State | Given<State>>>;

/** Where a step stands; the title says what is being made. */
export interface Asking {
  readonly ui: QueueUi;
  readonly store: AuditStore;
  readonly title: string;
  readonly steps: number;
}

export function placeOf({ title, steps }: Asking, step: number, back: boolean): StepPlace {
  return { title, step, steps, back };
}

/** Passes an answer on as the state with these parts of the wish. */
export function answered<State extends WishState, T>(
  state: State,
  answer: StepAnswer<T>,
  parts: (value: T) => Partial<QueueWish>,
): StepAnswer<State> {
  if (answer === undefined) return undefined;
  if (answer === BACK) return BACK;
  return { ...state, wish: { ...state.wish, ...parts(answer) } };
}

/** Which runs; passed over where there is but one. */
export function askRuns<State extends WishState>(asking: Asking, step: number): WishStep<State> {
  return async (state, back) => {
    const { arms, leaves } = asking.store.outline();
    const counts = new Map<number, number>();
    const runOf = new Map(arms.map(({ armId, runId }) => [armId, runId]));
    for (const { armId, n } of leaves) {
      const runId = runOf.get(armId);
      if (runId !== undefined) counts.set(runId, (counts.get(runId) ?? 0) + n);
    }
    const runs = new Map(
      arms
        .filter(({ runContent }) => runContent !== 'training')
        .map(({ runId, runName }) => [runId, runName]),
    );
    if (state.given.has('scope') || runs.size < 2) return new Given(state);
    const answer = await asking.ui.pickMany(
      placeOf(asking, step, back),
      'Of which runs?',
      [...runs].map(([runId, name]) => ({
        label: oneLine(name),
        description: `${groupedNumber(counts.get(runId) ?? 0)} transcripts`,
        value: runId,
        picked: state.wish.scope.runIds.includes(runId),
      })),
    );
    return answered(state, answer, (runIds) => ({ scope: { ...state.wish.scope, runIds } }));
  };
}

const HIDDEN_WORDS: Readonly<Record<Hideable, string>> = {
  judge: 'Scores, verdicts, rationales and quotes',
  model: 'The model’s name',
  group: 'The group’s name',
  condition: 'The condition; texts that tell it can be masked in the next step',
};

export function askBlindness<State extends WishState>(asking: Asking, step: number): WishStep<State> {
  return async (state, back) => {
    if (state.given.has('blind')) return new Given(state);
    const answer = await asking.ui.pickMany(
      placeOf(asking, step, back),
      'What is hidden until you answer? (Enter goes on)',
      HIDEABLE.map((name) => ({
        label: name,
        detail: HIDDEN_WORDS[name],
        value: name,
        picked: state.wish.blind[name],
      })),
      { none: true },
    );
    return answered(state, answer, (hidden) => ({ blind: blindnessOf(hidden) }));
  };
}

export function blindnessOf(hidden: readonly Hideable[]): Blindness {
  return { ...NOTHING_HIDDEN, ...Object.fromEntries(hidden.map((name) => [name, true])) };
}

/** Only while the condition is hidden. */
export function askMasks<State extends WishState>(asking: Asking, step: number): WishStep<State> {
  return async (state, back) => {
    if (state.given.has('masks') || !state.wish.blind.condition) return new Given(state);
    const answer = await asking.ui.askText(
      placeOf(asking, step, back),
      'Texts that tell the condition and are masked, such as a trigger; separated by semicolons, empty for none',
      state.wish.masks.join('; '),
      () => undefined,
    );
    return answered(state, answer, (text) => ({ masks: listOf(text, ';') }));
  };
}

export function askAnnotators<State extends WishState>(asking: Asking, step: number): WishStep<State> {
  return async (state, back) => {
    if (state.given.has('assignment')) return new Given(state);
    for (;;) {
      const named = await asking.ui.pickOne(placeOf(asking, step, back), 'Who answers?', [
        { label: 'Whoever opens it', description: 'each does all of it', value: false },
        { label: 'Named annotators…', description: 'each transcript is given to some of them', value: true },
      ]);
      if (named === undefined || named === BACK) return named;
      if (!named) return { ...state, wish: { ...state.wish, assignment: null } };
      const assignment = await askAssignment(asking.ui, placeOf(asking, step, true), state.wish.assignment);
      if (assignment === undefined) return undefined;
      if (assignment !== BACK) return { ...state, wish: { ...state.wish, assignment } };
    }
  };
}

/** Names, then how many of them get each transcript. */
export async function askAssignment(
  ui: QueueUi,
  place: StepPlace,
  before: QueueWish['assignment'],
): Promise<StepAnswer<NonNullable<QueueWish['assignment']>>> {
  for (;;) {
    const names = await ui.askText(
      place,
      'Names of the annotators, as they stand with their labels; separated by commas',
      before?.annotators.join(', ') ?? '',
      (text) => (listOf(text, ',').length === 0 ? 'Name at least one.' : undefined),
    );
    if (names === undefined || names === BACK) return names;
    const annotators = [...new Set(listOf(names, ',').flatMap((name) => cleanAnnotator(name) ?? []))];
    if (annotators.length === 1) return { annotators, overlap: 1 };
    const overlap = await ui.pickOne(
      { ...place, back: true },
      'How many of them get each transcript? Agreement needs two or more.',
      annotators.map((_, i) => ({
        label: String(i + 1),
        description: i === 0 ? 'shared out' : i + 1 === annotators.length ? 'everybody does all' : 'overlap',
        value: i + 1,
      })),
    );
    if (overlap === undefined) return undefined;
    if (overlap !== BACK) return { annotators, overlap };
  }
}

/** Parts between separators, without blanks and doubles. */
export function listOf(text: string, separator: ',' | ';'): readonly string[] {
  const parts = text.split(separator).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

export function askRepeats<State extends WishState>(asking: Asking, step: number): WishStep<State> {
  return async (state, back) => {
    if (state.given.has('repeats')) return new Given(state);
    const answer = await asking.ui.pickOne(
      placeOf(asking, step, back),
      'Shall some come again unannounced, to measure how far you agree with yourself?',
      [0, 0.05, 0.1, 0.2].map((share) => ({
        label: share === 0 ? 'None' : `${share * 100} %`,
        description: share === 0.1 ? 'usual' : '',
        value: share,
      })),
    );
    return answered(state, answer, (repeats) => ({ repeats }));
  };
}

/** @param propose a name for the wish as it is by then */
export function askName<State extends WishState>(
  asking: Asking,
  step: number,
  propose: (state: State) => string,
  prompt: (state: State) => string,
): WishStep<State> {
  return async (state, back) => {
    if (state.given.has('name')) return new Given(state);
    const answer = await asking.ui.askText(
      placeOf(asking, step, back),
      prompt(state),
      state.wish.name === '' ? propose(state) : state.wish.name,
      (text) => (text.trim() === '' ? 'A queue needs a name.' : undefined),
    );
    return answered(state, answer, (name) => ({ name }));
  };
}

export function askSeed<State extends WishState>(asking: Asking, step: number): WishStep<State> {
  return async (state, back) => {
    if (state.given.has('seed')) return new Given(state);
    const answer = await asking.ui.askText(
      placeOf(asking, step, back),
      'The seed of the draw: any text. With it and the transcripts others can check what was drawn.',
      state.wish.seed,
      (text) => (text.trim() === '' ? 'A draw needs a seed.' : undefined),
    );
    return answered(state, answer, (seed) => ({ seed }));
  };
}
