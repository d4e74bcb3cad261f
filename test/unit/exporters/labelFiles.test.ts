import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { AuditError } from '../../../src/core/errors.ts';
import type { LabelEvent } from '../../../src/core/labelEvent.ts';
import {
  formatEventLine,
  formatHeaderLine,
  unionOfEvents,
  type SchemeVersion,
} from '../../../src/core/labelFile.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { schemeVersionInput } from '../../../src/core/labelSchemeFile.ts';
import {
  mergeLabelFile,
  type LabelMergeResult,
  type LabelMergeTarget,
} from '../../../src/exporters/labels/mergeLabelFile.ts';
import { labelsJsonl } from '../../../src/exporters/labelsJsonl.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { MemoryLabels } from '../../support/memoryLabels.ts';
import { anyLabelEvent, labelEvent } from '../../support/labelEvents.ts';
import { textOfChunks } from '../../support/chunks.ts';

const folder = await mkdtemp(join(tmpdir(), 'labels-'));
after(() => rm(folder, { recursive: true, force: true }));

const schemeVersion = (scheme: LabelScheme): string =>
  createHash('sha256').update(schemeVersionInput(scheme)).digest('hex');
const defaultVersion: SchemeVersion = {
  scheme: DEFAULT_LABEL_SCHEME,
  version: schemeVersion(DEFAULT_LABEL_SCHEME),
};

let files = 0;
async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(folder, `${files++}.jsonl`);
  await writeFile(path, content);
  return path;
}

async function merge(
  content: string | Buffer,
  into = new MemoryLabels(),
): Promise<LabelMergeResult & { labels: MemoryLabels }> {
  const result = await mergeLabelFile(await fileOf(content), into, { schemeVersion });
  return { ...result, labels: into };
}

const exported = (
  events: readonly LabelEvent[],
  schemes: readonly SchemeVersion[] = [defaultVersion],
): Promise<string> => textOfChunks(labelsJsonl.chunks({ schemes, events }, null));

const line = (id: string, changes: Partial<LabelEvent> = {}): string =>
  formatEventLine(labelEvent(id, changes));
const header = formatHeaderLine(defaultVersion);

describe('an exported label file', () => {
  test('begins with a header that names format, version and scheme, then has one event a line', async () => {
    const text = await exported([labelEvent('A'), labelEvent('B', { seq: 2 })]);
    assert.deepEqual(text.split('\n'), [header, line('A'), line('B', { seq: 2 }), '']);
    assert.ok(
      text.startsWith(
        '{"format":"transcript-auditor-labels","version":1,"scheme":{"name":"emergent misalignment"',
      ),
    );
  });

  test('without labels still says what it is', async () => {
    assert.equal(await exported([], []), `${formatHeaderLine()}\n`);
  });

  test('is the same file for the same labels, in whatever order its schemes came', async () => {
    const other: SchemeVersion = { scheme: { ...DEFAULT_LABEL_SCHEME, name: 'another' }, version: 'x' };
    assert.equal(await exported([], [defaultVersion, other]), await exported([], [other, defaultVersion]));
  });

  test('is refused rather than written out of order', async () => {
    await assert.rejects(exported([labelEvent('B', { seq: 2 }), labelEvent('A')]), /out of order/);
    await assert.rejects(exported([labelEvent('A'), labelEvent('A')]), /out of order/);
  });

  test('gives an empty database the same labels, and a second time nothing new', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLabelEvent, { maxLength: 30 }), async (some) => {
        const events = unionOfEvents(some);
        const text = await exported(events);
        const once = await merge(text);
        assert.deepEqual([once.added, once.present, once.unread], [events.length, 0, 0]);
        assert.deepEqual(once.labels.sorted(), events);
        assert.deepEqual(once.problems, []);
        const again = await merge(text, once.labels);
        assert.deepEqual([again.added, again.present], [0, events.length]);
        assert.equal(await exported(again.labels.sorted()), text);
      }),
      { numRuns: 30 },
    );
  });

  test('merged from two people in any order gives one result', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLabelEvent), fc.array(anyLabelEvent), async (some, others) => {
        const [a, b] = [await exported(unionOfEvents(some)), await exported(unionOfEvents(others))];
        const ab = await merge(b, (await merge(a)).labels);
        const ba = await merge(a, (await merge(b)).labels);
        assert.deepEqual(ab.labels.sorted(), ba.labels.sorted());
        const joined = await merge(a + b);
        assert.deepEqual(joined.labels.sorted(), ab.labels.sorted());
      }),
      { numRuns: 20 },
    );
  });

  test('is written by the same means as every export', async () => {
    const path = join(folder, 'out.jsonl');
    const source = { schemes: [defaultVersion], events: [labelEvent('A')] };
    const { count } = await writeExport(path, labelsJsonl.chunks(source, null));
    assert.equal(count, 1, 'headers are not counted');
  });
});

