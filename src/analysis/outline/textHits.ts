/** Which transcripts hold a text, as the worker found them. */
import { HUMAN_VERDICTS, type HumanVerdict } from '../../core/effectiveLabel.ts';
import type { LeafRow } from '../../core/ports.ts';
import { JUDGE_VERDICTS } from '../../core/verdictRule.ts';
import { admits, type OutlineFilter } from './filter.ts';
import { leafKey } from './leafKey.ts';

/**
 * Search results in columns, one place in each a transcript, sorted by arm, probe and leafSeq. `judge` and `human` are
 * indexes into JUDGE_VERDICTS and HUMAN_VERDICTS; `human` is kept up to date as labels come in.
 */
export interface TextColumns {
  readonly ids: ArrayLike<number>;
  readonly armIds: ArrayLike<number>;
  readonly probeIds: ArrayLike<number>;
  readonly judge: ArrayLike<number>;
  readonly human: ArrayLike<number>;
  /** True when there were more than the search was willing to return. */
  readonly truncated: boolean;
}

/** Some of the hits of one leaf; `unlabelled` has a 1 beside each that nobody has labelled. */
export interface LeafHits {
  readonly ids: Float64Array;
  readonly unlabelled: Uint8Array;
}

export const NO_HITS: LeafHits = { ids: new Float64Array(), unlabelled: new Uint8Array() };

/** Where the hits of one leaf stand in the columns: start inclusive, end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export class TextHits {
  readonly text: string;
  readonly truncated: boolean;
  readonly total: number;
  private readonly ids: Float64Array;
  private readonly judge: ArrayLike<number>;
  private readonly human: Uint8Array;
  private readonly spans = new Map<number, Span>();
  /** Counts by leaf, made when asked for and again after a label. */
  private readonly counted = new Map<number, readonly LeafRow[]>();

  constructor(text: string, columns: TextColumns) {
    this.text = text;
    this.truncated = columns.truncated;
    this.total = columns.ids.length;
    this.ids = columns.ids instanceof Float64Array ? columns.ids : Float64Array.from(columns.ids);
    this.judge = columns.judge;
    // Copied, because it is written to; `new` is ten times faster than `from` on a typed array.
    this.human = new Uint8Array(columns.human);
    for (let start = 0; start < this.total;) {
      const end = endOfLeaf(columns, start);
      this.spans.set(leafKey(columns.armIds[start] ?? 0, columns.probeIds[start] ?? 0), { start, end });
      start = end;
    }
  }

  /** The hits of a leaf, counted by verdict. */
  cells(armId: number, probeId: number): readonly LeafRow[] {
    const key = leafKey(armId, probeId);
    const span = this.spans.get(key);
    if (span === undefined) return [];
    const rows = this.counted.get(key) ?? this.count(armId, probeId, span);
    this.counted.set(key, rows);
    return rows;
  }

  private count(armId: number, probeId: number, span: Span): readonly LeafRow[] {
    const counts = new Int32Array(JUDGE_VERDICTS.length * HUMAN_VERDICTS.length);
    for (let i = span.start; i < span.end; i++) {
      const cell = (this.judge[i] ?? 0) * HUMAN_VERDICTS.length + (this.human[i] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const rows: LeafRow[] = [];
    for (const [cell, n] of counts.entries()) {
      const judgeVerdict = JUDGE_VERDICTS[Math.floor(cell / HUMAN_VERDICTS.length)];
      const humanVerdict = HUMAN_VERDICTS[cell % HUMAN_VERDICTS.length];
      if (n === 0 || judgeVerdict === undefined || humanVerdict === undefined) continue;
      rows.push({ armId, probeId, judgeVerdict, humanVerdict, n });
    }
    return rows;
  }

  /** The leaf's hits that the filter admits, in order of leafSeq. */
  ofLeaf(armId: number, probeId: number, filter: OutlineFilter): LeafHits {
    const span = this.spans.get(leafKey(armId, probeId));
    if (span === undefined) return NO_HITS;
    const admitted = Uint8Array.from(
      JUDGE_VERDICTS.flatMap((judge) => HUMAN_VERDICTS.map((human) => Number(admits(filter, judge, human)))),
    );
    const ids = new Float64Array(span.end - span.start);
    const unlabelled = new Uint8Array(ids.length);
    const none = HUMAN_VERDICTS.indexOf('none');
    let n = 0;
    for (let i = span.start; i < span.end; i++) {
      const human = this.human[i] ?? 0;
      if (admitted[(this.judge[i] ?? 0) * HUMAN_VERDICTS.length + human] !== 1) continue;
      ids[n] = this.ids[i] ?? 0;
      unlabelled[n] = human === none ? 1 : 0;
      n++;
    }
    return { ids: ids.subarray(0, n), unlabelled: unlabelled.subarray(0, n) };
  }

  /** Notes a new human verdict; false when the transcript is not among the hits. */
  relabel(armId: number, probeId: number, id: number, human: HumanVerdict): boolean {
    const span = this.spans.get(leafKey(armId, probeId));
    if (span === undefined) return false;
    const index = this.ids.subarray(span.start, span.end).indexOf(id);
    if (index < 0) return false;
    this.human[span.start + index] = HUMAN_VERDICTS.indexOf(human);
    this.counted.delete(leafKey(armId, probeId));
    return true;
  }
}

/** Where the hits of the leaf end that begin at `start`; found by halving, since a leaf can hold a million. */
function endOfLeaf({ armIds, probeIds }: TextColumns, start: number): number {
  let low = start + 1;
  let high = armIds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (armIds[middle] === armIds[start] && probeIds[middle] === probeIds[start]) low = middle + 1;
    else high = middle;
  }
  return low;
}
