/** The branches of a transcript as the strip shows them. Pure. */
import type { BranchView } from '../../../src/protocol/transcriptParts.ts';

/** The transcript's own turns. */
export const MAIN = 0;

export interface BranchItem {
  readonly index: number;
  readonly words: string;
}

export interface BranchGroup {
  /** `auditor’s view`; empty for the transcript's own turns. */
  readonly title: string;
  readonly items: readonly BranchItem[];
}

/** Main first, then the branches by who sees them, in the order they came. */
export function branchGroups(branches: readonly BranchView[]): readonly BranchGroup[] {
  const groups = new Map<string, BranchItem[]>();
  for (const branch of branches) {
    const items = groups.get(branch.view) ?? [];
    items.push({ index: branch.index, words: branchWords(branch) });
    groups.set(branch.view, items);
  }
  return [
    { title: '', items: [{ index: MAIN, words: 'main' }] },
    ...[...groups].map(([view, items]) => ({ title: viewWords(view), items })),
  ];
}

/** `branch 2 at turn 9`. */
export function branchWords({ index, name, shared }: BranchView): string {
  const called = name.trim() === '' ? `branch ${index}` : name;
  return shared === 0 ? called : `${called} at turn ${shared + 1}`;
}

/** `auditor’s view`. */
export function viewWords(view: string): string {
  if (view.trim() === '') return 'other branches';
  return /\s/.test(view) ? view : `${view}’s view`;
}

/** What the turns before the fork are shared with; empty when none are. */
export function sharedWords(branch: BranchView, branches: readonly BranchView[]): string {
  if (branch.shared === 0 || branch.parent === undefined) return '';
  const parent = branches.find(({ index }) => index === branch.parent);
  return `shared with ${parent === undefined ? 'main' : parent.name} up to here`;
}

/** The branch after or before this one as the strip orders them, around the ends. */
export function stepBranch(branches: readonly BranchView[], from: number, step: 1 | -1): number {
  const order = branchGroups(branches).flatMap(({ items }) => items.map(({ index }) => index));
  const at = Math.max(0, order.indexOf(from));
  return order[(at + step + order.length) % order.length] ?? MAIN;
}

/** The branch of another transcript that shows the same: same view and name, else same view, else main. */
export function sameBranch(
  branches: readonly BranchView[],
  wish: { readonly view: string; readonly name: string } | null,
): number {
  if (wish === null) return MAIN;
  const ofView = branches.filter(({ view }) => view === wish.view);
  return (ofView.find(({ name }) => name === wish.name) ?? ofView[0])?.index ?? MAIN;
}
