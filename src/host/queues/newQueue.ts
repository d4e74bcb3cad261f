/** Asks what a queue is chosen by, step by step, or takes it from arguments; then makes it. */
import { AuditError } from '../../core/errors.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { QueueCriterion } from '../../core/queue.ts';
import type { DrawnQueue } from '../../worker/tasks/drawQueue.ts';
import type { PreviewedQueue } from '../../worker/tasks/queuePreview.ts';
import { BACK, Given, runSteps, type StepAnswer } from '../evals/steps.ts';
import { askCriteria, criteriaName } from './askCriteria.ts';
import { emptyWish, givenParts, makeQueue } from './makeQueue.ts';
import { listArguments, readArguments, type ListArguments } from './queueArguments.ts';
import type { QueueContext } from './queueContext.ts';
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

interface ListState extends WishState {
  readonly previewed?: PreviewedQueue;
}

export async function newQueue(
  context: QueueContext,
  argument: unknown,
  selected?: unknown,
): Promise<DrawnQueue | undefined> {
  const runIds = context.runsMeant(argument, selected);
  const given: ListArguments =
    runIds === undefined ? readArguments(listArguments, argument) : { runIds: [...runIds] };
  const store = await context.open();
  if (store === undefined)
    throw new AuditError('not-found', 'There are no transcripts to choose from.', 'Import results first.');
  const { criteria = [], order = 'shuffled' } = given;
  const start: ListState = {
    wish: { ...emptyWish(context, given), criteria, order },
    given: new Set([
      ...givenParts(given),
      ...(given.criteria === undefined ? [] : ['criteria' as const]),
      ...(given.order === undefined ? [] : ['order' as const]),
    ]),
  };
  const state = given.confirmed === true ? named(start) : await ask(context, store, start);
  if (state === undefined) return undefined;
  return makeQueue(context, { wish: state.wish }, given.open);
}

function named(state: ListState): ListState {
  if (state.wish.name !== '') return state;
  return { ...state, wish: { ...state.wish, name: criteriaName(state.wish.criteria) } };
}

async function ask(
  context: QueueContext,
  store: AuditStore,
  start: ListState,
): Promise<ListState | undefined> {
  const asking: Asking = { ui: context.ui, store, title: 'New Queue', steps: 9 };
  return runSteps<ListState>(start, [
    askRuns(asking, 1),
    (state, back) => askWhich(context, asking, state, back),
    async (state, back) => {
      if (state.given.has('order')) return new Given(state);
      const answer = await asking.ui.pickOne(placeOf(asking, 3, back), 'In which order?', [
        {
          label: 'Shuffled',
          description: 'usual',
          detail: 'So that no stretch of like transcripts sways you',
          value: 'shuffled' as const,
        },
        { label: 'As in the Runs view', value: 'fixed' as const },
      ]);
      return answered(state, answer, (order) => ({ order }));
    },
    askBlindness(asking, 4),
    askMasks(asking, 5),
    askAnnotators(asking, 6),
    askRepeats(asking, 7),
    askName(asking, 8, ({ wish }) => criteriaName(wish.criteria), countWords),
    askSeed(asking, 9),
  ]);
}

/** Asks for criteria until some transcript is like that. */
async function askWhich(
  context: QueueContext,
  asking: Asking,
  state: ListState,
  back: boolean,
): Promise<StepAnswer<ListState | Given<ListState>>> {
  let criteria: readonly QueueCriterion[] = state.wish.criteria;
  for (let problem = ''; ; problem = 'No transcript is like that; choose others. ') {
    if (!state.given.has('criteria')) {
      const answer = await askCriteria(asking, context, placeOf(asking, 2, back), problem, state.wish);
      if (answer === undefined || answer === BACK) return answer;
      criteria = answer;
    }
    const { scope } = state.wish;
    const previewed = await context.ui.withProgress('Counting', (signal) =>
      context.tasks.queuePreview({ wish: { scope, criteria, design: null } }, signal),
    );
    const next = { ...state, previewed, wish: { ...state.wish, criteria } };
    if (previewed.transcripts > 0) return state.given.has('criteria') ? new Given(next) : next;
    if (state.given.has('criteria')) throw new AuditError('not-found', 'No transcript is like that.');
  }
}

function countWords({ previewed }: ListState): string {
  const n = previewed?.transcripts ?? 0;
  return `A name for ${n === 1 ? 'the one transcript' : `these ${groupedNumber(n)} transcripts`}`;
}
