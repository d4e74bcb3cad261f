/** What the queue commands ask and tell; `vscodeQueueUi.ts` is the one in use. */
import type { StepAnswer, StepItem, StepPlace } from '../evals/steps.ts';

export interface QueueUi {
  pickOne<T>(
    place: StepPlace,
    placeholder: string,
    items: readonly StepItem<T>[],
    more?: { readonly typed?: (text: string) => StepItem<T> | undefined },
  ): Promise<StepAnswer<T>>;
  /** At least one, unless none will do as well. */
  pickMany<T>(
    place: StepPlace,
    placeholder: string,
    items: readonly StepItem<T>[],
    more?: { readonly none?: boolean },
  ): Promise<StepAnswer<readonly T[]>>;
  askText(
    place: StepPlace,
    prompt: string,
    value: string,
    problem: (text: string) => string | undefined,
  ): Promise<StepAnswer<string>>;
  /** Asks in a modal dialog. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
  /** Says that something is done; the chosen action, undefined when dismissed. Commands don't wait for it. */
  tell(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  /** Shows what is being done until it is; it can be cancelled. */
  withProgress<T>(title: string, task: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Shows Markdown on a page of its own. */
  showPage(name: string, markdown: string): Promise<void>;
}
