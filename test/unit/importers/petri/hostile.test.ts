import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { AuditError } from '../../../../src/core/errors.ts';
import { readFileHead } from '../../../../src/importers/fileHead.ts';
import type { Importer } from '../../../../src/importers/importer.ts';
import { chatJsonl } from '../../../../src/importers/chatJsonl.ts';
import { bloom } from '../../../../src/importers/petri/bloom.ts';
import { petri } from '../../../../src/importers/petri/petri.ts';
import { fixture, readAll, temporaryFile, temporaryFolder, type ReadResult } from '../readAll.ts';
import { cpuClock } from '../../../support/cpuTime.ts';

/** Reads it; errors other than those for the user fail the test. */
async function survive(importer: Importer, path: string): Promise<ReadResult> {
  const spent = cpuClock();
  const head = await readFileHead(path);
  if (head.kind !== 'refused') importer.recognise(head.head);
  const result = await readAll(importer, path).catch((error: unknown) => {
    assert.ok(error instanceof AuditError, String(error));
    return { transcripts: [], problems: [] };
  });
  // What is stored is written as JSON.
  for (const { turns, branches, judgments, metadata } of result.transcripts) {
    JSON.stringify([turns, branches, judgments, metadata]);
    for (const [index, branch] of (branches ?? []).entries()) assert.ok((branch.parent ?? 0) <= index);
  }
  const took = spent();
  assert.ok(took < 5000, `took ${took.toFixed(0)} ms`);
  return result;
}

const header = '"metadata": {"transcript_id": "x", "target_model": "m"}';

