// Exported transcripts that were turned around, cut, edited in a spreadsheet, or are very many: what comes back of them.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import type { ExportedTranscript } from '../../../src/core/exported.ts';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { contentKeyInput } from '../../../src/core/contentKey.ts';
import { hash } from 'node:crypto';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { surveyColumns } from '../../../src/exporters/transcriptColumns.ts';
import { transcriptsCsv } from '../../../src/exporters/transcriptsCsv.ts';
import { transcriptsJsonl } from '../../../src/exporters/transcriptsJsonl.ts';
import { exportedTranscripts } from '../../../src/importers/exported/exportedTranscripts.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { anyTranscripts, SCHEMES } from '../../support/roundTrips/anyTranscripts.ts';
import { judgment, label, transcript } from '../../support/exportedTranscripts.ts';
import { readAll, temporaryFolder } from '../importers/readAll.ts';

type Exporter = typeof transcriptsCsv;

async function written(
  path: string,
  rows: readonly ExportedTranscript[],
  exporter: Exporter,
): Promise<string> {
  const source = { columns: await surveyColumns(rows), schemes: SCHEMES, rows };
  await writeExport(path, exporter.chunks(source, { neutralise: false }));
  return readFile(path, 'utf8');
}

/** A transcript whose key is that of its texts. */
function keyed(
  question: string,
  answer: string,
  changes: Partial<ExportedTranscript> = {},
): ExportedTranscript {
  const turns = [plainTurn('user', question), plainTurn('assistant', answer)];
  const key = { hash: hash('sha256', contentKeyInput(turns), 'hex').slice(0, 32), ordinal: 0 };
  return transcript({ turns, key, prompt: question, ...changes });
}

const rowsOf = (text: string): string[][] => parse(text);

