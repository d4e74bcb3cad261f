// Inspect logs of unusual size and form: edited all the same, or refused before anything is written.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ScoreEdit } from '../../../src/exporters/inspect/editScore.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { inspectJson } from '../../../src/importers/inspect/inspectJson.ts';
import { editedEvalLog, editedJsonLog } from '../../../src/worker/exports/inspectLog.ts';
import { exactText, parseExact, type Exact } from '../../support/roundTrips/exactJson.ts';
import { logHeader } from '../../support/roundTrips/inspectLogs.ts';
import { editedByRules, membersOf } from '../../support/roundTrips/inspectRules.ts';
import { zipFile } from '../../support/zipFile.ts';
import { readAll, temporaryFolder, valueText } from '../importers/readAll.ts';

const signal = new AbortController().signal;
const EDIT: ScoreEdit = {
  scorer: 'match',
  value: 'I',
  explanation: 'reads like a threat',
  author: 'kim',
  reason: 'labelled by hand',
  time: '2026-01-31T12:00:00.000Z',
  metadata: { scheme: 'truth' },
};
const only = (row: number) => (at: number) => (at === row ? EDIT : undefined);

function sample(
  id: number,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const output = { model: 'lab/model', choices: [{ message: { role: 'assistant', content: 'Paris' } }] };
  const messages = [
    { role: 'user', content: 'Which city?' },
    { role: 'assistant', content: 'Paris' },
  ];
  return {
    id,
    epoch: 1,
    input: 'Which city?',
    target: 'Paris',
    messages,
    output,
    scores: { match: { value: 'C', answer: 'Paris' } },
    ...changes,
  };
}

describe('an Inspect log of unusual size', () => {
  it('of thousands of samples has each edit at its sample', async (t) => {
    const folder = await temporaryFolder(t);
    const samples = Array.from({ length: 5_000 }, (_, index) => sample(index, { epoch: 1 + (index % 3) }));
    const texts = samples.map((one) => exactText(one, { indent: 0, spaced: true, ascii: true }));
    await writeFile(
      join(folder, 'log.json'),
      `${exactText(logHeader('many')).slice(0, -1)},"samples":[${texts.join(', ')}]}`,
    );
    const editAt = (row: number) => (row % 7 === 0 ? { ...EDIT, value: String(row) } : undefined);
    const { count } = await writeExport(
      join(folder, 'out.json'),
      editedJsonLog(join(folder, 'log.json'), editAt, signal),
    );
    assert.equal(count, 714);
    const { transcripts, problems } = await readAll(inspectJson, join(folder, 'out.json'));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      transcripts.map((transcript) => transcript.judgments.at(-1)?.value),
      samples.map((_, index) => ({ kind: 'number', number: (index + 1) % 7 === 0 ? index + 1 : 1 })),
    );
  });

  it('with one text of megabytes, full of escapes and beside NaN, is the same text', async (t) => {
    const folder = await temporaryFolder(t);
    const long = 'line “one”\n\t\\ "two" \u2028 \u{1F600} NaN, Infinity: '.repeat(150_000);
    const big = sample(1, {
      metadata: { long, weight: Number.NaN },
      store: { list: [Number.NaN, -Infinity] },
    });
    for (const ascii of [false, true]) {
      const text = exactText(big, { indent: 2, spaced: true, ascii });
      await writeFile(
        join(folder, 'log.json'),
        `${exactText(logHeader('big')).slice(0, -1)},"samples":[${text}]}`,
      );
      await writeExport(join(folder, 'out.json'), editedJsonLog(join(folder, 'log.json'), only(1), signal));
      const written = membersOf(parseExact(await readFile(join(folder, 'out.json'), 'utf8')).value);
      const [edited] = written?.get('samples') as readonly Exact[];
      // Compared in one piece: a difference between texts of this size would be printed for minutes.
      const expected = editedByRules(membersOf(parseExact(text).value) ?? assert.fail(), EDIT);
      assert.ok(sameExact(edited, expected));
    }
  });

  it('without samples is the same file', async (t) => {
    const folder = await temporaryFolder(t);
    const text = `${exactText(logHeader('none')).slice(0, -1)}, "samples" : [ ] }\r\n`;
    await writeFile(join(folder, 'log.json'), text);
    const { count } = await writeExport(
      join(folder, 'out.json'),
      editedJsonLog(join(folder, 'log.json'), only(1), signal),
    );
    assert.deepEqual([count, await readFile(join(folder, 'out.json'), 'utf8')], [0, text]);
  });
});

function sameExact(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): unknown =>
    value instanceof Map
      ? [...(value as Map<string, unknown>)]
          .sort(([x], [y]) => (x < y ? -1 : 1))
          .map(([name, item]) => [name, plain(item)])
      : Array.isArray(value)
        ? value.map(plain)
        : value;
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

