import type { HumanVerdict } from '../core/effectiveLabel.ts';
import type { JudgeVerdict } from '../core/verdictRule.ts';
import type { AuditDatabase } from './auditDatabase.ts';

export interface LeafRangesQuery {
  readonly armId: number;
  readonly probeId: number;
  /** Any of these with any of the human verdicts; absent means all. */
  readonly judgeVerdicts?: readonly JudgeVerdict[];
  readonly humanVerdicts?: readonly HumanVerdict[];
  /** How many transcripts a range holds. */
  readonly size: number;
}

/** Lists of verdicts as JSON; null for all. */
interface Wanted {
  readonly armId: number;
  readonly probeId: number;
  readonly judge: string | null;
  readonly human: string | null;
}

/** First and last `leafSeq` of each `size` transcripts of a leaf, ascending; reads one index from end to end. */
export function leafRanges(
  { db }: AuditDatabase,
  query: LeafRangesQuery,
): { from: number; to: number; n: number }[] {
  const { armId, probeId, judgeVerdicts, humanVerdicts, size } = query;
  const wanted = (list: readonly string[] | undefined) => (list === undefined ? null : JSON.stringify(list));
  const places = db
    .prepare<[Wanted], number>(
      `SELECT leaf_seq FROM transcript WHERE arm_id = @armId AND probe_id = @probeId
         AND (@judge IS NULL OR judge_verdict IN (SELECT value FROM json_each(@judge)))
         AND (@human IS NULL OR human_verdict IN (SELECT value FROM json_each(@human)))`,
    )
    .pluck()
    .all({ armId, probeId, judge: wanted(judgeVerdicts), human: wanted(humanVerdicts) });
  const sorted = Float64Array.from(places).sort();
  const ranges: { from: number; to: number; n: number }[] = [];
  for (let start = 0; start < sorted.length; start += size) {
    const n = Math.min(size, sorted.length - start);
    ranges.push({ from: sorted[start] ?? 0, to: sorted[start + n - 1] ?? 0, n });
  }
  return ranges;
}
