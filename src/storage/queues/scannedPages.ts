import { AuditError } from '../../core/errors.ts';
import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import type { QueueScope } from '../../core/queue.ts';
import type { JudgeVerdict, VerdictRule } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { loadRule } from '../rows/ruleRows.ts';

/** A run that transcripts may come from. */
export interface ScopedRun {
  readonly runId: number;
  readonly name: string;
  readonly ruleId: number | null;
  readonly rule: VerdictRule | undefined;
}

/** A transcript as scans for queues see it. */
export interface ScannedTranscript {
  readonly id: number;
  /** 16 bytes. */
  readonly hash: Buffer;
  readonly ordinal: number;
  readonly armId: number;
  readonly probeId: number;
  readonly leafSeq: number;
  readonly judge: JudgeVerdict;
  readonly human: HumanVerdict;
}

/** Transcripts of one run, in the order of storing. */
export interface ScannedPage {
  readonly run: ScopedRun;
  readonly transcripts: readonly ScannedTranscript[];
}

const PAGE = 1000;

/**
 * The runs of a scope, by id. Runs that newer versions replaced stand for those. Without any named: all that show, less
 * training data and what is being imported.
 *
 * @throws AuditError `not-found` when none of them shows; `bad-input` for one that is being imported
 */
export function scopedRuns(db: SqliteConnection, { runIds }: QueueScope): readonly ScopedRun[] {
  const rows = db
    .prepare<[], { runId: number; name: string; ruleId: number | null; content: string; importing: number }>(
      `SELECT id AS runId, name, verdict_rule_id AS ruleId, content,
         kind = 'import' AND status = 'importing' AS importing
       FROM visible_run ORDER BY id`,
    )
    .all();
  const wanted = new Set(runIds.map((runId) => newestVersion(db, runId)));
  const chosen = rows.filter(({ runId, content, importing }) =>
    wanted.size === 0 ? content !== 'training' && importing === 0 : wanted.has(runId),
  );
  if (chosen.length === 0) {
    throw new AuditError('not-found', 'There are no runs to take transcripts from.', 'Import results first.');
  }
  const unfinished = chosen.find(({ importing }) => importing === 1);
  if (unfinished !== undefined) {
    throw new AuditError(
      'bad-input',
      `The run ${unfinished.name} is still being imported.`,
      'Make the queue once all of it is there.',
    );
  }
  return chosen.map(({ runId, name, ruleId }) => ({
    runId,
    name,
    ruleId,
    rule: ruleId === null ? undefined : loadRule(db, ruleId),
  }));
}

/** The run that stands for this one now: itself, or the last of those that replaced it and weren't deleted. */
export function newestVersion(db: SqliteConnection, runId: number): number {
  const successor = db
    .prepare<[number], number>(
      `SELECT s.id FROM run r JOIN run s ON s.id = r.superseded_by AND s.deleted_at IS NULL WHERE r.id = ?`,
    )
    .pluck();
  const seen = new Set<number>();
  let newest = runId;
  for (let next: number | undefined = runId; next !== undefined && !seen.has(next);) {
    newest = next;
    seen.add(next);
    next = successor.get(next);
  }
  return newest;
}

/**
 * Every transcript of these runs that the scope lets in, a page at a time; what is written between two pages is allowed
 * for. The caller gives way to others in between.
 */
export function* scannedPages(
  db: SqliteConnection,
  runs: readonly ScopedRun[],
  { probeIds, judgeVerdicts }: QueueScope,
): Generator<ScannedPage> {
  const page = db.prepare<[number, number], ScannedTranscript>(
    `SELECT id, content_hash AS hash, ordinal, arm_id AS armId, probe_id AS probeId, leaf_seq AS leafSeq,
       judge_verdict AS judge, human_verdict AS human
     FROM transcript WHERE run_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
  );
  const probes = probeIds === undefined ? undefined : new Set(probeIds);
  const verdicts = judgeVerdicts === undefined ? undefined : new Set(judgeVerdicts);
  for (const run of runs) {
    for (let last = 0; ;) {
      const found = page.all(run.runId, last);
      if (found.length === 0) break;
      last = found.at(-1)?.id ?? last;
      const transcripts =
        probes === undefined && verdicts === undefined
          ? found
          : found.filter(
              ({ probeId, judge }) => probes?.has(probeId) !== false && verdicts?.has(judge) !== false,
            );
      yield { run, transcripts };
    }
  }
}
