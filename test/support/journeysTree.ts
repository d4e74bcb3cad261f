// Walks through our trees with the keyboard.
import type { TreeRow } from './treeRows.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';
import { settles, waitUntil } from './waitUntil.ts';

/** Our trees by the names of their views. */
export type TreeName = 'Runs' | 'Probes' | 'Queues' | 'Findings';

/** Puts the keyboard into the tree of runs once it has rows. */
export function focusRuns(window: WorkbenchWindow): Promise<void> {
  return focusView(window, 'Runs');
}

/** Puts the keyboard into one of our trees once it has rows. */
export async function focusView(window: WorkbenchWindow, view: TreeName): Promise<void> {
  await waitUntil(`the tree of ${view} has the keyboard`, 30_000, async () => {
    // While the view is new it shows its welcome, and what had the focus there is gone once rows come.
    await window.runCommand(`Transcript Auditor: Focus on ${view} View`);
    await window.page.keyboard.press('Home');
    return settles(async () => (await focusedRow(window, view)) !== undefined);
  });
}

/** The row that the keyboard is on. */
export async function focusedRow(
  window: WorkbenchWindow,
  view: TreeName = 'Runs',
): Promise<TreeRow | undefined> {
  return (await window.treeRows(view)).find(({ focused }) => focused);
}

/** Goes down to the first row whose label matches, and returns it. */
export async function walkTo(
  window: WorkbenchWindow,
  label: RegExp,
  view: TreeName = 'Runs',
): Promise<TreeRow> {
  let last = '';
  for (let step = 0; step < 200; step++) {
    const row = await focusedRow(window, view);
    if (row !== undefined && label.test(row.label)) return row;
    if (row !== undefined && `${row.level} ${row.label}` === last)
      throw new Error(`The tree ends with ${row.label}.`);
    last = row === undefined ? last : `${row.level} ${row.label}`;
    await window.page.keyboard.press('ArrowDown');
    await settles(async () => {
      const now = await focusedRow(window, view);
      return now !== undefined && `${now.level} ${now.label}` !== last;
    });
  }
  throw new Error(`No row matches ${label}.`);
}

/** Goes to a row, opens it, and waits until what is in it shows. */
export async function unfold(window: WorkbenchWindow, label: RegExp, view: TreeName = 'Runs'): Promise<void> {
  const row = await walkTo(window, label, view);
  await waitUntil(`${row.label} shows what is in it`, 20_000, async () => {
    // A key is lost when the tree is being drawn again at that moment.
    if ((await focusedRow(window, view))?.expanded === false) await window.page.keyboard.press('ArrowRight');
    return settles(async () => {
      const rows = await window.treeRows(view);
      const at = rows.findIndex((other) => other.label === row.label && other.level === row.level);
      return (rows[at + 1]?.level ?? 0) > row.level;
    }, 2_000);
  });
}

/** Chooses from the context menu that a right click on an element opens. */
export async function chooseFromMenu(
  window: WorkbenchWindow,
  target: { click(options: { button: 'right' }): Promise<void> },
  item: string,
): Promise<void> {
  await target.click({ button: 'right' });
  const menu = window.page.locator('.monaco-menu').first();
  const entry = menu.getByRole('menuitem', { name: item, exact: true });
  await entry.waitFor();
  // A click right after the menu opened counts as the end of the one that opened it.
  await waitUntil(`the menu takes the click on ${item}`, 10_000, async () => {
    await entry.click({ timeout: 500 }).catch(() => undefined);
    return settles(() => menu.isHidden());
  });
}
