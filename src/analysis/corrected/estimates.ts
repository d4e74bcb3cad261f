import type { VerdictRule } from '../../core/verdictRule.ts';
import type { AuditTable } from './auditTable.ts';
import type { CorrectionMethod, Estimand } from './auditInput.ts';
import {
  type Influence,
  poststratifiedInfluence,
  rectifiedInfluence,
  roganGladenInfluence,
} from './promptSpread.ts';
import { LEAST_PROMPTS, promptWeights } from './promptWeights.ts';
import { promptsReach } from './promptsReach.ts';
import { exactReach, type Reach } from './exactShare.ts';
import { poststratified, poststratifiedReach, withoutJudge } from './poststratified.ts';
import { rectified, rectifiedReach } from './rectified.ts';
import { roganGladen, roganGladenReach } from './roganGladen.ts';

/** One method's estimate, ready to be asked for its intervals. */
export interface Estimator {
  readonly method: CorrectionMethod;
  /** 0..1 */
  readonly rate: number;
  /** Share of the frame inside people's gate. */
  readonly inside: number;
  /** How far the run's rate may be from it. */
  reach(): Reach;
  influence(): Influence;
  readonly table: AuditTable;
}

/** The estimator of a method; undefined where the labels don't identify it. */
export function estimatorOf(
  method: CorrectionMethod,
  table: AuditTable,
  missing: VerdictRule['missing'],
): Estimator | undefined {
  switch (method) {
    case 'labels-only':
    case 'ppi': {
      const own = method === 'ppi' ? table : withoutJudge(table);
      const estimate = poststratified(own);
      return (
        estimate && {
          method,
          rate: estimate.rate,
          inside: estimate.inside,
          table: own,
          reach: once(() => poststratifiedReach(own, estimate)),
          influence: once(() => poststratifiedInfluence(own, estimate)),
        }
      );
    }
    case 'difference': {
      const estimate = rectified(table, missing);
      return (
        estimate && {
          method,
          rate: within(estimate.rate),
          inside: Math.min(1, estimate.inside),
          table,
          reach: once(() => rectifiedReach(table, estimate, missing)),
          influence: once(() => rectifiedInfluence(table, estimate, missing)),
        }
      );
    }
    case 'rogan-gladen': {
      if (!table.judgeVaries) {
        const same = estimatorOf('labels-only', table, missing);
        return same && { ...same, method };
      }
      const gate = poststratified(withoutJudge(table));
      const estimate = gate && roganGladen(table, gate);
      return (
        estimate && {
          method,
          rate: within(estimate.rate),
          inside: estimate.inside,
          table,
          reach: once(() => roganGladenReach(table, estimate)),
          influence: once(() => roganGladenInfluence(table, estimate)),
        }
      );
    }
  }
}

/** Worked out when first asked for, and then kept: every scope asks anew. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function within(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

export interface Bounded {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** True where it would have had no width and got half a transcript on either side. */
  readonly widened: boolean;
}

/**
 * The interval of an estimate. `run` reaches as far as labels leave the frame open. `model` adds, by squares, how far a frame
 * of so many answers inside the gate may be from the model's rate (exact interval). Clustered adds instead how far a frame of
 * these prompts may be, and reaches at least as far as the prompts' totals by themselves show.
 *
 * @returns undefined for clustered with too few prompts
 */
export function boundsOf(estimator: Estimator, estimand: Estimand, clustered: boolean): Bounded | undefined {
  if (clustered && promptWeights(estimator.table).worth < LEAST_PROMPTS) return undefined;
  const { rate, inside, table } = estimator;
  let { up, down } = estimator.reach();
  const n = inside * table.size;
  if (clustered) {
    const { apart, together } = promptsReach(estimator);
    up = Math.max(together.up, Math.hypot(up, apart.up));
    down = Math.max(together.down, Math.hypot(down, apart.down));
  } else if (estimand === 'model') {
    const frame = exactReach(rate * n, n);
    up = Math.hypot(up, frame.up);
    down = Math.hypot(down, frame.down);
  }
  const least = 0.5 / Math.max(1, n);
  const widened = up + down < least;
  if (widened) up = down = least;
  return { rate, low: Math.max(0, rate - down), high: Math.min(1, rate + up), widened };
}
