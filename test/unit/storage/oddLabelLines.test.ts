// Lines of label files as no editor writes them, but as scripts and other programs may.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { mergeLabelFile, type LabelMergeResult } from '../../../src/exporters/labels/mergeLabelFile.ts';
import { labelsJsonl } from '../../../src/exporters/labelsJsonl.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { labelSource } from '../../../src/storage/exportSources.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { importRun, labelInput, rows, temporaryFolder } from './storageDesk.ts';

function line(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    event: 'A'.repeat(26),
    key: `t1-${'ab'.repeat(16)}-0`,
    part: 'answer',
    annotator: 'kim',
    seq: 1,
    parent: null,
    action: 'answer',
    target: null,
    answer: 'aligned',
    previous_answer: null,
    scores: {},
    note: '',
    flagged: false,
    scheme: 'mine',
    scheme_version: 'f'.repeat(32),
    time: '2026-01-31T12:00:00.000Z',
    seconds_spent: 1,
    judge_visible: true,
    ...fields,
  });
}

const merged = (database: AuditDatabase, path: string): Promise<LabelMergeResult> =>
  mergeLabelFile(path, new EventMerger(database), { schemeVersion });

async function exported(database: AuditDatabase, path: string): Promise<string> {
  await writeExport(path, labelsJsonl.chunks(labelSource(database), null));
  return readFile(path, 'utf8');
}

const ODD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'half a character in the note': { note: 'x\ud800y' },
  'half a character in the name': { annotator: 'k\udc00' },
  'half a character in the answer': { answer: 'a\ud800', previous_answer: '\udfff' },
  'half a character in the scheme': { scheme: '\ud800', scheme_version: '\ud801' },
  'half a character in the question and the source': { metric: '\ud800', source: '\ud800' },
  'half a character in a score and a passage': {
    scores: { '\ud800': 1 },
    span: { turn: 0, part: 0, from: 0, to: 1, quote: '\ud83d' },
  },
  'zero characters': { note: 'a\0b', annotator: 'a\0b', metric: 'a\0b', answer: 'a\0b' },
  'names that objects have': { scores: JSON.parse('{"__proto__":3}') as unknown, annotator: '__proto__' },
  'numbers at the edge': { scores: { a: -0, b: 5e-324, c: 1.7976931348623157e308 }, seconds_spent: -0 },
  'a note of three million characters': { note: 'x'.repeat(3e6) },
  'an id in small letters': { event: 'a'.repeat(26) },
  'a hidden repeat of no queue': { repeat: 3 },
};

for (const [what, fields] of Object.entries(ODD)) {
  test(`a line with ${what} is the same label wherever and however often it is merged`, async (t) => {
    const { open, path } = await temporaryFolder(t);
    const [here, there] = [
      await open('here.db', { role: 'worker' }),
      await open('there.db', { role: 'worker' }),
    ];
    for (const database of [here, there]) importRun(database, rows(2));
    await writeFile(path('odd.jsonl'), `${line(fields)}\n`);
    const first = await merged(here, path('odd.jsonl'));
    assert.deepEqual([first.added, first.unread, first.problems], [1, 0, []]);
    const again = await merged(here, path('odd.jsonl'));
    assert.deepEqual([again.added, again.present, again.problems], [0, 1, []]);
    const text = await exported(here, path('out.jsonl'));
    const passedOn = await merged(there, path('out.jsonl'));
    assert.deepEqual([passedOn.added, passedOn.problems], [1, []]);
    assert.equal(await exported(there, path('back.jsonl')), text);
    const crosswise = await merged(there, path('odd.jsonl'));
    assert.deepEqual([crosswise.added, crosswise.problems], [0, []]);
  });
}

test('a sequence number that nobody can count to is refused, so that what is said later still comes later', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const here = await open('here.db', { role: 'worker' });
  importRun(here, rows(2));
  await writeFile(path('odd.jsonl'), `${line({})}\n${line({ event: 'B'.repeat(26), seq: 2 ** 53 - 1 })}\n`);
  const { added, problems } = await merged(here, path('odd.jsonl'));
  assert.equal(added, 1);
  assert.deepEqual(
    problems.map((problem) => [problem.line, problem.reason]),
    [[2, '“seq” is higher than anybody counts.']],
  );
  const store = createAuditStore(here);
  const seqs = ['aligned', 'misaligned'].map((answer) => store.appendLabel(labelInput(1, answer)).event.seq);
  assert.deepEqual(seqs, [2, 3]);
});
