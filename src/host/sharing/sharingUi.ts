/** What the sharing commands ask and tell; `vscodeSharingUi.ts` is the one in use. */
import type { Work } from '../exports/exportContext.ts';

export interface SharingUi {
  /** Files of a colleague, or folders of them; empty when dismissed. */
  askForLabelFiles(): Promise<readonly string[]>;
  /** A folder to share in; undefined when dismissed. */
  askForFolder(options: { readonly proposed: string; readonly words: string }): Promise<string | undefined>;
  /** A question that waits; false when dismissed. */
  confirm(question: string, detail: string, yes: string): Promise<boolean>;
  /** Some of the names; undefined when dismissed. All are chosen to begin with. */
  choosePeople(
    title: string,
    people: readonly { readonly name: string; readonly words: string }[],
  ): Promise<readonly string[] | undefined>;
  withProgress<T>(title: string, task: (work: Work) => Promise<T>): Promise<T>;
  /** Says that something is done; the chosen action, undefined when dismissed. Commands don't wait for it. */
  tell(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  openText(text: string): Promise<void>;
  /** Runs another command of ours where this build has it; undefined where it doesn't. */
  run(command: string, argument: unknown): Promise<{ readonly answer: unknown } | undefined>;
}
