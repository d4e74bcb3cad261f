/** Nothing but key presses: commands, quick picks, input boxes and file dialogs as somebody without a mouse goes through them. */
import { basename, dirname } from 'node:path';
import { asked } from './journeysQueues.ts';
import { settles, waitUntil } from './waitUntil.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

const FOCUSED = '.monaco-list-row.focused .quick-input-list-label .label-name';

const LETTERS = 14;

/** Presses keys in a window, and counts them. */
export class PressedKeys {
  readonly window: WorkbenchWindow;
  /** Key presses so far; each letter of a text is one. */
  count = 0;

  constructor(window: WorkbenchWindow) {
    this.window = window;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.count += 1;
      await this.window.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.count += text.length;
    await this.window.page.keyboard.type(text);
  }

  /** Runs a command by the first letters of its title, as nobody types all of them. */
  async command(title: string): Promise<void> {
    const typed = (title.split(': ').at(-1) ?? title).slice(0, LETTERS);
    await waitUntil(`the palette offers “${title}”`, 30_000, async () => {
      await this.press('F1');
      if (!(await settles(() => this.window.quickInput().isVisible()))) return false;
      // A palette that opened before the extension host told of its commands never learns of them.
      await this.type(typed);
      if (await settles(async () => (await this.rows()).includes(title), 3_000)) {
        // Commands that were used lately, and those whose titles begin alike, may stand before it.
        for (let step = 0; step < 10 && (await this.focused()) !== title; step++)
          await this.press('ArrowDown');
        if ((await this.focused()) === title) return true;
      }
      await this.press('Escape');
      return false;
    });
    await this.press('Enter');
  }

  /** Goes down to a row of the list that asks this, and takes it. */
  async choose(question: RegExp, label: string): Promise<void> {
    await asked(this.window, question);
    await waitUntil(`“${label}” is chosen`, 20_000, async () => {
      const at = await this.focused();
      if (at === label) return true;
      await this.press('ArrowDown');
      await settles(async () => (await this.focused()) !== at, 500);
      return false;
    });
    await this.press('Enter');
  }

  /** Goes down to rows of a list of which several may be chosen, and ticks each (or takes its tick away). */
  async tick(question: RegExp, labels: readonly string[]): Promise<void> {
    await asked(this.window, question);
    for (const label of labels) {
      await waitUntil(`“${label}” is reached`, 20_000, async () => {
        const at = await this.focused();
        // The list takes no blank before an arrow led into it from the field.
        await this.press('ArrowDown');
        await settles(async () => (await this.focused()) !== at, 500);
        return (await this.focused()) === label;
      });
      await this.press('Space');
    }
  }

  /** Types an answer to what is asked; without one it takes what is proposed. */
  async answer(question: RegExp, text?: string): Promise<void> {
    await asked(this.window, question);
    if (text !== undefined) {
      await this.press('Control+a');
      await this.type(text);
      await settles(async () => (await this.input().inputValue()) === text);
    }
    await this.press('Enter');
  }

  /** Types the path into VS Code's own dialog with this title. */
  async file(title: RegExp, path: string, { isNew = false } = {}): Promise<void> {
    const heading = this.window.quickInput().locator('.quick-input-title').filter({ hasText: title });
    await heading.waitFor();
    await waitUntil('the dialog has read its first folder', 20_000, async () =>
      /[/]/.test(await this.input().inputValue()),
    );
    const row = this.window
      .quickInput()
      .locator('.monaco-list-row .label-name')
      .getByText(basename(path), { exact: true });
    await waitUntil('the dialog has the path', 60_000, async () => {
      // The dialog completes what is typed while it is typed, and loses letters over it: it is pasted, folder first.
      await this.paste(`${dirname(path)}/`);
      if (!isNew) await settles(() => row.first().isVisible(), 4_000);
      await this.paste(path);
      return settles(
        async () =>
          (await this.input().inputValue()) === path && (isNew || (await this.focused()) === basename(path)),
        4_000,
      );
    });
    await waitUntil('the dialog takes the path', 60_000, async () => {
      // While it looks the path up it takes no key.
      await this.press('Enter');
      return settles(async () => !(await heading.isVisible()), 4_000);
    });
  }

  /** In place of what stands in the field. */
  private async paste(text: string): Promise<void> {
    await this.press('Control+a');
    this.count += 1;
    await this.window.page.keyboard.insertText(text);
  }

  private rows(): Promise<string[]> {
    return this.window.quickInput().locator('.monaco-list-row .label-name').allInnerTexts();
  }

  private input() {
    return this.window.quickInput().locator('input.input');
  }

  /** The label of the row that Enter would take; empty while there is none, or it is being drawn anew. */
  private async focused(): Promise<string> {
    const [label = ''] = await this.window.quickInput().locator(FOCUSED).allInnerTexts();
    return label.trim();
  }
}
