import { quoteAnchor, type QuoteAnchor, type QuotePlace } from '../../core/anchorQuote.ts';
import type { BranchStore } from '../../core/branchStore.ts';
import { AuditError } from '../../core/errors.ts';
import type { Turn } from '../../core/transcript.ts';
import { createBranchQueries } from '../../storage/queries/branchQueries.ts';
import type { TaskContext } from '../task.ts';

export interface QuotePlacesParams {
  readonly transcriptId: number;
  /** Passages by judgment. */
  readonly quotes: readonly (readonly string[])[];
}

export interface FoundQuote {
  readonly places: readonly QuotePlace[];
  /** The branch that they are in; absent: the transcript's own turns. */
  readonly branch?: number;
}

const TURNS_AT_ONCE = 500;
const OWN_TURNS = 0;

/**
 * Where passages stand in a transcript's own turns, and those that aren't there in its branches; for what the host can't
 * look through in time.
 */
export async function quotePlaces(
  { transcriptId, quotes }: QuotePlacesParams,
  context: TaskContext,
): Promise<readonly (readonly FoundQuote[])[]> {
  const store = createBranchQueries(await context.database());
  // The judge's own view has what it wrote, every quote of its own included.
  const others = store.branches(transcriptId).filter(({ view }) => view !== 'judge');
  const branches = [OWN_TURNS, ...others.map(({ index }) => index)];
  const anchors = new Map<number, QuoteAnchor>();
  const anchorOf = (branch: number): QuoteAnchor => {
    const anchor = anchors.get(branch) ?? quoteAnchor(allTurns(store, transcriptId, branch));
    anchors.set(branch, anchor);
    return anchor;
  };
  const found: FoundQuote[][] = [];
  for (const passages of quotes) {
    const ofJudgment: FoundQuote[] = [];
    for (const quote of passages) {
      let result: FoundQuote = { places: [] };
      for (const branch of branches) {
        // Others have their turn in between.
        await new Promise((resolve) => setImmediate(resolve));
        if (context.signal.aborted) throw new AuditError('cancelled', 'No longer looked for.');
        const places = anchorOf(branch)(quote);
        if (places.length === 0) continue;
        result = branch === OWN_TURNS ? { places } : { places, branch };
        break;
      }
      ofJudgment.push(result);
    }
    found.push(ofJudgment);
  }
  return found;
}

function allTurns(store: BranchStore, transcriptId: number, branch: number): readonly Turn[] {
  const turns: Turn[] = [];
  for (;;) {
    const some = store.branchTurns(transcriptId, branch, turns.length, TURNS_AT_ONCE);
    turns.push(...some);
    if (some.length < TURNS_AT_ONCE) return turns;
  }
}
