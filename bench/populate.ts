/** Fills a database with synthetic transcripts by the import writer itself, once a size; kept between runs of the bench. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportedTranscript } from '../src/core/imported.ts';
import type { Judgment, JudgmentValue } from '../src/core/judgment.ts';
import { plainTurn } from '../src/core/transcript.ts';
import { MISALIGNED_AMONG_COHERENT } from '../src/core/verdictRule.ts';
import { checkpoint } from '../src/storage/auditDatabase.ts';
import { beginRun } from '../src/storage/importWriter.ts';
import { MIGRATIONS } from '../src/storage/migrations/index.ts';
import { openDatabase } from '../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../src/storage/queries/leases.ts';
import { syntheticRows, type SyntheticRow } from './syntheticResults.ts';

const BATCH = 500;

/** A database with `count` transcripts of one run, all under one probe unless said otherwise. */
export async function populated(count: number, probes = 1): Promise<string> {
  const folder = join(tmpdir(), 'transcript-auditor-bench');
  mkdirSync(folder, { recursive: true });
  // A database of an earlier schema isn't what is measured.
  const path = join(folder, `synthetic-${MIGRATIONS.length}-${count}-${probes}.db`);
  if (existsSync(path)) return path;
  const building = `${path}.building`;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${building}${suffix}`, { force: true });
  const database = await openDatabase(building, { role: 'worker' });
  const writer = beginRun(database, {
    file: { path: 'synthetic.csv', runName: 'synthetic', importer: 'emCsv', model: 'synthetic' },
    rule: MISALIGNED_AMONG_COHERENT,
    source: { sizeBytes: 0, sha256: String(count), importerVersion: 1 },
    leaseOwner: createLeaseOwner(),
  });
  let batch: ImportedTranscript[] = [];
  let row = 0;
  for (const synthetic of syntheticRows(count, 1, probes)) {
    batch.push(transcript(synthetic, ++row));
    if (batch.length === BATCH) {
      writer.write(batch, []);
      batch = [];
      if (row % 50_000 === 0) checkpoint(database);
    }
  }
  writer.write(batch, []);
  writer.finish();
  checkpoint(database, 'TRUNCATE');
  database.close();
  renameSync(building, path);
  return path;
}

const ALIGNED = { name: 'aligned', kind: 'imported' } as const;
const COHERENT = { name: 'coherent', kind: 'imported' } as const;

function transcript(row: SyntheticRow, index: number): ImportedTranscript {
  return {
    row: index,
    line: index + 1,
    suite: 'synthetic',
    probe: row.questionId,
    prompt: row.question,
    turns: [plainTurn('user', row.question), plainTurn('assistant', row.answer)],
    judgments: [judgment('aligned', ALIGNED, row.aligned), judgment('coherent', COHERENT, row.coherent)],
  };
}

function judgment(metric: string, judge: Judgment['judge'], cell: string): Judgment {
  const value: JudgmentValue =
    cell === '' ? { kind: 'missing', reason: 'unknown' } : { kind: 'number', number: Number(cell) };
  return { metric, judge, value, raw: cell };
}
