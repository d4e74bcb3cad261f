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

/** Where the hits of one leaf stand in the columns: start inclusive, end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export class TextHits {
  readonly text: string;
  readonly truncated: boolean;
  readonly total: number;
  private readonly ids: ArrayLike<number>;
  private readonly judge: ArrayLike<number>;
  private readonly human: Uint8Array;
  private readonly spans = new Map<number, Span>();
  /** Counts by leaf, made when asked for and again after a label. */
  private readonly counted = new Map<number, readonly LeafRow[]>();

  constructor(text: string, columns: TextColumns) {
    this.text = text;
    this.truncated = columns.truncated;
    this.total = columns.ids.length;
    this.ids = columns.ids;
    this.judge = columns.judge;
    // Copied, because it is written to; `new` is ten times faster than `from` on a typed array.
    this.human = new Uint8Array(columns.human);
    let start = 0;
    for (let i = 1; i <= this.total; i++) {
      const same =
        i < this.total &&
        columns.armIds[i] === columns.armIds[start] &&
        columns.probeIds[i] === columns.probeIds[start];
      if (same) continue;
      this.spans.set(leafKey(columns.armIds[start] ?? 0, columns.probeIds[start] ?? 0), { start, end: i });
      start = i;
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

  /** Ids of the leaf's hits that the filter admits, in order of leafSeq. */
  idsOf(armId: number, probeId: number, filter: OutlineFilter): number[] {
    const span = this.spans.get(leafKey(armId, probeId));
    const ids: number[] = [];
    if (span === undefined) return ids;
    const admitted = JUDGE_VERDICTS.map((judge) =>
      HUMAN_VERDICTS.map((human) => admits(filter, judge, human)),
    );
    for (let i = span.start; i < span.end; i++) {
      if (admitted[this.judge[i] ?? 0]?.[this.human[i] ?? 0] === true) ids.push(this.ids[i] ?? 0);
    }
    return ids;
  }

  /** Notes a new human verdict; false when the transcript is not among the hits. */
  relabel(armId: number, probeId: number, id: number, human: HumanVerdict): boolean {
    const span = this.spans.get(leafKey(armId, probeId));
    if (span === undefined) return false;
    for (let i = span.start; i < span.end; i++) {
      if (this.ids[i] !== id) continue;
      this.human[i] = HUMAN_VERDICTS.indexOf(human);
      this.counted.delete(leafKey(armId, probeId));
      return true;
    }
    return false;
  }
}
