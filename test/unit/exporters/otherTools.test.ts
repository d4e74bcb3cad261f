// Formats of other tools: what is written has their form, and is read back to the same.
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { contentKeyInput } from '../../../src/core/contentKey.ts';
import type { ExportedTranscript } from '../../../src/core/exported.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { chatLines } from '../../../src/exporters/chatLines.ts';
import type { TranscriptExporter } from '../../../src/exporters/exporter.ts';
import { inspectPrecomputedScores } from '../../../src/exporters/inspect/precomputedScores.ts';
import { scoutValidation } from '../../../src/exporters/inspect/scoutValidation.ts';
import { transcriptExporters } from '../../../src/exporters/registry.ts';
import { TRANSCRIPT_FORMAT_LIST } from '../../../src/exporters/transcriptFormats.ts';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { writtenLabels } from '../../../src/importers/writtenLabels.ts';
import { anyTranscript, label, transcript } from '../../support/exportedTranscripts.ts';
import { readAll, temporaryFile } from '../importers/readAll.ts';

const COLUMNS = { metrics: [], annotators: [] };

async function written(
  exporter: TranscriptExporter,
  rows: readonly ExportedTranscript[],
  annotator?: string,
): Promise<{ readonly text: string; readonly count: number }> {
  let text = '';
  let count = 0;
  const options = { neutralise: false, ...(annotator === undefined ? {} : { annotator }) };
  for await (const chunk of exporter.chunks({ columns: COLUMNS, rows }, options)) {
    text += chunk.text;
    count += chunk.count;
  }
  return { text, count };
}

describe('formats of other tools', () => {
  it('are all offered by name', () => {
    assert.deepEqual(
      transcriptExporters.map(({ id, extension }) => [id, extension]),
      TRANSCRIPT_FORMAT_LIST.map(({ id, extension }) => [id, extension]),
    );
  });

  it('chat lines have a role and a content, whatever form the turns were recorded in', async () => {
    const raw = '{"task":"owls","string":"owl wing"}';
    const turn = {
      role: 'user',
      raw,
      rawKind: 'json',
      parts: [{ kind: 'text', text: 'Which bird?' }],
    } as const;
    const { text } = await written(chatLines, [
      transcript({ turns: [turn, plainTurn('assistant', 'An owl.')] }),
    ]);
    assert.deepEqual(JSON.parse(text), {
      messages: [
        { role: 'user', content: 'Which bird?' },
        { role: 'assistant', content: 'An owl.' },
      ],
    });
  });

  it('chat lines hold the messages and nothing else, and read back to the same texts', async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTranscript, { minLength: 1, maxLength: 5 }), async (rows) => {
        const { text, count } = await written(chatLines, rows);
        assert.equal(count, rows.length);
        for (const line of text.trimEnd().split('\n')) {
          assert.deepEqual(Object.keys(JSON.parse(line) as object), ['messages']);
        }
        const read = await readAll(chatJsonl, await temporaryFile(t, 'chat.jsonl', text));
        assert.deepEqual(
          read.transcripts.map(({ turns }) => contentKeyInput(turns)),
          rows.map(({ turns }) => contentKeyInput(turns)),
        );
      }),
      { numRuns: 30 },
    );
  });

  const inspect = { sample_id: 17, epoch: 2, uuid: 'Xy1' };
  const kim = label('kim', {
    state: { answer: 'aligned', scores: { alignment: 90 }, note: 'fine', flagged: false },
  });
  const lee = label('lee');

  it('precomputed scores name sample, epoch and what people agree on', async () => {
    const rows = [
      transcript({ metadata: inspect, labels: [kim] }),
      transcript({ metadata: inspect, labels: [kim, lee] }),
      transcript({ labels: [lee, { ...lee, annotator: 'mo' }] }),
      transcript({ labels: [] }),
    ];
    const { text, count } = await written(inspectPrecomputedScores, rows);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(count, 2);
    assert.deepEqual(
      lines.map(({ id, epoch, value, explanation }) => [id, epoch, value, explanation]),
      [
        [17, 2, 'aligned', 'fine'],
        ['quick_buck', 7, 'misaligned', null],
      ],
    );
    assert.equal((lines[1]?.['metadata'] as Record<string, unknown>)['annotator'], 'lee, mo');
  });

  it('what is written for Inspect and Scout is read back: ids, epochs, answers, notes, scores', async (t) => {
    const rows = [
      transcript({ metadata: inspect, labels: [kim] }),
      transcript({ metadata: { ...inspect, epoch: 3, uuid: 'Xy2' }, labels: [lee] }),
    ];
    const answersOf = async (name: string, text: string) => {
      const path = await temporaryFile(t, name, text);
      const { recognition } = await recogniseFile(path);
      assert.equal(recognition.kind === 'transcripts' && recognition.importer, 'writtenLabels');
      const { transcripts, problems } = await readAll(writtenLabels, path);
      assert.deepEqual(problems, []);
      return transcripts.map(({ metadata, sample, labels }) => [
        metadata?.['id'],
        sample,
        labels?.map(({ annotator, answer, note, scores }) => [
          annotator,
          answer,
          note,
          scores && { ...scores },
        ]),
      ]);
    };
    assert.deepEqual(await answersOf('s.jsonl', (await written(inspectPrecomputedScores, rows)).text), [
      [17, 2, [['kim', 'aligned', 'fine', { alignment: 90 }]]],
      [17, 3, [['lee', 'misaligned', undefined, undefined]]],
    ]);
    assert.deepEqual(await answersOf('v.csv', (await written(scoutValidation, rows)).text), [
      ['Xy1', undefined, [['target', 'aligned', undefined, undefined]]],
      ['Xy2', undefined, [['target', 'misaligned', undefined, undefined]]],
    ]);
  });

  it('one annotator’s labels are written where people disagree, if that one is named', async () => {
    const rows = [transcript({ metadata: inspect, labels: [kim, lee] })];
    assert.equal((await written(inspectPrecomputedScores, rows)).text, '');
    assert.match((await written(inspectPrecomputedScores, rows, 'lee')).text, /"value":"misaligned"/);
    assert.equal((await written(scoutValidation, rows, 'kim')).text, 'id,target\nXy1,aligned\n');
  });

  it('a Scout validation set is a table of id and target, whatever the texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }))),
        async (pairs) => {
          const rows = pairs.map(([uuid, answer]) =>
            transcript({ metadata: { uuid }, labels: [label('kim', { state: { ...kim.state, answer } })] }),
          );
          const { text } = await written(scoutValidation, rows);
          assert.deepEqual(parse(text), [['id', 'target'], ...pairs]);
        },
      ),
    );
  });
});
