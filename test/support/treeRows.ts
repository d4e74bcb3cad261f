// Reads the rows of a tree view as the workbench has drawn them.
import type { Page } from 'playwright-core';

/** A row of a tree view as it is drawn. Rows outside the visible part of a long tree are not there. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  readonly level: number;
  /** Undefined for a leaf. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  readonly focused: boolean;
}

/** The tree of a view, by the view's name. */
export function treeSelector(view: string): string {
  return `.monaco-list[role="tree"][aria-label="${view}"]`;
}

/** The drawn rows of a visible tree, from the top. */
export async function readTreeRows(page: Page, view: string): Promise<TreeRow[]> {
  const selector = JSON.stringify(treeSelector(view));
  const rows = await page.evaluate<(TreeRow & { index: number })[]>(
    `(${READ_ROWS})(document.querySelector(${selector}))`,
  );
  return rows.sort((a, b) => a.index - b.index).map(({ index: _, ...row }) => row);
}

// Runs in the browser. Written as text because the tests' types know nothing of a document.
const READ_ROWS = `(tree) => [...tree.querySelectorAll('.monaco-list-row')].map((row) => ({
  index: Number(row.getAttribute('data-index')),
  label: row.querySelector('.label-name')?.textContent ?? '',
  description: row.querySelector('.label-description')?.textContent ?? '',
  ariaLabel: row.getAttribute('aria-label') ?? '',
  level: Number(row.getAttribute('aria-level') ?? 1),
  expanded: row.hasAttribute('aria-expanded') ? row.getAttribute('aria-expanded') === 'true' : undefined,
  selected: row.classList.contains('selected'),
  focused: row.classList.contains('focused'),
}))`;
