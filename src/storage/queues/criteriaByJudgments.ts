/** Criteria on what judges said: of it missing, near a threshold, differing, or doubtful in itself. */
import { AuditError } from '../../core/errors.ts';
import type { JudgmentValue, TokenDistribution } from '../../core/judgment.ts';
import { MINIMUM_NUMERIC_MASS } from '../../core/tokenScore.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { CriterionCheck } from './criteria.ts';
import { lastOf, pageJudgments, type PageJudgment, type PageJudgments } from './pageJudgments.ts';
import type { ScannedPage } from './scannedPages.ts';

/** The rule can't tell for want of a judgment, or a judgment that counts is missing. */
export function isMissing(db: SqliteConnection): CriterionCheck {
  const lacking = db
    .prepare<[string], number>(
      `SELECT j.transcript_id FROM json_each(?) place CROSS JOIN judgment j ON j.transcript_id = place.value
       WHERE j.kind = 'missing' AND NOT EXISTS (SELECT 1 FROM judgment k
         WHERE k.transcript_id = j.transcript_id AND k.metric_id = j.metric_id AND k.id > j.id)`,
    )
    .pluck();
  return ({ transcripts }) => {
    const ids = new Set(lacking.all(JSON.stringify(transcripts.map(({ id }) => id))));
    const places = new Set<number>();
    for (const [place, { id, judge }] of transcripts.entries())
      if (judge === 'missing' || judge === 'gate-missing' || ids.has(id)) places.add(place);
    return places;
  };
}

/** The score lies within `delta` (ends included) of a threshold that the run's rule has on it. */
export function isNearThreshold(db: SqliteConnection, metric: string, delta: number): CriterionCheck {
  if (!(delta >= 0)) throw new AuditError('bad-input', `${delta} is no distance from a threshold.`);
  return byJudgments(pageJudgments(db, [metric]), (judgments, { run }) => {
    const value = lastOf(judgments, metric);
    if (value?.kind !== 'number') return false;
    // A hair more, since 30.3 - 30 is a little over .3.
    return thresholdsOf(run.rule, [metric]).some(
      (threshold) => Math.abs(value.number - threshold) <= delta + 1e-9,
    );
  });
}

/**
 * Judges that differ: of one metric, any two versions; of two metrics, what each said last. Classes and booleans differ in
 * what they say. Scores differ where the run's rule has a threshold between them, since two judges hardly ever say the very
 * same number; without a threshold, where they aren't equal. What is missing differs from nothing.
 */
export function judgesDiffer(db: SqliteConnection, metric: string, other: string): CriterionCheck {
  return byJudgments(pageJudgments(db, [metric, other]), (judgments, { run }) => {
    const thresholds = thresholdsOf(run.rule, [metric, other]);
    const values =
      metric === other
        ? judgments.map(({ value }) => value)
        : [lastOf(judgments, metric), lastOf(judgments, other)];
    const said = values.filter((value) => value !== undefined && value.kind !== 'missing');
    const [first] = said;
    return first !== undefined && said.some((value) => differ(first, value, thresholds));
  });
}

function differ(a: JudgmentValue, b: JudgmentValue, thresholds: readonly number[]): boolean {
  if (a.kind !== 'number' || b.kind !== 'number') return textOf(a) !== textOf(b);
  if (thresholds.length === 0) return a.number !== b.number;
  return thresholds.some((threshold) => Math.sign(a.number - threshold) !== Math.sign(b.number - threshold));
}

function textOf(value: JudgmentValue): string {
  switch (value.kind) {
    case 'number':
      return String(value.number);
    case 'class':
      return value.text.toLowerCase();
    case 'boolean':
      return String(value.boolean);
    case 'missing':
      return '';
  }
}

/** Some judge's probabilities over whole numbers spread over at least so much. */
export function isDoubtful(db: SqliteConnection, spread: number): CriterionCheck {
  if (!(spread > 0)) throw new AuditError('bad-input', `${spread} is no spread of a score.`);
  return byJudgments(pageJudgments(db, [], true), (judgments) =>
    judgments.some(({ distribution }) => {
      const found =
        distribution === null ? undefined : spreadOf(JSON.parse(distribution) as TokenDistribution);
      return found !== undefined && found >= spread - 1e-9;
    }),
  );
}

/**
 * The standard deviation of a judge's score under its own token probabilities, over the tokens that are whole numbers
 * (their probabilities made to add up to 1); undefined where these have too little of the probability to be a score.
 */
export function spreadOf(distribution: TokenDistribution): number | undefined {
  let [mass, sum, squares] = [0, 0, 0];
  for (const [token, probability] of Object.entries(distribution)) {
    if (!/^\s*\d{1,3}\s*$/.test(token)) continue;
    mass += probability;
    sum += probability * Number(token);
    squares += probability * Number(token) ** 2;
  }
  if (mass < MINIMUM_NUMERIC_MASS) return undefined;
  return Math.sqrt(Math.max(0, squares / mass - (sum / mass) ** 2));
}

function thresholdsOf(rule: VerdictRule | undefined, metrics: readonly string[]): readonly number[] {
  return [rule?.gate ?? [], rule?.positive ?? []]
    .flat(2)
    .flatMap((clause) => ('number' in clause && metrics.includes(clause.metric) ? [clause.number] : []));
}

function byJudgments(
  read: PageJudgments,
  matches: (judgments: readonly PageJudgment[], page: ScannedPage) => boolean,
): CriterionCheck {
  return (page) => {
    const found = read(page);
    const places = new Set<number>();
    for (const [place, { id }] of page.transcripts.entries()) {
      const judgments = found.get(id);
      if (judgments !== undefined && matches(judgments, page)) places.add(place);
    }
    return places;
  };
}