describe('reading a label file', () => {
  test('takes headers wherever they stand, and scheme definitions once', async () => {
    const { labels, added } = await merge(
      [line('A'), header, formatHeaderLine(), line('B', { seq: 2 }), header].join('\n'),
    );
    assert.equal(added, 2);
    assert.deepEqual(labels.schemes, [defaultVersion]);
  });

  test('reads the lines around one that can’t be read, and says which and why', async () => {
    const { added, unread, problems } = await merge(
      `${header}\n${line('A')}\n{"event":\n\n${line('B', { seq: 2 })}\n`,
    );
    assert.deepEqual([added, unread], [2, 1]);
    assert.deepEqual(
      problems.map(({ line: at, severity, reason }) => ({ at, severity, reason })),
      [{ at: 3, severity: 'error', reason: 'The line is not JSON.' }],
    );
  });

  test('reads both sides of a conflict that git left, and points at its marks', async () => {
    const conflict = [header, '<<<<<<< HEAD', line('A'), '=======', line('B'), '>>>>>>> theirs', ''].join(
      '\n',
    );
    const { added, unread, problems } = await merge(conflict);
    assert.deepEqual([added, unread], [2, 3]);
    assert.deepEqual(
      problems.map((problem) => problem.line),
      [2, 4, 6],
    );
    assert.match(problems[0]?.hint ?? '', /delete the marks/);
  });

  test('says what extra fields it doesn’t keep, without calling the line unread', async () => {
    const extra = line('A').replace('{', '{"mood":"good",');
    const { added, unread, problems } = await merge(`${header}\n${extra}`);
    assert.deepEqual([added, unread], [1, 0]);
    assert.deepEqual(problems, [
      { line: 2, severity: 'warning', reason: 'Fields that are not kept: “mood”.', hint: '' },
    ]);
  });

  test('says of an event that was edited that the one here was kept', async () => {
    const { labels } = await merge(`${header}\n${line('A')}`);
    const { added, present, problems } = await merge(
      `${header}\n${line('A', { annotator: 'mallory' })}`,
      labels,
    );
    assert.deepEqual([added, present], [0, 1]);
    assert.match(problems[0]?.reason ?? '', /says something else here; the one here was kept/);
    assert.equal(problems[0]?.line, 2);
    assert.equal(labels.sorted()[0]?.annotator, 'kim');
  });

  test('doesn’t believe a scheme whose definition was edited, and keeps its labels', async () => {
    const edited = header.replace('"role":"negative"', '"role":"positive"');
    const { added, labels, problems, unread } = await merge(`${edited}\n${line('A')}`);
    assert.equal(added, 1);
    assert.equal(unread, 1);
    assert.deepEqual(labels.schemes, []);
    assert.match(problems[0]?.reason ?? '', /“emergent misalignment” is not the one its version names/);
  });

  test('takes Windows line ends, a byte order mark and a last line without an end', async () => {
    const { added, unread } = await merge(`\uFEFF${header}\r\n${line('A')}\r\n${line('B', { seq: 2 })}`);
    assert.deepEqual([added, unread], [2, 0]);
  });

  test('passes over a line too long to be an event, and one that isn’t UTF-8', async () => {
    const long = Buffer.alloc(17 * 1024 * 1024, 'x');
    const parts = [
      Buffer.from(`${header}\n`),
      long,
      Buffer.from('\n'),
      Buffer.from([0xff, 0xfe, 10]),
      Buffer.from(line('A')),
    ];
    const { added, unread, problems } = await merge(Buffer.concat(parts));
    assert.deepEqual([added, unread], [1, 2]);
    assert.deepEqual(
      problems.map(({ line: at, reason }) => `${at}: ${reason}`),
      ['2: The line is longer than 16 MiB.', '3: The line is not UTF-8 text.'],
    );
  });

  test('of many thousand events comes in batches, each small, with progress', async () => {
    const events = Array.from({ length: 2_500 }, (_, i) =>
      labelEvent(`E${String(i).padStart(5, '0')}`, { seq: i + 1 }),
    );
    const sizes: number[] = [];
    const target = new MemoryLabels();
    const seen: number[] = [];
    const spy: LabelMergeTarget = {
      addSchemes: (schemes) => target.addSchemes(schemes),
      addEvents: (batch) => {
        sizes.push(batch.length);
        return target.addEvents(batch);
      },
    };
    const path = await fileOf(await exported(events));
    await mergeLabelFile(path, spy, { schemeVersion, onProgress: (count) => seen.push(count) });
    assert.ok(Math.max(...sizes) <= 1_000);
    assert.equal(seen.at(-1), 2_500);
    assert.equal(target.events.size, 2_500);
  });

  test('reports the first thousand problems and counts them all', async () => {
    const { unread, problems } = await merge(`${header}\n${'{}\n'.repeat(1_500)}`);
    assert.equal(unread, 1_500);
    assert.equal(problems.length, 1_000);
  });
});

