/** The queue commands over a real database, with a script in place of the user. */
import type { TestContext } from 'node:test';
import type { QueueWish } from '../../../src/core/queue.ts';
import { BACK, type StepAnswer, type StepItem } from '../../../src/host/evals/steps.ts';
import { queueCommands } from '../../../src/host/queues/queueCommands.ts';
import type { QueueContext } from '../../../src/host/queues/queueContext.ts';
import type { OpenQueue } from '../../../src/host/queues/queueDesk.ts';
import type { QueueUi } from '../../../src/host/queues/queueUi.ts';
import { assignQueue } from '../../../src/worker/tasks/assignQueue.ts';
import { drawQueue } from '../../../src/worker/tasks/drawQueue.ts';
import { extendQueue } from '../../../src/worker/tasks/extendQueue.ts';
import { labelPlan } from '../../../src/worker/tasks/labelPlan.ts';
import { queuePreview } from '../../../src/worker/tasks/queuePreview.ts';
import { queueSummary } from '../../../src/worker/tasks/queueSummary.ts';
import { queueDesk, type QueueTestDesk } from './queueDesk.ts';

/** Picks labels, types a text (`picked` takes what is proposed), goes back, or (undefined) dismisses. */
export type Answer = string | readonly string[] | boolean | typeof BACK | undefined;

export interface ScriptedQueues extends QueueTestDesk {
  /** What the user will answer, in order. */
  answers: Answer[];
  /** Everything that was asked and told. */
  readonly said: string[];
  readonly pages: string[];
  readonly wishes: QueueWish[];
  opened: OpenQueue | undefined;
  annotator: string;
  selected: number | undefined;
  readonly run: (name: string, argument?: unknown) => Promise<unknown>;
}

export async function scriptedQueues(t: TestContext): Promise<ScriptedQueues> {
  const desk = await queueDesk(t);
  const { store, context: worker } = desk;
  const scripted: ScriptedQueues = {
    ...desk,
    answers: [],
    said: [],
    pages: [],
    wishes: [],
    opened: undefined,
    annotator: 'kim',
    selected: undefined,
    run: async (name, argument) => {
      const command = queueCommands(() => context).find(({ id }) => id === `transcriptAuditor.${name}`);
      if (command === undefined) throw new Error(`no command ${name}`);
      return await command.run(undefined, argument);
    },
  };
  const context: QueueContext = {
    ui: scriptedUi(scripted),
    desk: {
      get open() {
        return scripted.opened;
      },
      onDidChange: () => ({ dispose: () => undefined }),
      openQueue: (queueId, place) => {
        const queue = store.queue(queueId);
        if (queue !== undefined) scripted.opened = { queue, annotator: scripted.annotator };
        scripted.said.push(`opened ${queue?.name ?? ''}${place === undefined ? '' : ` at ${place}`}`);
        return Promise.resolve();
      },
      pause: () => {
        scripted.opened = undefined;
        return Promise.resolve();
      },
    },
    tasks: {
      drawQueue: (params) => {
        scripted.wishes.push(params.wish);
        return drawQueue(params, worker);
      },
      extendQueue: (params) => extendQueue(params, worker),
      assignQueue: (params) => assignQueue(params, worker),
      queuePreview: (params) => queuePreview(params, worker),
      labelPlan: (params) => labelPlan(params, worker),
      queueSummary: (params) => queueSummary(params, worker),
    },
    open: () => Promise.resolve(store),
    write: (operation) => Promise.resolve(operation(store)),
    annotator: () => Promise.resolve(scripted.annotator),
    changed: () => undefined,
    runsMeant: () => undefined,
    selected: () => scripted.selected,
    reveal: () => Promise.resolve(),
    seed: () => 'a new seed',
  };
  return scripted;
}

function scriptedUi(scripted: ScriptedQueues): QueueUi {
  const next = (question: string): Answer => {
    scripted.said.push(question);
    if (scripted.answers.length === 0) throw new Error(`nobody answers “${question}”`);
    return scripted.answers.shift();
  };
  const item = <T>(items: readonly StepItem<T>[], label: string): StepItem<T> => {
    const found = items.find((one) => one.label === label);
    if (found === undefined) throw new Error(`no ${label} among ${items.map((one) => one.label).join(', ')}`);
    return found;
  };
  return {
    pickOne: <T>(
      _place: unknown,
      question: string,
      items: readonly StepItem<T>[],
      more?: { readonly typed?: (text: string) => StepItem<T> | undefined },
    ): Promise<StepAnswer<T>> => {
      const answer = next(
        `${question} ${items.map(({ label, description = '' }) => `[${label} ${description}]`).join('')}`,
      );
      if (answer === undefined || answer === BACK) return Promise.resolve(answer);
      const label = String(answer);
      const typed = items.some((one) => one.label === label) ? undefined : more?.typed?.(label);
      return Promise.resolve((typed ?? item(items, label)).value);
    },
    pickMany: <T>(
      _place: unknown,
      question: string,
      items: readonly StepItem<T>[],
    ): Promise<StepAnswer<readonly T[]>> => {
      const answer = next(question);
      if (answer === undefined || answer === BACK) return Promise.resolve(answer);
      if (answer === 'picked')
        return Promise.resolve(items.filter(({ picked }) => picked === true).map(({ value }) => value));
      const labels = Array.isArray(answer) ? (answer as readonly string[]) : [String(answer)];
      return Promise.resolve(labels.map((label) => item(items, label).value));
    },
    askText: (_place, question, value, problem) => {
      const answer = next(`${question} (${value})`);
      if (answer === undefined || answer === BACK) return Promise.resolve(answer);
      const text = answer === 'picked' ? value : String(answer);
      const refusal = problem(text);
      if (refusal !== undefined) throw new Error(`the box refuses ${text}: ${refusal}`);
      return Promise.resolve(text.trim());
    },
    confirm: (message) => Promise.resolve(next(message) === true),
    tell: (message) => {
      scripted.said.push(message);
      return Promise.resolve(undefined);
    },
    withProgress: (_title, task) => task(new AbortController().signal),
    showPage: (_name, markdown) => {
      scripted.pages.push(markdown);
      return Promise.resolve();
    },
  };
}