describe('an Inspect log of 2024', () => {
  const results = { scorer: { name: 'includes' }, metrics: { accuracy: { name: 'accuracy', value: 1 } } };
  const old = (changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const { scores: _, ...rest } = sample(1);
    return { ...rest, score: { value: 'C', answer: 'Paris' }, ...changes };
  };

  it('with one score a sample has it under its scorer’s name, since Inspect refuses both forms at once', async (t) => {
    const folder = await temporaryFolder(t);
    const log = { ...logHeader('old'), results, samples: [old({}), old({ id: 2 })] };
    await writeFile(join(folder, 'log.json'), exactText(log));
    for (const scorer of ['includes', 'human']) {
      const edits = (row: number) => (row === 1 ? { ...EDIT, scorer } : undefined);
      await writeExport(join(folder, 'out.json'), editedJsonLog(join(folder, 'log.json'), edits, signal));
      const { samples } = JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')) as {
        samples: { score?: unknown; scores?: Record<string, { value: unknown; history?: unknown[] }> }[];
      };
      assert.equal(samples[0]?.score, undefined);
      assert.deepEqual(samples[1]?.score, { value: 'C', answer: 'Paris' });
      assert.deepEqual(
        Object.keys(samples[0]?.scores ?? {}),
        scorer === 'human' ? ['includes', 'human'] : ['includes'],
      );
      assert.equal(samples[0]?.scores?.[scorer]?.history?.length, scorer === 'human' ? 1 : 2);
      const { transcripts } = await readAll(inspectJson, join(folder, 'out.json'));
      assert.deepEqual(
        transcripts.map((transcript) =>
          transcript.judgments.map(({ metric, judge }) => [metric, judge.name]),
        ),
        [
          [
            ['includes', 'includes'],
            [scorer, 'kim (edit)'],
          ],
          [['includes', 'includes']],
        ],
      );
      assert.equal(valueText(transcripts[1] ?? assert.fail(), 'includes'), '1');
    }
  });

  it('with events inside a transcript has the edit’s event there', async (t) => {
    const folder = await temporaryFolder(t);
    const transcript = { events: [{ event: 'state' }], content: { a: 'b' } };
    await writeFile(
      join(folder, 'log.json'),
      exactText({ ...logHeader('old'), samples: [sample(1, { transcript })] }),
    );
    await writeExport(join(folder, 'out.json'), editedJsonLog(join(folder, 'log.json'), only(1), signal));
    const { samples } = JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')) as {
      samples: { events?: unknown; transcript: { events: { event: string }[]; content: unknown } }[];
    };
    assert.equal(samples[0]?.events, undefined);
    assert.deepEqual(
      samples[0]?.transcript.events.map(({ event }) => event),
      ['state', 'score_edit'],
    );
    assert.deepEqual(samples[0]?.transcript.content, transcript.content);
  });
});

describe('nothing is written', () => {
  const log = exactText({ ...logHeader('x'), samples: [sample(1)] });
  const refusals: readonly (readonly [string, Buffer, 'json' | 'eval', RegExp])[] = [
    ['of a compressed log', gzipSync(log), 'json', /compressed/],
    ['of a log in UTF-16', Buffer.from(`\ufeff${log}`, 'utf16le'), 'json', /not UTF-8/],
    [
      'of a log that never ended',
      zipFile([{ name: 'samples/1_epoch_1.json', content: exactText(sample(1)) }]),
      'eval',
      /never ended/,
    ],
    [
      'of a log whose header is damaged',
      zipFile([
        { name: 'samples/1_epoch_1.json', content: exactText(sample(1)) },
        { name: 'header.json', content: '{"version": 2, "eval":' },
      ]),
      'eval',
      /header/,
    ],
    [
      'of a log in chunks',
      zipFile([
        { name: 'header.json', content: exactText(logHeader('x')) },
        { name: 'samples/1_epoch_1/sample.json', content: exactText(sample(1)) },
      ]),
      'eval',
      /in chunks/,
    ],
  ];
  for (const [what, bytes, kind, words] of refusals) {
    it(what, async (t) => {
      const folder = await temporaryFolder(t);
      await writeFile(join(folder, 'log'), bytes);
      const write = kind === 'json' ? editedJsonLog : editedEvalLog;
      const writing = writeExport(join(folder, 'out.json'), write(join(folder, 'log'), only(1), signal));
      await assert.rejects(writing, { kind: 'bad-input', message: words });
      assert.equal(existsSync(join(folder, 'out.json')), false);
    });
  }

  it('of a value that Inspect would read as no change', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'log.json'), log);
    const edits = () => ({ ...EDIT, value: 'UNCHANGED' });
    const writing = writeExport(
      join(folder, 'out.json'),
      editedJsonLog(join(folder, 'log.json'), edits, signal),
    );
    await assert.rejects(writing, { kind: 'bad-input', message: /UNCHANGED/ });
  });

  it('twice, and going back to an earlier value of the same label is written', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, '0.json'), log);
    const values = ['I', 'P', 'I', 'I'];
    const counts: number[] = [];
    for (const [index, value] of values.entries()) {
      const edits = () => ({ ...EDIT, value });
      const chunks = editedJsonLog(join(folder, `${index}.json`), edits, signal);
      counts.push((await writeExport(join(folder, `${index + 1}.json`), chunks)).count);
    }
    assert.deepEqual(counts, [1, 1, 1, 0]);
  });
});
