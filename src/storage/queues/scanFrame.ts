import { JUDGE_VERDICTS, type JudgeVerdict } from '../../core/verdictRule.ts';
import type { QueueScope, StratumBy } from '../../core/queue.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { KeyTable } from './keyTable.ts';
import { scannedPages, type ScopedRun } from './scannedPages.ts';
import { strataOf } from './strata.ts';

/** Lets other work in when it is time to; throws AuditError `cancelled` when it is no longer wanted. */
export type Breathe = () => Promise<void>;

/** All transcripts that can be drawn, each key once; columns by the key's number in `keys`. */
export interface Frame {
  readonly keys: KeyTable;
  /** Names of strata, by number. */
  readonly names: readonly string[];
  /** Number of its stratum. */
  readonly stratum: readonly number[];
  /** Index into JUDGE_VERDICTS. */
  readonly judge: readonly number[];
}

export interface FrameStratum {
  readonly name: string;
  readonly size: number;
  readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
}

/**
 * Reads what can be drawn, with its strata. A text that several runs hold counts once, as it is in the first of them.
 *
 * @param keepStratum the stratum to use for a key, given the one that it would be in now
 */
export async function scanFrame(
  db: SqliteConnection,
  runs: readonly ScopedRun[],
  scope: QueueScope,
  by: StratumBy,
  breathe: Breathe,
  keepStratum: (hash: Uint8Array, ordinal: number, now: string) => string = (_hash, _ordinal, now) => now,
): Promise<Frame> {
  const keys = new KeyTable();
  const names: string[] = [];
  const numberOf = new Map<string, number>();
  const stratum: number[] = [];
  const judge: number[] = [];
  const strata = strataOf(db, by);
  for (const page of scannedPages(db, runs, scope)) {
    const named = strata(page);
    for (const [place, transcript] of page.transcripts.entries()) {
      const before = keys.size;
      if (keys.add(transcript.hash, transcript.ordinal) !== before) continue;
      const name = keepStratum(transcript.hash, transcript.ordinal, named[place] ?? '');
      let number = numberOf.get(name);
      if (number === undefined) {
        number = names.push(name) - 1;
        numberOf.set(name, number);
      }
      stratum.push(number);
      judge.push(JUDGE_VERDICTS.indexOf(transcript.judge));
    }
    await breathe();
  }
  return { keys, names, stratum, judge };
}

/** The strata of a frame by name, with the judge's verdicts over each. */
export function frameStrata({ names, stratum, judge }: Frame): readonly FrameStratum[] {
  const counts = names.map(() => new Array<number>(JUDGE_VERDICTS.length).fill(0));
  for (const [i, number] of stratum.entries()) {
    const ofStratum = counts[number];
    const verdict = judge[i] ?? 0;
    if (ofStratum !== undefined) ofStratum[verdict] = (ofStratum[verdict] ?? 0) + 1;
  }
  return names
    .map((name, number) => {
      const ofStratum = counts[number] ?? [];
      const judged = Object.fromEntries(
        JUDGE_VERDICTS.flatMap((verdict, v) => ((ofStratum[v] ?? 0) > 0 ? [[verdict, ofStratum[v]]] : [])),
      ) as FrameStratum['judged'];
      return { name, size: ofStratum.reduce((sum, n) => sum + n, 0), judged };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
