/** How many labels a wished width takes, by design and method: to be asked before labelling. */
import { designsOf, frameOf } from '../../analysis/corrected/planDesigns.ts';
import {
  expectedHalfWidth,
  planSample,
  type Guess,
  type PlannedDesign,
} from '../../analysis/corrected/planSample.ts';
import { frameStrata, scanFrame } from '../../storage/queues/scanFrame.ts';
import { scopedRuns } from '../../storage/queues/scannedPages.ts';
import { breather } from '../queues/breather.ts';
import { USUAL_GUESS } from '../queues/drawNumbers.ts';
import { runWords } from '../queues/queueText.ts';
import type { TaskContext } from '../task.ts';

export interface LabelPlanParams {
  /** Empty: all that show. */
  readonly runIds: readonly number[];
  /** Shares 0..1; three of four flagged right and 3 % missed where it isn't given. */
  readonly guess?: Partial<Pick<Guess, 'precision' | 'missed'>>;
}

/** One way to draw, with or without the judge's help. */
export interface PlanColumn {
  readonly design: PlannedDesign;
  readonly method: 'ppi' | 'labels-only';
}

export interface LabelPlan {
  readonly runs: string;
  readonly transcripts: number;
  readonly flagged: number;
  readonly guess: { readonly precision: number; readonly missed: number };
  readonly columns: readonly PlanColumn[];
  /** Half-widths (0..0.5) to expect of so many labels in all, a column each; null where none is told. */
  readonly expected: readonly { readonly labels: number; readonly halfWidths: readonly (number | null)[] }[];
  /** Labels needed for a half-width, a column each; null where even all transcripts wouldn't do. */
  readonly needed: readonly { readonly halfWidth: number; readonly labels: readonly (number | null)[] }[];
}

const NUMBERS: readonly number[] = [50, 100, 150, 200, 300, 500];
const WIDTHS: readonly number[] = [0.01, 0.02, 0.03, 0.05, 0.1];
const METHODS = ['ppi', 'labels-only'] as const;

/** @throws AuditError as `scopedRuns` */
export async function labelPlan(
  { runIds, guess: given }: LabelPlanParams,
  context: TaskContext,
): Promise<LabelPlan> {
  const { db } = await context.database();
  const guess = { ...USUAL_GUESS, ...given };
  const scope = { runIds };
  const runs = scopedRuns(db, scope);
  const frame = await scanFrame(db, runs, scope, { by: 'verdict' }, breather(context.signal));
  const strata = frameStrata(frame);
  const planFrame = frameOf(strata);
  const designs = planFrame.size === 0 ? [] : designsOf(planFrame, guess);
  const columns = designs.flatMap((design) => METHODS.map((method) => ({ design, method })));
  const wish = { guess, estimand: 'run' } as const;
  return {
    runs: runWords(runs),
    transcripts: planFrame.size,
    flagged: strata.reduce((sum, { judged }) => sum + (judged.positive ?? 0), 0),
    guess: { precision: guess.precision, missed: guess.missed },
    columns: columns.map(({ design, method }) => ({ design: design.name, method })),
    expected: NUMBERS.filter((labels) => labels <= planFrame.size).map((labels) => ({
      labels,
      halfWidths: columns.map(({ design, method }) => {
        if (labels < design.least) return null;
        const halfWidth = expectedHalfWidth(wish, planFrame, design, method, labels);
        return Number.isFinite(halfWidth) ? halfWidth : null;
      }),
    })),
    needed: WIDTHS.map((halfWidth) => {
      const plans = planSample({ ...wish, strata, halfWidth });
      return {
        halfWidth,
        labels: columns.map(
          ({ design, method }) =>
            plans.find((plan) => plan.design === design.name && plan.method === method)?.labels ?? null,
        ),
      };
    }),
  };
}