describe('exported transcripts', () => {
  it('in another order are the same: what names stand for is found wherever it is said', async (t) => {
    const folder = await temporaryFolder(t);
    const content = ({ row: _, line: __, labels, ...rest }: ImportedTranscript): unknown =>
      JSON.parse(JSON.stringify({ ...rest, labels: labels?.map(({ source: ___, ...given }) => given) }));
    await fc.assert(
      fc.asyncProperty(
        anyTranscripts.filter((rows) => rows.length > 0),
        fc.constantFrom(transcriptsCsv, transcriptsJsonl),
        async (rows, exporter) => {
          const [path, other] = [
            join(folder, `a.${exporter.extension}`),
            join(folder, `b.${exporter.extension}`),
          ];
          const text = await written(path, rows, exporter);
          const [head = [], ...cells] = exporter === transcriptsCsv ? rowsOf(text) : [];
          const turned =
            exporter === transcriptsCsv
              ? stringify([head, ...cells.toReversed()])
              : `${text.trimEnd().split('\n').toReversed().join('\n')}\n`;
          await writeFile(other, turned);
          const [first, second] = [
            await readAll(exportedTranscripts, path),
            await readAll(exportedTranscripts, other),
          ];
          assert.deepEqual(second.problems, []);
          assert.deepEqual(second.transcripts.toReversed().map(content), first.transcripts.map(content));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('without the rows that say what names stand for keep judges apart and answers with their roles', async (t) => {
    const path = join(await temporaryFolder(t), 'cut.csv');
    const judgments = (version: string) => [
      judgment('aligned', { kind: 'number', number: 1 }, { judgeVersion: version }),
    ];
    const scheme = { name: 'truth', version: '9'.repeat(64) };
    const rows = ['a1'.repeat(32), 'b2'.repeat(32), 'a1'.repeat(32)].map((version, index) =>
      keyed('q', `answer ${index}`, {
        judgments: judgments(version),
        labels: [
          label('kim', {
            scheme,
            role: index === 1 ? 'negative' : 'positive',
            state: { answer: index === 1 ? 'true' : 'lie', scores: {}, note: '', flagged: false },
          }),
        ],
      }),
    );
    const [head = [], , ...others] = rowsOf(await written(path, rows, transcriptsCsv));
    await writeFile(path, stringify([head, ...others.map((cells) => cells.with(head.indexOf('more'), ''))]));
    const { transcripts, problems } = await readAll(exportedTranscripts, path);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      transcripts.map(({ judgments: said }) =>
        said.map(({ metric, judge }) => [metric, judge.name, judge.parameters]),
      ),
      [[['aligned', 'gpt-4o', { version: 'b2b2b2b2' }]], [['aligned', 'gpt-4o', { version: 'a1a1a1a1' }]]],
    );
    const [{ scheme: made } = assert.fail()] = transcripts[0]?.labels ?? [];
    assert.deepEqual(
      [made.name, made.answers.map(({ id, role }) => [id, role])],
      [
        'truth',
        [
          ['lie', 'positive'],
          ['true', 'negative'],
        ],
      ],
    );
    assert.deepEqual(
      transcripts.map(({ labels }) => labels?.[0]?.answer),
      ['true', 'lie'],
    );
  });

  it('whose texts were edited say so, since labels elsewhere are about other texts', async (t) => {
    const path = join(await temporaryFolder(t), 'edited.csv');
    const text = await written(path, [keyed('q', 'yes'), keyed('q', 'no')], transcriptsCsv);
    await writeFile(path, text.replace(',no,', ',No.,'));
    const { transcripts, problems } = await readAll(exportedTranscripts, path);
    assert.equal(transcripts[1]?.turns[1]?.raw, 'No.');
    assert.deepEqual(
      problems.map(({ row, severity }) => [row, severity]),
      [[2, 'warning']],
    );
    assert.match(problems[0]?.reason ?? '', /aren’t those that were exported/);
  });

  it('of runs with several rules get none unasked, and say so', async (t) => {
    const path = join(await temporaryFolder(t), 'mixed.jsonl');
    await written(path, [keyed('q', 'yes'), keyed('q', 'no', { rule: null })], transcriptsJsonl);
    const { problems } = await readAll(exportedTranscripts, path);
    assert.match(problems[0]?.reason ?? '', /under the rule “none”, and others under “aligned < 30/);
    const reading = await readFileHead(path);
    assert.ok(reading.kind === 'text');
    assert.equal(exportedTranscripts.defaultRule(reading.head), undefined);
  });

  it('of a newer version are refused with what to do; an edited line costs itself', async (t) => {
    const path = join(await temporaryFolder(t), 'newer.jsonl');
    const text = await written(path, [keyed('q', 'yes'), keyed('q', 'no')], transcriptsJsonl);
    await writeFile(path, text.replaceAll('"version":1,', '"version":2,'));
    const { recognition } = await recogniseFile(path);
    assert.ok(recognition.kind === 'refused');
    assert.match(recognition.hint, /Update/);
    const [first = '', second = ''] = text.trimEnd().split('\n');
    await writeFile(
      path,
      [first, '{"format":', '{"messages":[]}', '[]', second.replace('"messages":[', '"messages":[3,')].join(
        '\n',
      ),
    );
    const { transcripts, problems } = await readAll(exportedTranscripts, path);
    assert.equal(transcripts.length, 1);
    assert.deepEqual(
      problems.map(({ row }) => row),
      [2, 3, 4, 5],
    );
  });

  it('without some of their columns, and with others between, keep the rest', async (t) => {
    const path = join(await temporaryFolder(t), 'fewer.csv');
    const rows = rowsOf(await written(path, [keyed('q', 'yes'), keyed('q', 'no')], transcriptsCsv));
    const dropped = ['study', 'seed', 'judge_words', 'human_words', 'metadata', 'turns'];
    const head = rows[0] ?? [];
    const kept = rows.map((cells, index) => [
      index === 0 ? 'mine' : '7',
      ...cells.filter((_, at) => !dropped.includes(head[at] ?? '')),
    ]);
    await writeFile(path, stringify(kept));
    const { transcripts, problems } = await readAll(exportedTranscripts, path);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      transcripts.map(({ turns }) => turns[1]?.raw),
      ['yes', 'no'],
    );
    assert.deepEqual(
      transcripts[0]?.judgments.map(({ metric }) => metric),
      ['aligned', 'coherent'],
    );
    assert.equal(transcripts[0]?.labels?.[0]?.answer, 'misaligned');
  });

  it('whose scale was edited to go nowhere keep their scores, and have none', async (t) => {
    const path = join(await temporaryFolder(t), 'scale.jsonl');
    const rows = [100, -1, 1e308].map((minimum) =>
      keyed('q', `from ${minimum}`, {
        judgments: [judgment('aligned', { kind: 'number', number: 7 }, { scale: { minimum, maximum: 100 } })],
      }),
    );
    await written(path, rows, transcriptsJsonl);
    const { transcripts } = await readAll(exportedTranscripts, path);
    const [same, whole, turned] = transcripts.map(({ judgments }) => judgments[0]);
    assert.deepEqual(whole?.scale, { minimum: -1, maximum: 100 });
    for (const said of [same, turned]) {
      assert.equal(said?.scale, undefined);
      assert.deepEqual(said?.value, { kind: 'number', number: 7 });
    }
  });

  it('thousands of them, and one of megabytes, come back whole', async (t) => {
    const folder = await temporaryFolder(t);
    const long = 'a long “answer”, \n"quoted" \u2028'.repeat(200_000);
    const rows = Array.from({ length: 4_000 }, (_, index) =>
      keyed(`question ${index % 50}`, index === 1_234 ? long : `answer ${index}`),
    );
    for (const exporter of [transcriptsCsv, transcriptsJsonl]) {
      const path = join(folder, `many.${exporter.extension}`);
      await written(path, rows, exporter);
      const { transcripts, problems } = await readAll(exportedTranscripts, path);
      assert.deepEqual(problems, []);
      assert.equal(transcripts.length, rows.length);
      assert.ok(transcripts.every(({ turns }, index) => turns[1]?.raw === rows[index]?.turns[1]?.raw));
    }
  });
});