test('deep nesting, polluting names and wrong types are data or problems', async (t) => {
  const message = '{"role": "user", "content": "hi"}';
  const documents: readonly (readonly [name: string, text: string, kept: number])[] = [
    [
      'deep.json',
      `{${header}, "target_messages": [${message}, ${'['.repeat(100_000)}${']'.repeat(100_000)}]}`,
      1,
    ],
    [
      'deepHeader.json',
      `{${header}, "target_messages": [${message}], "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      1,
    ],
    [
      'proto.json',
      `{"__proto__": {"polluted": 1}, "metadata": {"transcript_id": "x", "target_model": "m", "__proto__": {"polluted": 1}, "judge_output": {"scores": {"__proto__": 3, "constructor": 1}, "response": "", "summary": ""}}, "target_messages": [{"role": "__proto__", "content": 1}, ${message}]}`,
      1,
    ],
    [
      'types.json',
      `{${header}, "events": {"a": 1}, "messages": "no", "target_messages": [1, null, [], {"role": 5}, ${message}]}`,
      1,
    ],
    ['none.json', `{${header}, "events": [], "messages": []}`, 0],
    ['list.json', '[1, 2]', 0],
    ['cut.json', `{${header}, "target_messages": [${message}, {"role": "assist`, 1],
    [
      'judge.json',
      `{"metadata": {"transcript_id": "x", "tags": 5, "target_model": 7, "judge_output": {"scores": [1], "highlights": [{"parts": [null, {"quoted_text": 5}]}, 7], "score_descriptions": []}}, "target_messages": [${message}]}`,
      1,
    ],
  ];
  for (const [name, text, kept] of documents) {
    const path = await temporaryFile(t, name, text);
    const { transcripts, problems } = await survive(petri, path);
    assert.equal(transcripts.length, kept, name);
    if (kept === 0)
      assert.ok(problems.some(({ severity }) => severity === 'error') || name === 'list.json', name);
    await survive(bloom, path);
  }
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('a metric may be called anything', async (t) => {
  const path = await temporaryFile(
    t,
    'names.json',
    `{"metadata": {"transcript_id": "x", "target_model": "m", "judge_output": {"scores": {"__proto__": 3, "constructor": 1}, "response": "constructor: 1/10, __proto__: 3/10"}}, "target_messages": [{"role": "user", "content": "hi"}]}`,
  );
  const { transcripts } = await readAll(petri, path);
  assert.deepEqual(
    transcripts[0]?.judgments.map(({ metric, value }) => [metric, value]),
    [
      ['__proto__', { kind: 'number', number: 3 }],
      ['constructor', { kind: 'number', number: 1 }],
    ],
  );
  assert.equal(transcripts[0].metadata?.['suspectedFilledIn'], undefined);
});

test('near misses are left to other importers', async (t) => {
  const near: readonly string[] = [
    '{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}], "metadata": {"id": 1}}\n',
    '{"version": 2, "status": "success", "eval": {"model": "m"}, "samples": [{"id": 1, "messages": [], "events": []}]}',
    '{"events": [{"type": "click", "id": 1}], "metadata": {"transcript_id": "x"}}',
    '{"results": {"results": []}, "metadata": {"target_model": "m"}}',
    '[{"metadata": {"transcript_id": "x", "target_model": "m"}, "target_messages": []}]',
    '{"metadata": {"transcript_id": "a", "target_model": "m"}, "messages": [{"role": "user", "content": "a"}]}\n{"metadata": {"transcript_id": "b", "target_model": "m"}, "messages": [{"role": "user", "content": "b"}]}\n',
  ];
  for (const text of near) {
    const reading = await readFileHead(await temporaryFile(t, 'near.json', text));
    assert.ok(reading.kind !== 'refused');
    assert.deepEqual(
      [petri.recognise(reading.head), bloom.recognise(reading.head)],
      [undefined, undefined],
      text,
    );
  }
  const reading = await readFileHead(fixture('petri/audit.json'));
  assert.ok(reading.kind !== 'refused');
  assert.equal(chatJsonl.recognise(reading.head), undefined);
});

test('an audit longer than what is looked at to recognise it is known, whatever comes first', async (t) => {
  const audit = JSON.parse(await readFile(fixture('petri/audit.json'), 'utf8')) as Record<string, unknown>;
  const long = { role: 'user', id: 'long', content: 'x'.repeat(400_000) };
  const event = { type: 'transcript_event', view: 'target', edit: { operation: 'add', message: long } };
  const events = [...(audit['events'] as unknown[]), event];
  for (const [name, document] of [
    ['metadataFirst.json', { metadata: audit['metadata'], events }],
    ['eventsFirst.json', { events, metadata: audit['metadata'] }],
  ] as const) {
    const path = await temporaryFile(t, name, JSON.stringify(document));
    const reading = await readFileHead(path);
    assert.ok(reading.kind !== 'refused');
    assert.equal(petri.recognise(reading.head)?.kind, 'transcripts', name);
    const { transcripts } = await readAll(petri, path);
    assert.equal(transcripts[0]?.turns.at(-1)?.raw.length, 400_000);
  }
});

test('bits flipped, ends cut off and values swapped never crash it', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'mutated.json');
  for (const [importer, name] of [
    [petri, 'petri/audit.json'],
    [bloom, 'bloom/transcripts/transcript_v2r1.json'],
  ] as const) {
    const original = await readFile(fixture(name));
    const tokens = original.toString('utf8').split(/(?<=[,:[\]{}])/);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat(),
        fc.constantFrom('flip', 'cut', 'swap', 'odd'),
        async (a, b, how) => {
          let bytes = Buffer.from(original);
          if (how === 'flip') bytes[a % bytes.length] = (bytes[a % bytes.length] ?? 0) ^ (1 << (b % 8));
          if (how === 'cut') bytes = bytes.subarray(0, a % bytes.length);
          if (how === 'swap') {
            const other = [...tokens];
            const [i, j] = [a % other.length, b % other.length];
            [other[i], other[j]] = [other[j] ?? '', other[i] ?? ''];
            bytes = Buffer.from(other.join(''));
          }
          if (how === 'odd') {
            const odd = ['null', '-1', '1e999', '{}', '[]', '"x"', 'NaN', '{"__proto__": 1}'][b % 8] ?? '';
            let at = a % 200;
            bytes = Buffer.from(
              original
                .toString('utf8')
                .replace(/: ("[^"]*"|\d+|null)/g, (match) => (at-- === 0 ? `: ${odd}` : match)),
            );
          }
          await writeFile(path, bytes);
          await survive(importer, path);
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  }
});
