/** What the tree's commands ask and tell the user; `vscodeTreeUi.ts` is the one in use. */

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly picked?: boolean;
  readonly value: T;
}

export interface TreeUi {
  /** One of the choices; undefined when dismissed. */
  pick<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined>;
  /** Any of the choices; undefined when dismissed. */
  pickMany<T>(title: string, choices: readonly Choice<T>[]): Promise<readonly T[] | undefined>;
  /** A line of text; undefined when dismissed. `problem` says why a text won't do, and is empty when it will. */
  ask(
    title: string,
    options: {
      readonly value?: string;
      readonly prompt?: string;
      readonly problem?: (text: string) => string;
    },
  ): Promise<string | undefined>;
  /** Asks in a modal dialog. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
  /** Says that something is done; the chosen action, undefined when dismissed. Commands don't wait for it. */
  tell(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  withProgress<T>(title: string, task: () => Promise<T>): Promise<T>;
  copy(text: string): Promise<void>;
  /** Opens a file with the cursor on a line, counted from 1. */
  openAt(path: string, line: number): Promise<void>;
}
