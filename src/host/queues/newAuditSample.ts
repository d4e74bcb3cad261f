/** Asks for an audit sample, step by step, or takes it from arguments; then draws it. */
import { AuditError } from '../../core/errors.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { SampleDesign } from '../../core/queue.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { DrawnQueue } from '../../worker/tasks/drawQueue.ts';
import type { PreviewedQueue } from '../../worker/tasks/queuePreview.ts';
import { Given, runSteps, type StepAnswer, type StepItem } from '../evals/steps.ts';
import { askDesign } from './askDesign.ts';
import { askUsual } from './askUsual.ts';
import { makeQueue, emptyWish, givenParts } from './makeQueue.ts';
import { readArguments, sampleArguments, type SampleArguments } from './queueArguments.ts';
import type { QueueContext } from './queueContext.ts';
import { hidesNames } from './queueWords.ts';
import {
  answered,
  askAnnotators,
  askBlindness,
  askMasks,
  askName,
  askRepeats,
  askRuns,
  askSeed,
  placeOf,
  type Asking,
  type WishState,
} from './wishSteps.ts';

interface SampleState extends WishState {
  readonly previewed?: PreviewedQueue;
}

/** What an audit sample hides unless something else is said: everything that could sway an answer. */
const USUALLY_HIDDEN = { judge: true, model: true, group: true, condition: true };
/** How many are drawn when nobody is asked. */
const USUAL_NUMBER = 100;
const NUMBERS: readonly number[] = [50, 100, 200, 300, 500];

export async function newAuditSample(
  context: QueueContext,
  argument: unknown,
  selected?: unknown,
): Promise<DrawnQueue | undefined> {
  const runIds = context.runsMeant(argument, selected);
  const given: SampleArguments =
    runIds === undefined ? readArguments(sampleArguments, argument) : { runIds: [...runIds] };
  const store = await context.open();
  if (store === undefined)
    throw new AuditError('not-found', 'There are no transcripts to draw from.', 'Import results first.');
  const design: SampleDesign = {
    strata: given.strata ?? { by: given.allocation === 'all-flagged' ? 'flagged' : 'none' },
    allocation: given.allocation ?? (given.strata?.by === 'flagged' ? 'all-flagged' : 'proportional'),
    n: given.n ?? USUAL_NUMBER,
  };
  const start: SampleState = {
    wish: {
      ...emptyWish(context, given),
      purpose: 'sample',
      order: 'shuffled',
      design,
      ...(given.blind === undefined ? { blind: USUALLY_HIDDEN } : {}),
    },
    given: givenParts(given),
  };
  const state = given.confirmed === true ? named(store, start) : await ask(context, store, start, given);
  if (state === undefined) return undefined;
  return makeQueue(context, { wish: state.wish }, given.open);
}

async function ask(
  context: QueueContext,
  store: AuditStore,
  start: SampleState,
  given: { readonly strata?: unknown; readonly allocation?: unknown; readonly n?: unknown },
): Promise<SampleState | undefined> {
  const asking: Asking = { ui: context.ui, store, title: 'New Audit Sample', steps: 4 };
  const further: Asking = { ...asking, steps: 10 };
  const isDesigned = given.strata !== undefined || given.allocation !== undefined;
  const propose = (state: SampleState): string => proposedName(store, state);
  return runSteps<SampleState>(start, [
    askRuns(asking, 1),
    async (state, back) => {
      if (isDesigned) return new Given(state);
      const answer = await askDesign(asking, 2, back, state.wish);
      return answered(state, answer, (design) => ({ design }));
    },
    async (state, back) =>
      given.n === undefined ? askNumber(context, asking, state, back) : new Given(state),
    askUsual(asking, 4, propose),
    askBlindness(further, 5),
    askMasks(further, 6),
    askAnnotators(further, 7),
    askRepeats(further, 8),
    askName(further, 9, propose, () => 'A name for the sample'),
    askSeed(further, 10),
  ]);
}

/** Numbers to choose from, with what width of the interval to expect of each. */
async function askNumber(
  { tasks, ui }: QueueContext,
  asking: Asking,
  state: SampleState,
  back: boolean,
): Promise<StepAnswer<SampleState>> {
  const { wish } = state;
  const { design, scope } = wish;
  if (design === null) return state;
  const previewed = await ui.withProgress('Counting what can be drawn', (signal) =>
    tasks.queuePreview(
      { wish: { scope, criteria: [], design: { ...design, n: 1_000_000 } }, numbers: NUMBERS },
      signal,
    ),
  );
  const most = previewed.items;
  const answer = await ui.pickOne(
    placeOf(asking, 3, back),
    `How many of ${groupedNumber(previewed.transcripts)}${design.allocation === 'all-flagged' ? ', besides all flagged' : ''}? Settle it now: stopping when it looks good enough spoils the interval. Any number can be typed.`,
    numberItems(previewed),
    { typed: (text) => typedNumber(text, most) },
  );
  return answered({ ...state, previewed }, answer, (n) => ({ design: { ...design, n } }));
}

function numberItems({ planned, transcripts }: PreviewedQueue): readonly StepItem<number>[] {
  const expected = planned
    .filter(({ n }) => n !== null && n > 0)
    .toSorted((a, b) => (a.n ?? 0) - (b.n ?? 0))
    .map(({ n, halfWidth, words, labels }) => ({
      label: groupedNumber(n ?? 0),
      description: `about ±${(halfWidth * 100).toFixed(1)} points${labels === null || labels === n ? '' : ` · ${groupedNumber(labels)} labels in all`}`,
      detail: words,
      value: n ?? 0,
    }));
  if (expected.length > 0) return expected;
  return NUMBERS.filter((n) => n < transcripts).map((n) => ({ label: groupedNumber(n), value: n }));
}

function typedNumber(text: string, most: number): StepItem<number> | undefined {
  const n = Number(text.replaceAll(',', ''));
  if (!Number.isSafeInteger(n) || n < 1) return undefined;
  return { label: groupedNumber(n), description: n > most ? `all ${groupedNumber(most)}` : '', value: n };
}

function named(store: AuditStore, state: SampleState): SampleState {
  if (state.wish.name !== '') return state;
  return { ...state, wish: { ...state.wish, name: proposedName(store, state) } };
}

/** `audit of insecure-32b`, or `audit of 100` without the run where its name may tell what is hidden. */
function proposedName(store: AuditStore, { wish }: SampleState): string {
  const number = wish.design === null ? '' : groupedNumber(wish.design.n);
  if (hidesNames(wish.blind)) return `audit of ${number}`;
  const names = wish.scope.runIds.flatMap((runId) => store.run(runId)?.name ?? []);
  return names.length === 1 ? `audit of ${names[0] ?? ''}` : `audit of ${number}`;
}
