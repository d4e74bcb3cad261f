// What a user is told when a file, a folder or a disk is not what it should be, and that nothing is lost by it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { badDisk, whyNoBadDisk, type BadDisk } from '../support/badDisks.ts';
import { EM_HEADER, writeBadFiles, writeLongLine, writeRows } from '../support/badFiles.ts';
import { assertSound } from '../support/killChecks.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

interface Outcome {
  readonly runs?: readonly { readonly kept: number; readonly rejected: number }[];
  readonly skipped?: readonly { readonly reason: string }[];
  readonly error?: string;
}

const noDisk = whyNoBadDisk();

describe('bad input', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let folder = '';
  const disks: BadDisk[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-bad-'));
    writeBadFiles(folder);
    bench = await openWorkbench({
      workspace: folder,
      inPlace: true,
      settings: { 'transcriptAuditor.annotator': 'kim' },
    });
    await bench.execute('transcriptAuditor.runs.focus');
  });
  // The notification centre draws what fits into it.
  beforeEach(() => bench.execute('notifications.clearAll'));
  after(async () => {
    await bench.close();
    for (const disk of disks) disk.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const importOf = async (...names: readonly string[]): Promise<Outcome> =>
    (await bench.execute('transcriptAuditor.import', {
      paths: names.map((name) => join(folder, name)),
      preview: false,
      onDuplicate: 'import',
    })) as Outcome;
  const keptOf = ({ runs = [] }: Outcome): readonly (readonly number[])[] =>
    runs.map(({ kept, rejected }) => [kept, rejected]);

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['an empty file', 'empty.csv', /The file is empty \(0 bytes\)/],
    ['a table of something else', 'wrong.csv', /not of transcripts: no column holds answers/],
    ['a binary file', 'binary.csv', /It is binary, not text/],
    ['a picture with the wrong name', 'picture.jsonl', /It is an image, not text/],
    ['a header that names a column twice', 'twice.csv', /It isn’t known what its columns are/],
    ['a file that is not there', 'missing.csv', /isn’t there\. It was moved, renamed or deleted/],
  ];
  for (const [what, name, reason] of refused) {
    it(`${what} is refused with the reason`, async () => {
      const outcome = await importOf(name);
      assert.deepEqual(outcome.runs, []);
      assert.match(outcome.skipped?.[0]?.reason ?? '', reason);
      assert.match(await bench.window.notification(new RegExp(`${name} was not imported`)), reason);
    });
  }

  it('a folder without results says that there is nothing to import', async () => {
    assert.match((await importOf('nothing')).error ?? '', /There is nothing to import in nothing/);
    assert.match(
      await bench.window.notification(/nothing to import in nothing/),
      /searched for tables, JSON, JSON Lines, Inspect logs and Parquet/,
    );
  });

  it('a file with a header and nothing else is an empty run', async () => {
    assert.deepEqual(keptOf(await importOf('header.csv')), [[0, 0]]);
  });

  it('bytes that are no UTF-8 are kept and told of', async () => {
    assert.deepEqual(keptOf(await importOf('utf8.csv')), [[3, 0]]);
    await bench.window.notification(/Imported 3 transcripts as “utf8”/);
    await bench.window.answerNotification(/Imported 3 transcripts as “utf8”/, 'Show Problems');
  });

  it('a quote that is never closed costs its row and no other', async () => {
    assert.deepEqual(keptOf(await importOf('quotes.csv')), [[3, 1]]);
    await bench.window.notification(/Imported 3 transcripts as “quotes”; 1 row not read/);
  });

  it('broken lines of JSON Lines cost themselves and no other', async () => {
    assert.deepEqual(keptOf(await importOf('broken.jsonl')), [[1, 2]]);
  });

  it('a line of 200 MB is refused without taking the memory for it', async () => {
    writeLongLine(join(folder, 'line.csv'), `${EM_HEADER}"`, 200);
    writeLongLine(join(folder, 'line.jsonl'), '{"messages":[{"role":"user","content":"', 200);
    const csv = await importOf('line.csv');
    assert.match(csv.skipped?.[0]?.reason ?? '', /A quote opens here and isn’t closed within 64 MiB/);
    const jsonl = await importOf('line.jsonl');
    assert.match(jsonl.skipped?.[0]?.reason ?? '', /longer than 64 MiB/);
    for (const name of ['line.csv', 'line.jsonl']) rmSync(join(folder, name));
  });

  it('a file that vanishes while others are imported is named, and the others are in', async () => {
    writeRows(join(folder, 'big.csv'), 20_000);
    writeRows(join(folder, 'gone.csv'), 3);
    const importing = importOf('big.csv', 'gone.csv');
    await delay(700);
    rmSync(join(folder, 'gone.csv'), { force: true });
    const outcome = await importing;
    // On a machine that was too busy to look at the files by then it is left out before the import.
    assert.deepEqual(keptOf(outcome), [[20_000, 0]]);
    assert.match(outcome.skipped?.[0]?.reason ?? 'gone.csv was read in time', /isn’t there|read in time/);
  });

  it('a full disk stops an import, keeps what was in, and loses no label', { skip: noDisk }, async () => {
    const disk = badDisk(3_000);
    disks.push(disk);
    const path = join(disk.path, 'audit.db');
    assert.equal(await bench.execute('transcriptAuditor.newDatabase', { path }), path);
    // What the user can remove later to make room.
    writeFileSync(join(disk.path, 'spare'), Buffer.alloc(400_000));
    const outcome = await importOf('big.csv');

    assert.match(outcome.error ?? '', /The disk of .* is full/);
    await bench.window.notification(/The disk of .* is full/);
    const ids = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 400 })) as number[];
    assert.ok(ids.length > 100, 'what had been stored can be read');

    fill(disk.path);
    const confirmed: string[] = [];
    let problem = '';
    // The first labels still fit into the log that is there.
    for (let turn = 0; problem === '' && turn < 4_000; turn++) {
      const answer = turn % 2 === 0 ? 'aligned' : 'misaligned';
      const transcriptId = ids[turn % ids.length];
      const event = await bench.execute('transcriptAuditor.label', { transcriptId, answer });
      if (typeof event === 'string') confirmed.push(event);
      else if (isOutcome(event)) problem = event.error ?? '';
    }
    assert.match(problem, /The disk of .* is full/);
    for (const name of ['fill', 'spare']) rmSync(join(disk.path, name), { force: true });
    const event = await bench.execute('transcriptAuditor.label', { transcriptId: ids[0], answer: 'refusal' });
    assert.equal(typeof event, 'string', `with room again, labels are saved again: ${JSON.stringify(event)}`);
    await assertSound(path, [...confirmed, event as string], 2);
  });

  it(
    'a database on a read-only disk can be read and says why nothing is saved',
    { skip: noDisk },
    async () => {
      const [disk] = disks;
      assert.ok(disk);
      await bench.execute('transcriptAuditor.useDefaultDatabase');
      disk.makeReadOnly();
      const path = join(disk.path, 'audit.db');
      assert.equal(await bench.execute('transcriptAuditor.chooseDatabase', { path }), path);
      const ids = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 5 })) as number[];
      await bench.execute('transcriptAuditor.openTranscript', { transcriptId: ids[1] });
      const page = await bench.window.webview('transcript');
      await page
        .getByText(/Nothing can be labelled: .* is on a read-only disk/)
        .first()
        .waitFor();
      const label = await bench.execute('transcriptAuditor.label', {
        transcriptId: ids[1],
        answer: 'aligned',
      });
      assert.match((label as Outcome).error ?? '', /is on a read-only disk/);
      assert.match((await importOf('header.csv')).error ?? '', /Nothing can be imported: .* read-only disk/);
      const other = { path: join(disk.path, 'other.db') };
      const made = (await bench.execute('transcriptAuditor.newDatabase', other)) as Outcome;
      assert.match(made.error ?? '', /none can be created/);
      await bench.execute('transcriptAuditor.useDefaultDatabase');
    },
  );

  it('left no unhandled rejection and no bug in the logs', () => {
    assert.doesNotMatch(bench.extensionHostLog(), /unhandled|rejected promise not handled/i);
    assert.doesNotMatch(bench.outputLog(), /\[error\]|: bug: /);
  });
});

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && 'error' in value;
}

function fill(path: string): void {
  const { bavail, bsize } = statfsSync(path);
  try {
    writeFileSync(join(path, 'fill'), Buffer.alloc(bavail * bsize + bsize));
  } catch {
    // That is how it ends when the disk is full.
  }
}
