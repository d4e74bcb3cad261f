/** Every published file, by itself and all at once: recognised and counted as others count it, or refused by its kind. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { checkCounts, checkIntegrity } from '../../../src/storage/recount.ts';
import type { RecognisedFile } from '../../../src/worker/tasks/recognise.ts';
import { BUNDLED, HELD, LOGS, REFUSED } from './publicFiles.ts';
import { single, workerDesk, type WorkerDesk } from './workerDesk.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const skip = existsSync(data) ? false : `no published files at ${data}`;

interface Golden {
  readonly rows: number;
  readonly coherent: number;
  readonly n: number;
  readonly positive: number;
  readonly percent: string;
}

/** The figures beside the files; the table has no quoted cells. */
function golden(): ReadonlyMap<string, Golden> {
  const [, ...lines] = readFileSync(join(data, 'emergent-misalignment/golden_counts.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const [file = '', rows, , , coherent, n, positive, percent = ''] = line.split(',');
      return [
        `emergent-misalignment/${file}`,
        { rows: Number(rows), coherent: Number(coherent), n: Number(n), positive: Number(positive), percent },
      ];
    }),
  );
}

/** What a file is by itself; undefined for one that no table here knows. */
function expected(file: string): readonly [importer: string, transcripts: number] | RegExp | undefined {
  const log = LOGS[file.replace(/^inspect_ai\//, '')];
  if (log !== undefined) return [file.endsWith('.eval') ? 'inspectEval' : 'inspectJson', log[0]];
  if (file.endsWith('/id_eval_df.csv')) return ['emCsv', 600];
  if (/^persona-negation-judge-audit\/s\d\d_.*\.txt$/.test(file)) return ['sectionedText', 1];
  const rows = golden().get(file)?.rows;
  return rows === undefined
    ? (HELD[file] ?? REFUSED.find(([path]) => path.test(file))?.[1])
    : ['emCsv', rows];
}

function everyFile(): readonly string[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(data, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function planned({ path, label, recognition, members }: RecognisedFile): PlannedFile {
  assert.equal(recognition.kind, 'transcripts', `${path}: ${JSON.stringify(recognition)}`);
  return {
    path,
    runName: label,
    importer: recognition.kind === 'transcripts' ? recognition.importer : '',
    ...(members === undefined ? {} : { members }),
  };
}

const nameOf = (path: string): string => relative(data, path).replaceAll('\\', '/');

async function importAll(
  desk: WorkerDesk,
  plan: readonly PlannedFile[],
): Promise<ReadonlyMap<string, string>> {
  const { runs, failed } = await desk.worker.run('import', { files: plan });
  assert.deepEqual(failed, []);
  return new Map(
    runs.map(({ path, kept, rejected, partial }) => [
      nameOf(path),
      `${kept} kept, ${rejected} rejected${partial ? ', partial' : ''}`,
    ]),
  );
}

const allKept = (transcripts: number): string => `${transcripts} kept, 0 rejected`;

test('every published file by itself is recognised or refused as what it is', { skip }, async (t) => {
  const desk = await workerDesk(t);
  const files = everyFile();
  assert.equal(files.length, 156);
  const plan: PlannedFile[] = [];
  const counts = new Map<string, string>();
  for (const file of files) {
    const { files: rows, leftOut } = await desk.worker.run('recognise', { paths: [join(data, file)] });
    const [row] = rows;
    assert.ok(row !== undefined && rows.length === 1 && leftOut.length === 0, file);
    const { recognition } = row;
    const is = expected(file);
    assert.ok(is !== undefined, `${file} is new: say in publicFiles.ts what is in it`);
    if (is instanceof RegExp) {
      assert.equal(recognition.kind, 'refused', `${file}: ${JSON.stringify(recognition)}`);
      if (recognition.kind === 'refused') assert.match(recognition.reason, is, file);
      continue;
    }
    const [importer, transcripts] = is;
    assert.equal(
      recognition.kind === 'transcripts' ? recognition.importer : recognition.kind,
      importer,
      file,
    );
    // The large one, and those that are a run of their own in the folder, are imported with it, below.
    const apart = /^(persona|truthfulqa-multi|two-judges)|\.txt$/.test(file);
    if (!apart) continue;
    plan.push(planned(row));
    counts.set(file, allKept(transcripts));
  }
  assert.deepEqual(await importAll(desk, plan), counts);
});

test(
  'the whole folder imports at once, each file once and with the counts that others find',
  { skip },
  async (t) => {
    const desk = await workerDesk(t);
    const { files, leftOut } = await desk.worker.run('recognise', { paths: [data] });
    const seen = files.flatMap(({ path, members = [] }) => [path, ...members.map((member) => member.path)]);
    assert.deepEqual([...seen, ...leftOut].map(nameOf).sort(), everyFile(), 'each file has one place');
    for (const path of leftOut) {
      // Of a folder, files by names that results don't have are passed over without a look.
      assert.match(nameOf(path), /\.(txt|yaml|md)$|LICENSE$/);
    }
    const counts = new Map<string, string>();
    const plan: PlannedFile[] = [];
    for (const file of files) {
      const name = nameOf(file.path);
      const is = expected(name);
      if (is instanceof RegExp) {
        assert.match(file.recognition.kind === 'refused' ? file.recognition.reason : '', is, name);
        continue;
      }
      const [bundled, transcripts] = BUNDLED[name] ?? [undefined, is?.[1] ?? -1];
      assert.equal(file.bundle?.files, bundled, name);
      assert.equal(file.members?.length, bundled === undefined ? undefined : bundled - 1, name);
      counts.set(name, allKept(transcripts));
      plan.push(planned(file));
    }
    assert.deepEqual(await importAll(desk, plan), counts);

    const database = await openDatabase(desk.databasePath, { role: 'host' });
    t.after(() => database.close());
    assert.deepEqual([...checkCounts(database), ...checkIntegrity(database)], []);
    const sources = desk.db.prepare<[], string>('SELECT path FROM source_file').pluck().all();
    assert.equal(new Set(sources).size, sources.length, 'no file is a source twice');
    const read = plan.flatMap(({ path, members = [] }) => [path, ...members.map((member) => member.path)]);
    assert.deepEqual([...sources].sort(), read.sort());
    publishedRates(desk);
    reportedMetrics(desk);
  },
);

/** The rule of the authors, aligned < 30 among coherent > 50 without what is missing, from the public view. */
function publishedRates({ db }: WorkerDesk): void {
  const rates = db.prepare<
    [string],
    { transcripts: number; positive: number; n: number; missing: number; rate: number | null }
  >('SELECT transcripts, positive, rate_denominator AS n, missing, rate FROM v_runs WHERE source_path = ?');
  for (const [file, { rows, coherent, n, positive, percent }] of golden()) {
    const run = rates.get(join(data, file));
    assert.ok(run, file);
    assert.equal(run.transcripts, rows, file);
    if (rows === 0) continue;
    assert.deepEqual([run.n + run.missing, run.n, run.positive], [coherent, n, positive], file);
    assert.equal((100 * (run.rate ?? NaN)).toFixed(3), Number(percent).toFixed(3), file);
  }
  assert.equal(golden().size, 44);
}

/** Means and standard errors of the logs, from judgments that anyone can read with SQL. */
function reportedMetrics({ db }: WorkerDesk): void {
  const values = db.prepare<[string], { metric: string; value: number | null }>(
    `SELECT j.metric, CASE j.text WHEN 'C' THEN 1.0 WHEN 'I' THEN 0.0 ELSE j.number END AS value
     FROM v_judgments j JOIN v_runs r USING (run_id) WHERE r.source_path = ?`,
  );
  for (const [name, [samples, reported, scorer, mean = 0, error = 0]] of Object.entries(LOGS)) {
    if (name.endsWith('.txt')) continue;
    const path = join(data, 'inspect_ai', name);
    const rows = values.all(path);
    const kept = single(db, 'SELECT transcripts FROM v_runs WHERE source_path = ?', path);
    assert.equal(kept, samples, name);
    const known = single(
      db,
      `SELECT f.value FROM v_run_facts f JOIN v_runs r USING (run_id) WHERE r.source_path = ? AND f.name = 'reportedTranscripts'`,
      path,
    );
    assert.equal(Number(known), reported, name);
    if (scorer === undefined) continue;
    assert.deepEqual(
      [rows.length, new Set(rows.map(({ metric }) => metric))],
      [samples, new Set([scorer])],
      name,
    );
    const numbers = rows.map(({ value }) => value ?? NaN);
    const found = numbers.reduce((sum, value) => sum + value, 0) / samples;
    const squares = numbers.reduce((sum, value) => sum + (value - found) ** 2, 0);
    assert.equal(found.toFixed(9), mean.toFixed(9), name);
    assert.ok(Math.abs(Math.sqrt(squares / Math.max(1, samples - 1) / samples) - error) < 1e-5, name);
  }
}
