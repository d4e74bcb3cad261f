import { PairCounts } from '../../analysis/audit/pairTally.ts';
import type { LabelRole } from '../../core/labelScheme.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';

/**
 * What became of answers given before the judge was seen. Toward the judge: other than the judge's verdict at first, and
 * like it at last; away from it: the other way round.
 */
export class AnchoringTally {
  n = 0;
  kept = 0;
  toward = 0;
  away = 0;
  elsewhere = 0;
  /** The judge's verdict with the first and with the last answer. */
  readonly before = new PairCounts();
  readonly after = new PairCounts();

  /** @param last null where the answer was taken back */
  add(judge: JudgeVerdict, first: LabelRole, last: LabelRole | null): void {
    this.n += 1;
    this.before.add(judge, first);
    if (last !== null) this.after.add(judge, last);
    if (last === first) this.kept += 1;
    else if (last === judge) this.toward += 1;
    else if (first === judge) this.away += 1;
    else this.elsewhere += 1;
  }
}
