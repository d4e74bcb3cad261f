import type { QueueCriterion, QueueScope } from '../../core/queue.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { criterionChecks } from './criteria.ts';
import { KeyTable } from './keyTable.ts';
import type { Breathe } from './scanFrame.ts';
import { keysInRuns } from './theseKeys.ts';
import { scannedPages, type ScannedTranscript, type ScopedRun } from './scannedPages.ts';

/** What matches, each key once. */
export interface ListMatches {
  readonly total: number;
  /** How many of them each criterion is about, in the order of the criteria; one may be of several. */
  readonly ofCriterion: readonly number[];
  readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
  /** Keys as written, in the order of the tree (run, arm, probe, place there); no more than `most`. */
  readonly keys: readonly string[];
}

export interface ListLimits {
  /** More than this are counted and not kept. */
  readonly most: number;
  /** Only these. */
  readonly within?: KeyTable | undefined;
  /** None of these. */
  readonly except?: KeyTable | undefined;
}

/** Reads what any of the criteria is about; with none of them, everything. */
export async function scanList(
  database: AuditDatabase,
  runs: readonly ScopedRun[],
  scope: QueueScope,
  criteria: readonly QueueCriterion[],
  breathe: Breathe,
  { most, within, except }: ListLimits,
): Promise<ListMatches> {
  const these = criteria.flatMap((criterion) => (criterion.kind === 'these' ? criterion.keys : []));
  if (these.length > 0 && criteria.every(({ kind }) => kind === 'these'))
    return chosenList(database, runs, these, { most, within, except });
  const checks = criterionChecks(database, criteria.length === 0 ? [{ kind: 'all' }] : criteria);
  const keys = new KeyTable();
  const ofCriterion = checks.map(() => 0);
  const judged: Partial<Record<JudgeVerdict, number>> = {};
  const kept: { readonly number: number; readonly runId: number; readonly at: ScannedTranscript }[] = [];
  for (const page of scannedPages(database.db, runs, scope)) {
    const matched = checks.map((check) => check(page));
    for (const [place, transcript] of page.transcripts.entries()) {
      if (!matched.some((places) => places.has(place))) continue;
      const { hash, ordinal, judge } = transcript;
      if (within !== undefined && within.find(hash, ordinal) === -1) continue;
      if (except !== undefined && except.find(hash, ordinal) !== -1) continue;
      const number = keys.size;
      if (keys.add(hash, ordinal) !== number) continue;
      for (const [c, places] of matched.entries())
        if (places.has(place)) ofCriterion[c] = (ofCriterion[c] ?? 0) + 1;
      judged[judge] = (judged[judge] ?? 0) + 1;
      if (kept.length < most) kept.push({ number, runId: page.run.runId, at: transcript });
    }
    await breathe();
  }
  kept.sort(
    (a, b) =>
      a.runId - b.runId ||
      a.at.armId - b.at.armId ||
      a.at.probeId - b.at.probeId ||
      a.at.leafSeq - b.at.leafSeq,
  );
  return { total: keys.size, ofCriterion, judged, keys: kept.map(({ number }) => keys.text(number)) };
}

/** Chosen one by one, in the order of choosing. */
function chosenList(
  { db }: AuditDatabase,
  runs: readonly ScopedRun[],
  texts: readonly string[],
  { most, within, except }: ListLimits,
): ListMatches {
  const chosen = keysInRuns(db, runs, texts).filter(
    ({ hash, ordinal }) =>
      (within === undefined || within.find(hash, ordinal) !== -1) &&
      (except === undefined || except.find(hash, ordinal) === -1),
  );
  const judged: Partial<Record<JudgeVerdict, number>> = {};
  for (const { judge } of chosen) judged[judge] = (judged[judge] ?? 0) + 1;
  const keys = chosen.slice(0, most).map(({ key }) => key);
  return { total: chosen.length, ofCriterion: [chosen.length], judged, keys };
}
