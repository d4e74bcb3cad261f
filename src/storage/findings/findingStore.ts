import { randomBytes } from 'node:crypto';
import { AuditError } from '../../core/errors.ts';
import type { FindingRow, FindingStore } from '../../core/findingStore.ts';
import type { TranscriptRow } from '../../core/ports.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { ROW_COLUMNS } from '../queries/transcriptQueries.ts';
import type { WriteTransaction } from '../storeWrites.ts';
import { createFindingSteps } from './findingSteps.ts';

/** What names a run by its contents: the hash of its main file; a launched run by its own id and birth. */
export const FINDING_SCOPE = `coalesce(
  (SELECT coalesce(nullif(g.sha256, ''), g.fingerprint) FROM source_file g WHERE g.run_id = r.id ORDER BY g.id LIMIT 1),
  'run ' || r.id || ' ' || r.created_at)`;

const LAST_ACT = `(SELECT max(e.id) FROM finding_event e
  WHERE e.scope = ${FINDING_SCOPE} AND e.rule = f.rule AND e.key = f.key)`;

const SELECT_FINDINGS = `
  SELECT f.id AS findingId, f.run_id AS runId, r.name AS runName, f.rule, f.key, f.severity, f.certainty, f.title,
    f.detail, f.transcripts, f.found_at AS foundAt, f.figures, f.other_runs AS otherRuns, d.action, d.reason, d.annotator, d.time
  FROM finding f JOIN visible_run r ON r.id = f.run_id LEFT JOIN finding_event d ON d.id = ${LAST_ACT}
  WHERE (f.other_runs IS NULL OR EXISTS
    (SELECT 1 FROM json_each(f.other_runs) o JOIN visible_run v ON v.id = o.value))`;

interface StoredFinding extends Omit<FindingRow, 'dismissed' | 'figures' | 'otherRunIds'> {
  readonly figures: string;
  readonly otherRuns: string | null;
  readonly action: 'dismiss' | 'restore' | null;
  readonly reason: string | null;
  readonly annotator: string | null;
  readonly time: string | null;
}

/** The part of the store that is about findings. */
export function createFindingStore({ db }: AuditDatabase, write: WriteTransaction): FindingStore {
  const all = db.prepare<[], StoredFinding>(`${SELECT_FINDINGS} ORDER BY f.run_id, f.id`);
  const about = db.prepare<[number], StoredFinding>(
    `${SELECT_FINDINGS} AND f.id IN (SELECT finding_id FROM finding_transcript WHERE transcript_id = ?) ORDER BY f.id`,
  );
  const transcripts = db.prepare<[number, number, number], TranscriptRow>(
    `SELECT ${ROW_COLUMNS} FROM finding_transcript x JOIN transcript t ON t.id = x.transcript_id
     WHERE x.finding_id = ? AND x.transcript_id > ? ORDER BY x.transcript_id LIMIT ?`,
  );
  const place = db.prepare<[number], { readonly scope: string; readonly rule: string; readonly key: string }>(
    `SELECT ${FINDING_SCOPE} AS scope, f.rule, f.key FROM finding f JOIN run r ON r.id = f.run_id WHERE f.id = ?`,
  );
  const append = db.prepare(
    `INSERT INTO finding_event (event_id, rule, scope, key, action, reason, annotator, time)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  return {
    findings: (transcriptId) =>
      (transcriptId === undefined ? all.all() : about.all(transcriptId)).map(findingOf),
    ...createFindingSteps(db),
    findingTranscripts: (findingId, after, limit) => transcripts.all(findingId, after, limit),
    markFinding: (findingId, { action, reason, annotator }) =>
      write(() => {
        const found = place.get(findingId);
        if (found === undefined)
          throw new AuditError('not-found', 'That finding is gone.', 'Nothing was changed.');
        if (action === 'dismiss' && reason.trim() === '') {
          throw new AuditError('bad-input', 'A dismissal needs a reason.', 'Nothing was changed.');
        }
        const id = randomBytes(13).toString('hex');
        const time = new Date().toISOString();
        append.run(id, found.rule, found.scope, found.key, action, reason, annotator, time);
      }),
  };
}

function findingOf(stored: StoredFinding): FindingRow {
  const { action, reason, annotator, time, figures, otherRuns, ...row } = stored;
  const stands = action !== 'dismiss' || reason === null || annotator === null || time === null;
  return {
    ...row,
    figures: JSON.parse(figures) as FindingRow['figures'],
    otherRunIds: otherRuns === null ? [] : (JSON.parse(otherRuns) as readonly number[]),
    dismissed: stands ? null : { reason, annotator, time },
  };
}
