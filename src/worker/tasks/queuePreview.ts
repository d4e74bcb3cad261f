/** What a wish would give, before anything is made: transcripts by criterion or stratum, and the labels a width takes. */
import { designsOf, frameOf } from '../../analysis/corrected/planDesigns.ts';
import {
  expectedHalfWidth,
  planSample,
  type Guess,
  type PlannedDesign,
  type PlannedSample,
} from '../../analysis/corrected/planSample.ts';
import type { QueueStratum, QueueWish, SampleDesign } from '../../core/queue.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { queueKeys } from '../../storage/queues/queueKeys.ts';
import { frameStrata, scanFrame, type Breathe, type FrameStratum } from '../../storage/queues/scanFrame.ts';
import { scanList } from '../../storage/queues/scanList.ts';
import { scopedRuns, type ScopedRun } from '../../storage/queues/scannedPages.ts';
import { breather } from '../queues/breather.ts';
import { drawNumbers, USUAL_GUESS } from '../queues/drawNumbers.ts';
import { runWords } from '../queues/queueText.ts';
import type { TaskContext } from '../task.ts';

export interface QueuePreviewParams {
  readonly wish: Pick<QueueWish, 'scope' | 'criteria' | 'design'>;
  /** As for `drawQueue`. */
  readonly within?: number;
  /** Half widths (0..0.5) that one may want of a sample. */
  readonly halfWidths?: readonly number[];
  /** Numbers (`n` of the design) of which the half width is asked, besides. */
  readonly numbers?: readonly number[];
  /** What one expects of the judge; three of four flagged right and 3 % missed when left out. */
  readonly guess?: Guess;
}

export interface PlannedWidth {
  readonly halfWidth: number;
  /** Labels it takes in all; null where even all transcripts wouldn't do. */
  readonly labels: number | null;
  /** `n` of the design: the same, less those flagged where all of these are taken. */
  readonly n: number | null;
  readonly words: string;
}

export interface PreviewedQueue {
  /** Transcripts that match or can be drawn, each text once. */
  readonly transcripts: number;
  /** Of lists: how many each criterion is about. */
  readonly ofCriterion: readonly number[];
  /** Of samples: strata with what would be drawn of each. */
  readonly strata: readonly QueueStratum[];
  readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
  /** Items there would be, without hidden repeats. */
  readonly items: number;
  /** Of samples: one for each half width, as far as it can be planned. */
  readonly planned: readonly PlannedWidth[];
  readonly runs: string;
}

const USUAL_WIDTHS: readonly number[] = [0.01, 0.02, 0.03, 0.05, 0.1];

/** @throws AuditError as `drawQueue`, but for sizes: what is too large to make is still counted */
export async function queuePreview(
  { wish, within, halfWidths = USUAL_WIDTHS, numbers = [], guess = USUAL_GUESS }: QueuePreviewParams,
  context: TaskContext,
): Promise<PreviewedQueue> {
  const database = await context.database();
  const runs = scopedRuns(database.db, wish.scope);
  const breathe = breather(context.signal);
  if (wish.design !== null)
    return previewSample(database, wish.scope, wish.design, runs, breathe, { halfWidths, numbers, guess });
  const found = await scanList(database, runs, wish.scope, wish.criteria, breathe, {
    most: 0,
    within: within === undefined ? undefined : queueKeys(database.db, within),
  });
  const { total, ofCriterion, judged } = found;
  return {
    transcripts: total,
    ofCriterion,
    strata: [],
    judged,
    items: total,
    planned: [],
    runs: runWords(runs),
  };
}

type Planning = Required<Pick<QueuePreviewParams, 'halfWidths' | 'numbers' | 'guess'>>;

async function previewSample(
  { db }: AuditDatabase,
  scope: QueueWish['scope'],
  design: SampleDesign,
  runs: readonly ScopedRun[],
  breathe: Breathe,
  { halfWidths, numbers: asked, guess }: Planning,
): Promise<PreviewedQueue> {
  const frame = await scanFrame(db, runs, scope, design.strata, breathe);
  const strata = frameStrata(frame);
  const numbers = frame.keys.size === 0 ? new Map<string, number>() : drawNumbers(design, strata);
  return {
    transcripts: frame.keys.size,
    ofCriterion: [],
    strata: strata.map((stratum) => ({ ...stratum, drawn: numbers.get(stratum.name) ?? 0 })),
    judged: judgedOverAll(strata),
    items: [...numbers.values()].reduce((sum, n) => sum + n, 0),
    planned: [
      ...asked.flatMap((n) => widthOf(design, strata, n, guess) ?? []),
      ...halfWidths.flatMap((halfWidth) => plannedWidth(design, strata, halfWidth, guess) ?? []),
    ],
    runs: runWords(runs),
  };
}

function plannedWidth(
  design: SampleDesign,
  strata: readonly FrameStratum[],
  halfWidth: number,
  guess: Guess,
): PlannedWidth | undefined {
  const wanted = plannedDesign(design);
  const plans = planSample({ strata, guess, halfWidth, estimand: 'run' });
  const [best] = plans.filter((plan) => plan.design === wanted);
  if (best === undefined) return undefined;
  return {
    halfWidth,
    labels: best.labels ?? null,
    n: best.labels === undefined ? null : numberOf(best),
    words: best.words,
  };
}

/** What width to expect of a number; undefined where there would be no interval, or fewer are there. */
function widthOf(
  design: SampleDesign,
  strata: readonly FrameStratum[],
  n: number,
  guess: Guess,
): PlannedWidth | undefined {
  const frame = frameOf(strata);
  const wanted = designsOf(frame, guess).find(({ name }) => name === plannedDesign(design));
  const flagged =
    design.allocation === 'all-flagged'
      ? strata.reduce((sum, { judged }) => sum + (judged.positive ?? 0), 0)
      : 0;
  const labels = n + flagged;
  if (wanted === undefined || labels > frame.size || labels < wanted.least) return undefined;
  const halfWidth = expectedHalfWidth({ guess, estimand: 'run' }, frame, wanted, 'ppi', labels);
  if (!Number.isFinite(halfWidth)) return undefined;
  return { halfWidth, labels, n, words: '' };
}

function plannedDesign({ strata: { by }, allocation }: SampleDesign): PlannedDesign {
  if (allocation === 'all-flagged') return 'flagged-plus-random';
  return by === 'none' ? 'simple' : allocation;
}

function numberOf({ design, strata, labels }: PlannedSample): number | null {
  if (design !== 'flagged-plus-random') return labels ?? null;
  return strata.find(({ name }) => name === 'unflagged')?.labels ?? labels ?? null;
}

function judgedOverAll(strata: readonly FrameStratum[]): PreviewedQueue['judged'] {
  const judged: Partial<Record<JudgeVerdict, number>> = {};
  for (const stratum of strata) {
    for (const [verdict, n] of Object.entries(stratum.judged))
      judged[verdict as JudgeVerdict] = (judged[verdict as JudgeVerdict] ?? 0) + n;
  }
  return judged;
}
