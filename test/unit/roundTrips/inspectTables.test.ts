// People's labels for Inspect and Scout are read back: ids with their kind, epochs, answers, notes, scores, schemes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import type { ExportedLabel, ExportedTranscript } from '../../../src/core/exported.ts';
import type { TranscriptExporter } from '../../../src/exporters/exporter.ts';
import { inspectPrecomputedScores } from '../../../src/exporters/inspect/precomputedScores.ts';
import { scoutValidation } from '../../../src/exporters/inspect/scoutValidation.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { writtenLabels } from '../../../src/importers/writtenLabels.ts';
import { label, transcript } from '../../support/exportedTranscripts.ts';
import { anyTranscripts, SCHEMES } from '../../support/roundTrips/anyTranscripts.ts';
import { awkwardUtf8 } from '../../support/roundTrips/awkwardTexts.ts';
import { readAll, temporaryFolder } from '../importers/readAll.ts';

/** Some of Inspect's samples, whose ids are texts or numbers and whose uuids may be anything; the others from elsewhere. */
const anyRows = fc
  .tuple(
    anyTranscripts,
    fc.array(
      fc.option(
        fc.record({
          sample_id: fc.oneof(
            fc.nat(9),
            fc.constantFrom('7', '007', ' '),
            awkwardUtf8.filter((id) => id !== ''),
          ),
          epoch: fc.integer({ min: 1, max: 4 }),
          uuid: awkwardUtf8.filter((uuid) => uuid.trim() !== '' && !uuid.includes('\0')),
        }),
      ),
    ),
  )
  .map(([rows, samples]) =>
    rows
      .map((row, index) => ({
        ...row,
        metadata: samples[index] ?? {},
        probe: row.probe === '' ? 'p' : row.probe,
      }))
      .toReversed(),
  );

/** The label that is written, said another way: of the annotator, or of everybody where all say the same. */
function said({ labels }: ExportedTranscript, annotator: string | undefined): ExportedLabel | undefined {
  const wanted = labels.filter(({ part, state }) => part === 'answer' && state.answer !== null);
  const mine = annotator === undefined ? wanted : wanted.filter((one) => one.annotator === annotator);
  const different = new Set(mine.map(({ state, scheme }) => `${state.answer} ${scheme.version}`));
  return different.size === 1
    ? { ...(mine[0] ?? assert.fail()), annotator: mine.map((one) => one.annotator).join(', ') }
    : undefined;
}

async function written(
  path: string,
  exporter: TranscriptExporter,
  rows: readonly ExportedTranscript[],
  annotator: string | undefined,
): Promise<number> {
  const options = { neutralise: false, ...(annotator === undefined ? {} : { annotator }) };
  const source = { columns: { metrics: [], annotators: [] }, schemes: SCHEMES, rows };
  return (await writeExport(path, exporter.chunks(source, options))).count;
}

const byWhom = fc.constantFrom(undefined, 'kim', 'lee');

describe('labels written for Inspect', () => {
  it('as precomputed scores are read back equal, sample by sample', async (t) => {
    const path = join(await temporaryFolder(t), 'scores.jsonl');
    await fc.assert(
      fc.asyncProperty(anyRows, byWhom, async (rows, annotator) => {
        const expected = rows.flatMap((row) => {
          const label = said(row, annotator);
          return label === undefined ? [] : [{ row, label }];
        });
        assert.equal(await written(path, inspectPrecomputedScores, rows, annotator), expected.length);
        if (expected.length === 0) return;
        const { recognition } = await recogniseFile(path);
        assert.equal(recognition.kind === 'transcripts' && recognition.importer, 'writtenLabels');
        const { transcripts, problems } = await readAll(writtenLabels, path);
        assert.deepEqual(problems, []);
        assert.deepEqual(
          transcripts.map(({ metadata = {}, sample, labels = [] }) => ({
            id: metadata['id'],
            key: metadata['content_key'],
            sample,
            labels: labels.map(
              ({ annotator: who, answer, note = '', scores = {}, flagged = false, time, scheme }) => ({
                who,
                answer,
                note,
                scores,
                flagged,
                time,
                scheme: scheme.name,
                role: scheme.answers.find(({ id }) => id === answer)?.role,
              }),
            ),
          })),
          expected.map(({ row, label: { annotator: who, state, time, scheme, role } }) => ({
            id: (row.metadata as { readonly sample_id?: unknown }).sample_id ?? row.probe,
            key: formatContentKey(row.key),
            sample: (row.metadata as { readonly epoch?: unknown }).epoch ?? row.sample,
            labels: [
              {
                who,
                answer: state.answer,
                note: state.note,
                scores: state.scores,
                flagged: state.flagged,
                time,
                scheme: scheme.name,
                role,
              },
            ],
          })),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('as a validation set of Scout are read back equal: ids and answers', async (t) => {
    const path = join(await temporaryFolder(t), 'validation.csv');
    await fc.assert(
      fc.asyncProperty(anyRows, byWhom, async (rows, annotator) => {
        const expected = rows.flatMap((row) => {
          const answer = said(row, annotator)?.state.answer;
          const uuid = (row.metadata as { readonly uuid?: string }).uuid ?? formatContentKey(row.key);
          return answer === undefined ? [] : [[uuid, answer]];
        });
        assert.equal(await written(path, scoutValidation, rows, annotator), expected.length);
        if (expected.length === 0) return;
        const { transcripts, problems } = await readAll(writtenLabels, path);
        assert.deepEqual(problems, []);
        assert.deepEqual(
          transcripts.map(({ metadata, labels }) => [metadata?.['id'], labels?.[0]?.answer]),
          expected,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('by the thousand keep answers that occur late, and a note of megabytes', async (t) => {
    const folder = await temporaryFolder(t);
    const long = 'a “note”\n'.repeat(300_000);
    const rows = Array.from({ length: 6_000 }, (_, index) =>
      transcript({
        metadata: { sample_id: index, epoch: 1 },
        key: { hash: index.toString(16).padStart(32, '0'), ordinal: 0 },
        labels: [
          label('kim', {
            scheme: { name: 'mine', version: 'f'.repeat(64) },
            state: {
              answer: index < 5_000 ? 'early' : 'Late',
              scores: {},
              note: index === 5_500 ? long : '',
              flagged: false,
            },
          }),
        ],
      }),
    );
    for (const exporter of [inspectPrecomputedScores, scoutValidation]) {
      const path = join(folder, `labels.${exporter.extension}`);
      await written(path, exporter, rows, undefined);
      const { transcripts, problems } = await readAll(writtenLabels, path);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        transcripts.map(({ labels }) => labels?.[0]?.answer),
        rows.map(({ labels }) => labels[0]?.state.answer),
      );
      if (exporter === inspectPrecomputedScores) assert.ok(transcripts[5_500]?.labels?.[0]?.note === long);
    }
  });
});
