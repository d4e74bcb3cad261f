import { AuditError } from '../../core/errors.ts';
import type { StratumBy } from '../../core/queue.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { lastOf, pageJudgments } from './pageJudgments.ts';
import type { ScannedPage, ScannedTranscript } from './scannedPages.ts';

/** Names the stratum of each transcript of a page, in their order. */
export type StrataOfPage = (page: ScannedPage) => readonly string[];

/** The two strata of `flagged`, and the one of `none`; as src/analysis/sampling names them. */
export const FLAGGED = 'flagged';
export const UNFLAGGED = 'unflagged';
const ALL = 'all';

/** @throws AuditError `bad-input` for score bands that don't ascend */
export function strataOf(db: SqliteConnection, strata: StratumBy): StrataOfPage {
  switch (strata.by) {
    case 'none':
      return byTranscript(() => ALL);
    case 'flagged':
      return byTranscript(({ judge }) => (judge === 'positive' ? FLAGGED : UNFLAGGED));
    case 'verdict':
      return byTranscript(({ judge }) => judge);
    case 'score':
      return byScore(db, strata.metric, strata.bounds);
    case 'probe':
      return byTranscript(named(probeNames(db), ({ probeId }) => probeId, 'no probe'));
    case 'model':
      return byTranscript(named(armNames(db, 'model'), ({ armId }) => armId, 'model not known'));
    case 'condition':
      return byTranscript(named(armNames(db, 'condition'), ({ armId }) => armId, 'no condition'));
  }
}

function byTranscript(name: (transcript: ScannedTranscript) => string): StrataOfPage {
  return ({ transcripts }) => transcripts.map(name);
}

function named(
  names: ReadonlyMap<number, string>,
  idOf: (transcript: ScannedTranscript) => number,
  without: string,
): (transcript: ScannedTranscript) => string {
  return (transcript) => names.get(idOf(transcript)) ?? without;
}

/** Probes by id; the suite stands before names that several suites have. */
function probeNames(db: SqliteConnection): ReadonlyMap<number, string> {
  const rows = db
    .prepare<
      [],
      { readonly id: number; readonly name: string; readonly suite: string; readonly shared: number }
    >(
      `SELECT p.id, p.name, s.name AS suite, (SELECT count(*) FROM probe o WHERE o.name = p.name) > 1 AS shared
       FROM probe p JOIN suite s ON s.id = p.suite_id`,
    )
    .all();
  return new Map(rows.map(({ id, name, suite, shared }) => [id, shared === 1 ? `${suite}: ${name}` : name]));
}

function armNames(db: SqliteConnection, of: 'model' | 'condition'): ReadonlyMap<number, string> {
  const rows = db
    .prepare<[], { readonly armId: number; readonly name: string }>(
      `SELECT a.id AS armId, n.name FROM arm a JOIN ${of} n ON n.id = a.${of}_id`,
    )
    .all();
  return new Map(rows.map(({ armId, name }) => [armId, name]));
}

/** Bands `[lower bound, next)`; what lies below the first bound is a band as well, and so is what is missing. */
function byScore(db: SqliteConnection, metric: string, bounds: readonly number[]): StrataOfPage {
  if (bounds.some((bound, i) => !Number.isFinite(bound) || bound <= (bounds[i - 1] ?? -Infinity))) {
    throw new AuditError('bad-input', 'The bounds of score bands must ascend.', 'For example 10, 30, 50.');
  }
  const read = pageJudgments(db, [metric]);
  return (page) => {
    const found = read(page);
    return page.transcripts.map(({ id }) => {
      const value = lastOf(found.get(id) ?? [], metric);
      return value?.kind === 'number' ? band(metric, bounds, value.number) : `${metric} missing`;
    });
  };
}

function band(metric: string, bounds: readonly number[], score: number): string {
  const at = bounds.findLastIndex((bound) => score >= bound);
  const [low, high] = [bounds[at], bounds[at + 1]];
  if (low === undefined) return bounds.length === 0 ? `${metric} scored` : `${metric} < ${bounds[0]}`;
  return high === undefined ? `${metric} >= ${low}` : `${metric} ${low} to < ${high}`;
}
