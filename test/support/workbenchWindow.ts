// One window of the workbench: what a reader does in it with keyboard and mouse, and what they see.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { axeViolations } from './axe.ts';
import type { AxeViolation } from './axe.ts';
import { watchPage } from './pageWatch.ts';
import type { PageWatch } from './pageWatch.ts';
import { THEMES } from './themes.ts';
import type { ThemeName } from './themes.ts';
import { readTreeRows, treeSelector } from './treeRows.ts';
import type { TreeRow } from './treeRows.ts';
import { waitUntil } from './waitUntil.ts';

/** What all windows of a workbench share of their looks. */
export interface WindowLook {
  readonly theme: ThemeName;
  /** Takes the setting of the theme away and gives it again, when all settings are in force. */
  changeThemeBackAndForth(): Promise<void>;
}

/** What a window is opened with. */
export interface WindowParts {
  readonly origin: string;
  readonly url: string;
  /** Names the theme that it should come to. */
  readonly look: WindowLook;
  /** The extension host that calls by code would go to now. */
  youngestHost(): string | undefined;
}

const QUICK_INPUT = '.quick-input-widget';

export class WorkbenchWindow {
  readonly page: Page;
  /** Requests that left, policy refusals and console errors since the window opened. */
  readonly watch: PageWatch;

  private readonly parts: WindowParts;

  private constructor(page: Page, watch: PageWatch, parts: WindowParts) {
    this.page = page;
    this.watch = watch;
    this.parts = parts;
  }

  /** Opens a window and waits until VS Code has restored it. */
  static async open(context: BrowserContext, parts: WindowParts): Promise<WorkbenchWindow> {
    const page = await context.newPage();
    const window = new WorkbenchWindow(page, await watchPage(context, page, parts.origin), parts);
    const before = parts.youngestHost();
    await page.goto(parts.url, { waitUntil: 'commit' });
    await window.restored();
    await window.hostSince(before);
    return window;
  }

