/** Which branch of the transcript is read, with the turns of each that was looked at. */
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { BranchView } from '../../../src/protocol/transcriptParts.ts';
import type { PageState } from '../page/pageState.ts';
import { messageOf } from '../page/problems.ts';
import type { TranscriptHost } from '../page/transcriptHost.ts';
import { TurnStore } from '../reading/turnStore.ts';
import { MAIN, sameBranch } from './branchGroups.ts';

type Folds = PageState['reading']['folds'];

interface Left {
  readonly turns: TurnStore;
  readonly folds: Folds;
}

export class BranchReading {
  readonly #host: TranscriptHost;
  #view: TranscriptView | null = null;
  /** What was looked at before, so that going back shows it at once. */
  #left = new Map<number, Left>();
  /** What the reader last chose: the next transcript is opened there as well, where it has it. */
  #wish: { readonly view: string; readonly name: string } | null = null;

  constructor(host: TranscriptHost) {
    this.#host = host;
  }

  /** The branch that a transcript opens in. */
  first(view: TranscriptView): number {
    return sameBranch(view.branches ?? [], this.#wish);
  }

  /** Begins with another transcript, or the same one anew. */
  open(view: TranscriptView, branch: number): TurnStore {
    this.#view = view;
    this.#left = new Map();
    this.#wishFor(branch);
    return this.#turnsOf(view, branch);
  }

  /** Goes from one branch to another; what was folded in each stays so. */
  change(from: number, now: Left, to: number): Left | null {
    const view = this.#view;
    if (view === null) return null;
    this.#left.set(from, now);
    this.#wishFor(to);
    return this.#left.get(to) ?? { turns: this.#turnsOf(view, to), folds: {} };
  }

  #wishFor(branch: number): void {
    const found = branchOf(this.#view, branch);
    // Main because there is nothing else says nothing about what the reader wants.
    if (found !== null || (this.#view?.branches?.length ?? 0) > 0) this.#wish = found;
  }

  #turnsOf(view: TranscriptView, branch: number): TurnStore {
    const transcriptId = view.id;
    const host = this.#host;
    const where = branch === MAIN ? {} : { branch };
    const count = branch === MAIN ? view.turnCount : (branchOf(view, branch)?.turnCount ?? 0);
    return new TurnStore(
      count,
      branch === MAIN ? view.turns : [],
      {
        turns: (from, most) =>
          branch === MAIN
            ? host.request('turns', { transcriptId, from, count: most })
            : host.request('branchTurns', { transcriptId, branch, from, count: most }),
        partText: (turn, part) => host.request('partText', { transcriptId, turn, part, ...where }),
        partImage: (turn, part) => host.request('partImage', { transcriptId, turn, part, ...where }),
        rawTurn: (turn) => host.request('rawTurn', { transcriptId, turn, ...where }),
      },
      messageOf,
    );
  }
}

/** The branch that is shown; null for the transcript's own turns. */
export function branchOf(view: TranscriptView | null, branch: number): BranchView | null {
  return view?.branches?.find(({ index }) => index === branch) ?? null;
}
