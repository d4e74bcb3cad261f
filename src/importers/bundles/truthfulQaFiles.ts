/**
 * TruthfulQA's labelled answers: both annotators' files, and an lm-evaluation-harness log with its results file and the
 * labels of its answers.
 */
import { basename, dirname } from 'node:path';
import type { BundleMember } from '../../core/importPlan.ts';
import { readCsvHead } from '../csvHead.ts';
import type { FoundFile } from '../expandPaths.ts';
import type { FileHead } from '../importer.ts';
import { lmEvalSamples } from '../lmEvalSamples.ts';
import { isResults, tasksOf } from '../lmEvalResults.ts';
import { truthfulQaHuman } from '../truthfulQaHuman.ts';
import { annotatorOf, humanColumns } from '../truthfulQaHumanRow.ts';
import type { Bundle, Bundler } from './bundler.ts';

export const truthfulQaFiles: Bundler = {
  id: 'truthfulQaFiles',

  async find(selection) {
    const { files, signal } = selection;
    const samples: FileHead[] = [];
    const results: FileHead[] = [];
    const labelled: FileHead[] = [];
    for (const { path } of candidates(files)) {
      if (signal.aborted) return [];
      const opened = await selection.head(path);
      if (opened === undefined) continue;
      if (isLabelled(opened)) labelled.push(opened);
      else if (isResults(opened)) results.push(opened);
      else if (lmEvalSamples.recognise(opened) !== undefined) samples.push(opened);
    }
    const taken = new Set<FileHead>();
    const claimed = new Set<string>();
    const bundles = samples.flatMap((main) => {
      const headers = results.filter((found) => isHeaderOf(found, main));
      const labels = labelled.filter((found) => sharesItems(found, main) && !taken.has(found));
      for (const found of labels) taken.add(found);
      const made = bundleOf(
        main,
        lmEvalSamples.recognise(main),
        [
          ...headers.map(({ path }) => ({ path, role: 'header' })),
          ...labels.map(({ path }) => ({ path, role: 'labels' })),
        ],
        [...headers, ...labels],
        claimed,
      );
      for (const { path } of headers) claimed.add(path);
      return made;
    });
    for (const main of labelled) {
      if (taken.has(main) || isSecond(main)) continue;
      const second = labelled.filter((found) => isSecond(found) && !taken.has(found) && isPair(main, found));
      for (const found of second) taken.add(found);
      const members = second.map(({ path }) => ({ path, role: 'labels' }));
      bundles.push(...bundleOf(main, truthfulQaHuman.recognise(main), members, second));
    }
    return bundles;
  },
};

/** By name: these tools name their files, and whole folders of others need no opening. */
function candidates(files: readonly FoundFile[]): readonly FoundFile[] {
  return files.filter(({ path }) =>
    /^(samples_.*\.jsonl|results.*\.json|(evaluated|iaa).*\.csv)$/i.test(basename(path)),
  );
}

function bundleOf(
  main: FileHead,
  recognition: ReturnType<typeof lmEvalSamples.recognise>,
  members: readonly BundleMember[],
  heads: readonly FileHead[],
  claimed: ReadonlySet<string> = new Set(),
): Bundle[] {
  if (recognition?.kind !== 'transcripts' || members.length === 0) return [];
  const withLabels = members.some(({ role }) => role === 'labels');
  const withHeader = members.some(({ role }) => role === 'header');
  const added = [withHeader ? 'its results' : '', withLabels ? 'human labels' : ''].filter(
    (text) => text !== '',
  );
  return [
    {
      path: main.path,
      members,
      recognition: {
        ...recognition,
        description: `${recognition.description}, with ${added.join(' and ')} from ${members.map(({ path }) => basename(path)).join(', ')}`,
        carries: withHeader ? ['model'] : recognition.carries,
      },
      // The results file of several tasks belongs to each of their logs, and can be claimed once.
      claimed: new Set([main.path, ...members.map(({ path }) => path).filter((path) => !claimed.has(path))]),
      sizeBytes: [main, ...heads].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
  ];
}

function isLabelled(head: FileHead): boolean {
  const csv = readCsvHead(head);
  return csv !== undefined && humanColumns(csv) !== undefined;
}

function isSecond(head: FileHead): boolean {
  const csv = readCsvHead(head);
  const columns = csv === undefined ? undefined : humanColumns(csv);
  return columns !== undefined && annotatorOf(head.path, columns.edits).endsWith('2');
}

/** `evaluated__en.csv` and `iaa__en.csv`; in other words, the same items asked in the same language. */
function isPair(first: FileHead, second: FileHead): boolean {
  if (dirname(first.path) !== dirname(second.path)) return false;
  const known = new Set(itemsOf(first));
  const items = itemsOf(second);
  return items.length > 0 && items.filter((item) => known.has(item)).length * 2 >= items.length;
}

function isHeaderOf(results: FileHead, samples: FileHead): boolean {
  return (
    dirname(results.path) === dirname(samples.path) &&
    tasksOf(results).some((task) => samples.name.startsWith(`samples_${task}`)) &&
    sameTime(results.name, samples.name)
  );
}

/** Runs of one task into one folder are told apart by the time in both names, where they have one. */
function sameTime(one: string, other: string): boolean {
  const time = /\d{4}-\d\d-\d\dT[\d.-]+\d/;
  return time.exec(one)?.[0] === time.exec(other)?.[0];
}

/** Ids together with the question, so that the same ids in two languages are told apart. */
function itemsOf(head: FileHead): string[] {
  const csv = readCsvHead(head);
  const columns = csv === undefined ? undefined : humanColumns(csv);
  if (csv === undefined || columns === undefined) return [];
  return csv.rows.map((row) => `${row[columns.at.id]} ${row[columns.at.question]}`);
}

/** Questions of the labelled file that the log's beginning has as well. */
function sharesItems(labelled: FileHead, samples: FileHead): boolean {
  if (dirname(labelled.path) !== dirname(samples.path)) return false;
  const csv = readCsvHead(labelled);
  const columns = csv === undefined ? undefined : humanColumns(csv);
  if (csv === undefined || columns === undefined) return false;
  return csv.rows.some((row) => {
    const [model = '', question = ''] = [row[columns.at.id]?.split('__')[1], row[columns.at.question]];
    return model !== '' && samples.name.includes(model) && holds(samples.text, question);
  });
}

/** Python writes other letters than English ones as escapes, unless told otherwise. */
function holds(text: string, question: string): boolean {
  const quoted = JSON.stringify(question);
  const escaped = quoted.replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.includes(quoted) || text.includes(escaped);
}