  /**
   * Reloads the window as its command does, and waits until it is restored and has an extension host of its own. A
   * browser's own reload isn't told to VS Code: what it wrote down last may be five seconds old, and a tab be forgotten.
   */
  async reload(): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('framenavigated', {
        predicate: (frame) => frame === this.page.mainFrame(),
        timeout: 60_000,
      }),
      this.runCommand('Developer: Reload Window', { timeoutMs: 30_000 }),
    ]);
    const before = this.parts.youngestHost();
    await this.restored();
    await this.hostSince(before);
  }

  /** Runs a command from the palette by its full title, category included, with the keyboard. */
  async runCommand(
    title: string,
    { timeoutMs = 15_000 }: { readonly timeoutMs?: number } = {},
  ): Promise<void> {
    // While the extension host starts, the palette may not know the command yet, and an open palette never learns it.
    await waitUntil(`the palette offers "${title}"`, timeoutMs, async () => {
      if (!(await this.quickInput().isVisible())) await this.page.keyboard.press('F1');
      const input = this.quickInput().locator('input.input');
      try {
        // A window that is still starting may take the focus, which closes the palette.
        await input.fill(`>${title}`, { timeout: 1500 });
      } catch {
        return false;
      }
      const found = await this.focusQuickRow(title);
      if (!found) await this.page.keyboard.press('Escape');
      return found;
    });
    await this.page.keyboard.press('Enter');
  }

  /** The open quick input (palette, pick, input box). */
  quickInput(): Locator {
    return this.page.locator(QUICK_INPUT);
  }

  /** Types into the input box that asks now, and accepts. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput().locator('input.input');
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses the row with this label in the pick that is open, with the keyboard. */
  async pick(label: string): Promise<void> {
    await this.quickInput().locator('input.input').waitFor({ state: 'visible' });
    await waitUntil(`the pick offers "${label}"`, 10_000, () => this.focusQuickRow(label));
    await this.page.keyboard.press('Enter');
  }

  /** Labels of the rows a pick shows. */
  async pickRows(): Promise<string[]> {
    return this.quickInput().locator('.monaco-list-row .quick-input-list-label .label-name').allInnerTexts();
  }

  /**
   * Our page inside its nested frames, once it is there: the innermost document that loads `dist/webview/<panel>.js`.
   * Ask again after a reload or when the panel was hidden: VS Code makes a new document then.
   */
  async webview(panel: string, options?: { readonly timeoutMs?: number }): Promise<Frame> {
    return this.frameWith(`script[src*="/webview/${panel}.js"]`, options);
  }

  /** The visible webview document that has an element matching the selector, once it is there. */
  async frameWith(
    selector: string,
    { timeoutMs = 20_000 }: { readonly timeoutMs?: number } = {},
  ): Promise<Frame> {
    return waitUntil(`a webview has ${selector}`, timeoutMs, async () => {
      for (const frame of this.page.frames().reverse()) {
        if (frame.parentFrame() === null || frame.isDetached()) continue;
        try {
          const found = (await frame.locator(selector).count()) > 0;
          if (found && (await (await frame.frameElement()).isVisible())) return frame;
        } catch {
          // The frame went away while we looked at it.
        }
      }
      return undefined;
    });
  }

  /** Presses keys one after the other with focus in the panel's page (its body, unless something there has it). */
  async pressIn(panel: string, ...keys: readonly string[]): Promise<void> {
    const frame = await this.webview(panel);
    // A body takes no focus by itself: the frame's window must, and a window that is being drawn may take it back.
    await waitUntil(`the page of ${panel} has the focus`, 20_000, () =>
      frame.evaluate<boolean>('document.hasFocus() || (window.focus(), document.hasFocus())'),
    );
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Serious and critical axe violations in our own document. */
  async axe(panel: string): Promise<readonly AxeViolation[]> {
    return axeViolations(await this.webview(panel));
  }

  /** The tree of a view, by the view's name. */
  tree(view: string): Locator {
    return this.page.locator(treeSelector(view));
  }

  /** The drawn rows of a tree, from the top. */
  async treeRows(view: string): Promise<TreeRow[]> {
    await this.tree(view).waitFor({ state: 'visible' });
    return readTreeRows(this.page, view);
  }

  /** Waits for a row whose label matches, and returns it for clicking or hovering. */
  async treeRow(view: string, label: string | RegExp): Promise<Locator> {
    const row = this.tree(view)
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
    await row.waitFor({ state: 'visible', timeout: 15_000 });
    return row;
  }

  /**
   * Waits for a notification whose text matches, and returns its text. Looks in the notification centre, which it opens
   * and leaves open: a VS Code under test shows no toasts.
   */
  async notification(
    pattern: RegExp,
    { timeoutMs = 15_000 }: { readonly timeoutMs?: number } = {},
  ): Promise<string> {
    if (!(await this.page.locator('.notifications-center.visible').isVisible())) {
      await this.runCommand('Notifications: Show Notifications');
    }
    const message = this.notificationItem(pattern).locator('.notification-list-item-message');
    await message.waitFor({ state: 'visible', timeout: timeoutMs });
    return message.innerText();
  }

  /** Presses a button of the notification whose text matches. */
  async answerNotification(pattern: RegExp, button: string): Promise<void> {
    await this.notification(pattern);
    await this.notificationItem(pattern).getByRole('button', { name: button, exact: true }).click();
  }

  /** Takes all notifications away, and closes their centre. */
  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notifications-center.visible').waitFor({ state: 'hidden', timeout: 20_000 });
  }

  /** Waits for a modal dialog and returns its text. */
  async dialog(): Promise<string> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor({ state: 'visible', timeout: 15_000 });
    return box.locator('.dialog-message-container').innerText();
  }

  /** Presses a button of the modal dialog. */
  async answerDialog(button: string): Promise<void> {
    await this.dialog();
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
  }

  /** Titles of the open editor tabs. */
  async tabs(): Promise<string[]> {
    return this.page.locator('.tabs-container .tab .label-name').allInnerTexts();
  }

  /** Waits until the window is drawn in a theme. */
  async waitForTheme(theme: ThemeName): Promise<void> {
    await waitUntil(`the window is drawn in ${THEMES[theme].id}`, 20_000, () => this.showsTheme(theme, 1000));
  }

  private showsTheme(theme: ThemeName, timeoutMs: number): Promise<boolean> {
    const drawn = this.page.locator(`.monaco-workbench[class*="${THEMES[theme].fileName}"]`);
    return drawn.waitFor({ timeout: timeoutMs }).then(
      () => true,
      () => false,
    );
  }

  /** Writes a screenshot of the window, making folders as needed. */
  async screenshot(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  }

  private notificationItem(pattern: RegExp): Locator {
    return this.page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: pattern })
      .first();
  }

  /** Moves to the row with exactly this label; false when there is none now. */
  private async focusQuickRow(label: string): Promise<boolean> {
    const rows = this.quickInput().locator('.monaco-list-row');
    const ready = rows.locator('.label-name').getByText(label, { exact: true }).first();
    try {
      await ready.waitFor({ state: 'visible', timeout: 1500 });
    } catch {
      return false;
    }
    for (let step = 0; step < 30; step++) {
      const focused = this.quickInput().locator(
        '.monaco-list-row.focused .quick-input-list-label .label-name',
      );
      if ((await focused.count()) > 0 && (await focused.first().innerText()) === label) return true;
      await this.page.keyboard.press('ArrowDown');
    }
    return false;
  }

  /** Waits for the window's own extension host: one that lost its window still takes calls, and never ends some. */
  private async hostSince(before: string | undefined): Promise<void> {
    await waitUntil('the extension host of the window is there', 60_000, () => {
      const now = this.parts.youngestHost();
      return now !== undefined && now !== before;
    });
  }

  private async restored(): Promise<void> {
    await this.page.waitForFunction('globalThis.driver !== undefined', undefined, { timeout: 60_000 });
    await this.page.evaluate('driver.whenWorkbenchRestored()');
    // Settings arrive a while after that, and a window that starts slowly may have settled on the default theme before
    // they did: it takes the theme over when the setting changes once more.
    await waitUntil(`the window is drawn in ${THEMES[this.parts.look.theme].id}`, 60_000, async () => {
      if (await this.showsTheme(this.parts.look.theme, 1500)) return true;
      await this.parts.look.changeThemeBackAndForth();
      return false;
    });
  }
}
