/** What a rule that finds something is made of. One file each in `rules`, one line each in `registry.ts`. */
import type { FindingRuleText, FoundFinding } from '../../core/finding.ts';
import type { CheckedRow, FamilySource, FindingSource } from '../../core/findingSource.ts';

/** Looks at one run, a transcript at a time; several rules share one reading of it. */
export interface RunRule {
  readonly text: FindingRuleText;
  /** `run`: knows this run only. `others`: asks about other runs too, and is asked again when those change. */
  readonly scope: 'run' | 'others';
  /** True for rules that make sense of training data as well; the others look at answers only. */
  readonly training?: true;
  begin(source: FindingSource): RunCheck;
}

/** One reading of one run. What it keeps must not grow with the texts. */
export interface RunCheck {
  /** Absent where the run as a whole is enough. */
  readonly row?: (row: CheckedRow) => void;
  readonly end: () => readonly FoundFinding[];
}

/** Looks at runs of one model and suite together. */
export interface FamilyRule {
  readonly text: FindingRuleText;
  readonly scope: 'family';
  /** Yields now and then, with nothing or with what it found of a run, so that other work gets its turn. */
  check(
    family: FamilySource,
  ): Iterable<{ readonly runId: number; readonly finding: FoundFinding } | undefined>;
}

export type FindingRule = RunRule | FamilyRule;
