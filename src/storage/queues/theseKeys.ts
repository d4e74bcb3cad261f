/** Transcripts that were chosen one by one, found by their keys: nothing is scanned. */
import { formatContentKey, parseContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { KeyTable } from './keyTable.ts';
import type { ScopedRun } from './scannedPages.ts';

/** @throws AuditError `bad-input` naming a text that is no key */
export function tableOfKeys(texts: readonly string[]): KeyTable {
  const table = new KeyTable();
  for (const text of texts) {
    const key = parseContentKey(text);
    if (key === undefined) throw new AuditError('bad-input', `“${text}” is no key of a transcript.`);
    table.add(Buffer.from(key.hash, 'hex'), key.ordinal);
  }
  return table;
}

/** A transcript that was chosen. */
export interface ChosenKey {
  /** As written. */
  readonly key: string;
  readonly hash: Buffer;
  readonly ordinal: number;
  readonly judge: JudgeVerdict;
}

/** Those of the keys that one of these runs holds, in the order given, each once, as it is in the first run that has it. */
export function keysInRuns(
  db: SqliteConnection,
  runs: readonly ScopedRun[],
  texts: readonly string[],
): readonly ChosenKey[] {
  const wanted = new Set(runs.map(({ runId }) => runId));
  const rows = db.prepare<[Buffer, number], { readonly runId: number; readonly judge: JudgeVerdict }>(
    `SELECT run_id AS runId, judge_verdict AS judge FROM transcript WHERE content_hash = ? AND ordinal = ? ORDER BY id`,
  );
  const table = tableOfKeys(texts);
  return Array.from({ length: table.size }, (_, number) => table.key(number)).flatMap((key) => {
    const hash = Buffer.from(key.hash, 'hex');
    const found = rows.all(hash, key.ordinal).find(({ runId }) => wanted.has(runId));
    if (found === undefined) return [];
    return [{ key: formatContentKey(key), hash, ordinal: key.ordinal, judge: found.judge }];
  });
}
