// Transcripts written as a table or as JSON Lines are read back equal: texts, scores, labels, the rule.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ExportedTranscript } from '../../../src/core/exported.ts';
import type { ImportedLabel, ImportedTranscript } from '../../../src/core/imported.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { surveyColumns } from '../../../src/exporters/transcriptColumns.ts';
import { transcriptsCsv } from '../../../src/exporters/transcriptsCsv.ts';
import { transcriptsJsonl } from '../../../src/exporters/transcriptsJsonl.ts';
import { exportedTranscripts } from '../../../src/importers/exported/exportedTranscripts.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { anyTranscripts, SCHEMES } from '../../support/roundTrips/anyTranscripts.ts';
import { readAll, temporaryFolder } from '../importers/readAll.ts';

type Format = 'csv' | 'csv for spreadsheets' | 'jsonl';

async function written(path: string, rows: readonly ExportedTranscript[], format: Format): Promise<void> {
  const exporter = format === 'jsonl' ? transcriptsJsonl : transcriptsCsv;
  const source = { columns: await surveyColumns(rows), schemes: SCHEMES, rows };
  const { count } = await writeExport(
    path,
    exporter.chunks(source, { neutralise: format === 'csv for spreadsheets' }),
  );
  assert.equal(count, rows.length);
}

/** What comes back of a transcript; a table has no provenance of turns, no branches and of judgments the value alone. */
function expected(given: ExportedTranscript, index: number, format: Format): unknown {
  const flat = format !== 'jsonl';
  const { study, run, seed, source, metadata } = given;
  const origin = Object.entries({ study, run, seed, file: source.name, row: source.row, line: source.line });
  const judgments = given.judgments.map(
    ({ metric, judge, value, scale, raw, distribution, rationale, quotes, citations }) => ({
      metric,
      judge,
      value,
      ...(flat
        ? {}
        : {
            ...known({ scale, raw, distribution, rationale }),
            ...(quotes === undefined ? {} : { quotes, citations }),
          }),
    }),
  );
  return {
    row: index + 1,
    suite: given.suite,
    probe: given.probe,
    prompt: given.prompt,
    ...known({ model: given.model, group: given.group, condition: given.condition }),
    sample: given.sample,
    turns: given.turns.map(({ provenance, ...turn }) =>
      flat || provenance === undefined ? turn : { ...turn, provenance },
    ),
    ...(flat || given.branches === undefined ? {} : { branches: given.branches }),
    judgments: flat ? byMetric(judgments) : judgments,
    metadata: {
      ...metadata,
      exported_from: Object.fromEntries(origin.filter(([, value]) => value !== null && value !== '')),
    },
    ...(given.labels.length === 0 ? {} : { labels: labelsOf(given, flat) }),
  };
}

function labelsOf({ labels }: ExportedTranscript, flat: boolean): unknown {
  const list = labels.map(({ annotator, part, state, scheme, time, source, role }) => ({
    annotator,
    part,
    scheme: SCHEMES.find(({ version }) => version === scheme.version)?.scheme ?? {
      name: scheme.name,
      answer: state.answer,
      role,
    },
    ...(state.answer === null ? {} : { answer: state.answer }),
    ...(Object.keys(state.scores).length === 0 ? {} : { scores: state.scores }),
    ...(state.note === '' ? {} : { note: state.note }),
    ...(state.flagged ? { flagged: true } : {}),
    time,
    source: flat || source === undefined ? `export, label of ${annotator}` : source,
  }));
  return flat ? sorted(list) : list;
}

const known = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
/** The order of columns is not the order in which things were said. */
const sorted = <T>(list: readonly T[]): readonly T[] =>
  list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Of one metric the order tells which counts. */
const byMetric = <T extends { readonly metric: string }>(list: readonly T[]): readonly T[] =>
  list.toSorted((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0));

/** As it came, for comparison: a scheme that nothing defines is only what was given under it. */
function actual({ line: _, judgments, labels, ...rest }: ImportedTranscript, format: Format): unknown {
  const flat = format !== 'jsonl';
  const scheme = ({ scheme: given, answer }: ImportedLabel): unknown => {
    if (given.name !== 'lost') return given;
    const found = given.answers.find(({ id }) => id === answer);
    return { name: 'lost', answer: found?.id ?? null, role: found?.role ?? null };
  };
  const said = labels?.map((label) => ({
    ...label,
    scheme: scheme(label),
    source: label.source.replace(/^export\.\w+,/, 'export,'),
  }));
  return {
    ...rest,
    judgments: flat ? byMetric(judgments) : judgments,
    ...(said === undefined ? {} : { labels: flat ? sorted(said) : said }),
  };
}

/** Without prototypes, and in an order of their own: what counts is what is in them. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

const RUNS: Readonly<Record<Format, number>> = { csv: 150, 'csv for spreadsheets': 100, jsonl: 200 };

for (const format of Object.keys(RUNS) as Format[]) {
  describe(`transcripts as ${format}`, () => {
    const file = `export.${format === 'jsonl' ? 'jsonl' : 'csv'}`;

    it('are read back equal, with judgments, labels and rule, whatever is in them', async (t) => {
      const path = join(await temporaryFolder(t), file);
      await fc.assert(
        fc.asyncProperty(anyTranscripts, async (rows) => {
          await written(path, rows, format);
          if (rows.length === 0 && format === 'jsonl') return;
          const { recognition } = await recogniseFile(path);
          assert.ok(recognition.kind === 'transcripts', JSON.stringify(recognition));
          assert.deepEqual(
            [recognition.importer, recognition.headerOnly],
            ['exportedTranscripts', rows.length === 0],
          );
          const { transcripts, problems } = await readAll(exportedTranscripts, path);
          assert.deepEqual(problems, []);
          assert.deepEqual(
            plain(transcripts.map((transcript) => actual(transcript, format))),
            plain(rows.map((row, index) => expected(row, index, format))),
          );
          const reading = await readFileHead(path);
          const rule = reading.kind === 'refused' ? undefined : exportedTranscripts.defaultRule(reading.head);
          assert.deepEqual(rule, rows[0]?.rule ?? undefined);
        }),
        { numRuns: RUNS[format] },
      );
    });
  });
}
