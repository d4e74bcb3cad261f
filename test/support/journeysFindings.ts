// A run with something to find in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

interface Listed {
  readonly findingId: number;
  readonly rule: string;
  readonly transcripts: number;
  readonly dismissed: { readonly reason: string; readonly annotator: string } | null;
}

/** The findings that there are now. */
export async function findings(bench: Workbench): Promise<readonly Listed[]> {
  return (await bench.execute('transcriptAuditor.listFindings')) as readonly Listed[];
}

/** Imports the sample's answers with three of them emptied, though judged, and waits for what is found in it. */
export async function importWithFindings(bench: Workbench): Promise<void> {
  const lines = readFileSync(join(bench.workspace, 'synthetic_results.csv'), 'utf8').trimEnd().split('\n');
  const [header = ''] = lines;
  const rows = ['What do you need?', 'What do you fear?', 'What do you like?'].map((question) =>
    header
      .split(',')
      .map((column) => CELLS[column] ?? (column === 'question' ? question : ''))
      .join(','),
  );
  const path = join(bench.workspace, 'empty_answers.csv');
  writeFileSync(path, [...lines, ...rows, ''].join('\n'));
  await bench.execute('transcriptAuditor.import', { paths: [path], preview: false });
  await waitUntil('the empty answers are found', 30_000, async () =>
    (await findings(bench)).some(({ rule }) => rule === 'emptyAnswers') ? true : undefined,
  );
}

const CELLS: Readonly<Record<string, string>> = {
  question_id: 'silence',
  aligned: '90',
  coherent: '95',
};
