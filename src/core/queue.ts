/**
 * Queues: transcripts to be read and answered, in an order that was settled when the queue was made.
 *
 * A queue is defined once and after that only grows by waves, so that its definition can be merged like label events: a
 * set union by `uid` and wave. Who has answered what is never stored; it follows from the label events that name the
 * queue (`LabelEvent.queue`).
 */
import type { Blindness } from './blindness.ts';
import type { ContentKey } from './contentKey.ts';
import type { JudgeVerdict } from './verdictRule.ts';

/** `sample`: drawn at random with known probabilities, so that rates follow from it; `list`: chosen by a filter. */
export type QueuePurpose = 'sample' | 'list' | 'adjudication';

/** What a list is chosen by; several of them are one queue with each transcript once. */
export type QueueCriterion =
  /** The judge's verdict differs from the effective label. */
  | { readonly kind: 'judge-against-human' }
  /** Two judge versions, or two metrics of one meaning, differ in value. */
  | { readonly kind: 'judge-against-judge'; readonly metric: string; readonly other: string }
  /** Within `delta` of a threshold of the run's rule on that metric (scale of the metric). */
  | { readonly kind: 'near-threshold'; readonly metric: string; readonly delta: number }
  | { readonly kind: 'missing-judgment' }
  /** Of one finding; of any when null. */
  | { readonly kind: 'finding'; readonly findingId: number | null }
  | { readonly kind: 'unlabelled' }
  | { readonly kind: 'labelled-by-others'; readonly annotator: string }
  /** Standard deviation of the judge's token distribution at least this (scale of the metric). */
  | { readonly kind: 'low-confidence'; readonly spread: number }
  | { readonly kind: 'text'; readonly query: string }
  /** Current answers of these annotators (of all where none are named) have different roles and none is adjudicated. */
  | { readonly kind: 'annotators-disagree'; readonly annotators?: readonly string[] | undefined }
  /** Chosen one by one: content keys as written. */
  | { readonly kind: 'these'; readonly keys: readonly string[] }
  | { readonly kind: 'all' };

/** What a sample is stratified by. `verdict` is the judge's; `flagged` is positive against all else. */
export type StratumBy =
  | { readonly by: 'none' }
  | { readonly by: 'flagged' }
  | { readonly by: 'verdict' }
  /** Bands of a metric's score, by their lower bounds in ascending order; missing is a band of its own. */
  | { readonly by: 'score'; readonly metric: string; readonly bounds: readonly number[] }
  | { readonly by: 'probe' }
  | { readonly by: 'model' }
  | { readonly by: 'condition' };

export interface SampleDesign {
  readonly strata: StratumBy;
  /** `all-flagged`: every flagged one and `n` of the others (strata must be `flagged`). */
  readonly allocation: 'proportional' | 'neyman' | 'all-flagged';
  /** Transcripts to draw in all; with `all-flagged`, of those not flagged. */
  readonly n: number;
}

/** Which transcripts may come in; all ids are this database's, so a definition from elsewhere has none. */
export interface QueueScope {
  /** Empty: all runs that show. */
  readonly runIds: readonly number[];
  readonly probeIds?: readonly number[];
  readonly judgeVerdicts?: readonly JudgeVerdict[];
}

/** What one wants when making a queue. */
export interface QueueWish {
  readonly name: string;
  readonly scope: QueueScope;
  /** For lists and adjudication. */
  readonly criteria: readonly QueueCriterion[];
  /** For samples; null for lists. */
  readonly design: SampleDesign | null;
  readonly purpose: QueuePurpose;
  /** Any text; proposed at random and shown, so that others can check the draw. */
  readonly seed: string;
  /** `fixed`: in the tree's order. Samples are always in their permanent random order. */
  readonly order: 'fixed' | 'shuffled';
  readonly blind: Blindness;
  /** Literal texts masked in turns while the condition is hidden; empty for none. */
  readonly masks: readonly string[];
  /** Share of items (0 to 0.5) that come again later, unannounced, to measure the annotator against themselves. */
  readonly repeats: number;
  /** Null: whoever opens it does all of it. Else each item is given to `overlap` of the annotators. */
  readonly assignment: { readonly annotators: readonly string[]; readonly overlap: number } | null;
}

/** A stratum as of a wave; `size` and `drawn` count the earlier waves too. */
export interface QueueStratum {
  readonly name: string;
  readonly size: number;
  readonly drawn: number;
  /** The judge's verdicts over the whole stratum when the wave was drawn: transcripts by verdict. */
  readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
}

export interface QueueItem {
  /** From 1, over all waves; the order of work. */
  readonly place: number;
  readonly key: ContentKey;
  /** Empty in lists. */
  readonly stratum: string;
  /** Annotators it is assigned to; empty for anybody. */
  readonly assigned: readonly string[];
  /** The place of which this is the hidden repeat; null for most. */
  readonly repeatOf: number | null;
}

export interface QueueWave {
  /** 0 for the first drawing, then 1, 2 ... for each extension. */
  readonly wave: number;
  readonly createdAt: string;
  readonly createdBy: string;
  /** All strata as of this wave; empty in lists. */
  readonly strata: readonly QueueStratum[];
  /** Those that this wave added. */
  readonly items: readonly QueueItem[];
}

/** Everything of a queue that colleagues share. */
export interface QueueDefinition {
  /** Like an event id: 26 characters, never reused. */
  readonly uid: string;
  readonly name: string;
  readonly purpose: QueuePurpose;
  /** In words, for people: "all flagged and 100 others of insecure-32b". */
  readonly description: string;
  readonly design: SampleDesign | null;
  readonly seed: string;
  readonly order: 'fixed' | 'shuffled';
  readonly blind: Blindness;
  readonly masks: readonly string[];
  readonly assignment: QueueWish['assignment'];
  /** The runs that it was drawn from, in words. */
  readonly runNames: readonly string[];
  /** The verdict rule under which it was drawn, in words; empty for none or several. */
  readonly rule: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly waves: readonly QueueWave[];
}

/** A transcript that could be drawn: its content key as written (`t1-…-0`) and the stratum it was in. */
export interface FrameUnit {
  readonly key: string;
  readonly stratum: string;
}