describe('a file whose labels can’t be read as a whole', () => {
  const rejects = async (content: string | Buffer, kind: string, text: RegExp): Promise<void> => {
    const target = new MemoryLabels();
    await assert.rejects(merge(content, target), (error) => {
      assert.ok(error instanceof AuditError);
      assert.equal(error.kind, kind);
      assert.match(`${error.message} ${error.hint}`, text);
      return true;
    });
    assert.equal(target.events.size, 0, 'nothing of it is taken');
  };

  test('is of a later format version, wherever its header stands', async () => {
    const later = formatHeaderLine().replace('"version":1', '"version":3');
    await rejects(
      `${header}\n${line('A')}\n${later}\n`,
      'bad-input',
      /version 3.*version 2 is read here.*Update/,
    );
  });

  test('is something else', async () => {
    await rejects('question,answer\na,b\n', 'not-recognised', /not a label file.*Import Transcripts/);
    await rejects('{"messages":[]}\n', 'not-recognised', /not a label file/);
    await rejects(Buffer.from(line('A'), 'utf16le'), 'not-recognised', /not a label file/);
    await rejects(Buffer.alloc(100_000, 0), 'not-recognised', /not a label file/);
  });

  test('is a folder, or gone', async () => {
    const merging = (path: string): Promise<unknown> =>
      mergeLabelFile(path, new MemoryLabels(), { schemeVersion });
    await assert.rejects(merging(folder), /is a folder/);
    await assert.rejects(merging(join(folder, 'gone.jsonl')), /doesn't exist/);
  });

  test('but an empty file is a label file without labels', async () => {
    assert.deepEqual((await merge('')).added, 0);
  });

  test('is left when the import is cancelled', async () => {
    const path = await fileOf(`${header}\n${line('A')}\n`);
    const signal = AbortSignal.abort();
    await assert.rejects(mergeLabelFile(path, new MemoryLabels(), { schemeVersion, signal }), (error) => {
      assert.ok(error instanceof AuditError);
      assert.equal(error.kind, 'cancelled');
      return true;
    });
  });
});
