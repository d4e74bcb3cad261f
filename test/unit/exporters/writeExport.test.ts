import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import type { ExportChunk } from '../../../src/exporters/exporter.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';

const created: string[] = [];
let folder = '';
let target = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
  created.push(folder);
  target = join(folder, 'out.csv');
});
after(() => Promise.all(created.map((path) => rm(path, { recursive: true, force: true }))));

async function* pieces(...texts: readonly string[]): AsyncGenerator<ExportChunk> {
  for (const text of texts) yield await Promise.resolve({ text, count: 1 });
}

/** Two pieces, then the fault. */
async function* failing(error: unknown): AsyncGenerator<ExportChunk> {
  yield* pieces('one\n', 'two\n');
  throw error;
}

const isAudit =
  (kind: string, text = /./) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AuditError, String(error));
    assert.equal(error.kind, kind);
    assert.match(`${error.message} ${error.hint}`, text);
    return true;
  };

describe('an exported file', () => {
  test('holds every piece, and the answer says how many, how long and which hash', async () => {
    const result = await writeExport(target, pieces('a,b\n', 'é,2\n'));
    const bytes = await readFile(target);
    assert.equal(bytes.toString(), 'a,b\né,2\n');
    assert.deepEqual(result, {
      path: target,
      count: 2,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    assert.deepEqual(await readdir(folder), ['out.csv']);
  });

  test('reports how far it is', async () => {
    const seen: number[] = [];
    await writeExport(target, pieces('a', 'b', 'c'), { onProgress: (count) => seen.push(count) });
    assert.deepEqual(seen, [1, 2, 3]);
  });

  test('replaces an older one only when it is complete', async () => {
    await writeFile(target, 'older');
    let during = '';
    async function* watching(): AsyncGenerator<ExportChunk> {
      yield* pieces('new ');
      during = await readFile(target, 'utf8');
      yield* pieces('file');
    }
    await writeExport(target, watching());
    assert.equal(during, 'older');
    assert.equal(await readFile(target, 'utf8'), 'new file');
  });

  for (const [what, error, kind] of [
    ['the source fails', new Error('the database went away'), 'bug'],
    ['the source says what happened', new AuditError('database-corrupt', 'Damaged.'), 'database-corrupt'],
  ] as const) {
    test(`is as it was when ${what}, and nothing is left beside it`, async () => {
      await writeFile(target, 'older');
      await assert.rejects(writeExport(target, failing(error)), isAudit(kind));
      assert.equal(await readFile(target, 'utf8'), 'older');
      assert.deepEqual(await readdir(folder), ['out.csv']);
    });
  }

  test('is as it was when the export is cancelled', async () => {
    await writeFile(target, 'older');
    const controller = new AbortController();
    const cancelling = writeExport(target, pieces('a', 'b'), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(cancelling, isAudit('cancelled'));
    await assert.rejects(
      writeExport(target, pieces('a'), { signal: controller.signal }),
      isAudit('cancelled'),
    );
    assert.equal(await readFile(target, 'utf8'), 'older');
    assert.deepEqual(await readdir(folder), ['out.csv']);
  });

  test('keeps the permissions of the one it replaces', { skip: process.platform === 'win32' }, async () => {
    await writeFile(target, 'older');
    await chmod(target, 0o600);
    await writeExport(target, pieces('x'));
    assert.equal((await stat(target)).mode & 0o777, 0o600);
  });

  test(
    'goes where a symbolic link points, and the link stays',
    { skip: process.platform === 'win32' },
    async () => {
      await mkdir(join(folder, 'real'));
      const real = join(folder, 'real', 'file.csv');
      await writeFile(real, 'older');
      await symlink(real, target);
      await writeExport(target, pieces('new'));
      assert.equal(await readFile(real, 'utf8'), 'new');
      assert.deepEqual((await readdir(folder)).sort(), ['out.csv', 'real']);
    },
  );
});

describe('a place that can’t be written', () => {
  test('is refused in words: a folder, a folder that isn’t there, a file in its way, a name too long', async () => {
    await assert.rejects(writeExport(folder, pieces('x')), isAudit('bad-input', /is a folder/));
    await assert.rejects(
      writeExport(join(folder, 'no', 'x.csv'), pieces('x')),
      isAudit('file-missing', /doesn't exist/),
    );
    await writeFile(target, 'older');
    await assert.rejects(writeExport(join(target, 'x.csv'), pieces('x')), isAudit('file-missing'));
    await assert.rejects(
      writeExport(join(folder, 'x'.repeat(300)), pieces('x')),
      isAudit('bad-input', /too long/),
    );
    assert.deepEqual(await readdir(folder), ['out.csv']);
  });

  test('because the disk is full leaves the file there untouched', { skip: tmpfsMissing() }, async () => {
    mount(folder, 'size=64k');
    try {
      await writeFile(target, 'older');
      const much = Array.from({ length: 40 }, () => 'x'.repeat(10_000));
      await assert.rejects(
        writeExport(target, pieces(...much)),
        isAudit('disk-full', /as it was.*Free some space/),
      );
      assert.equal(await readFile(target, 'utf8'), 'older');
      assert.deepEqual(await readdir(folder), ['out.csv']);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  test('because it is mounted read-only is said so', { skip: tmpfsMissing() }, async () => {
    mount(folder, 'ro');
    try {
      await assert.rejects(
        writeExport(target, pieces('x')),
        isAudit('read-only', /read-only.*another place/),
      );
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

function mount(where: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', where]);
}

/** Why no small file system can be mounted here; false when one can. */
function tmpfsMissing(): string | false {
  if (process.platform !== 'linux') return 'needs Linux to mount a tmpfs';
  return process.getuid?.() === 0 ? false : 'needs root to mount a tmpfs';
}
