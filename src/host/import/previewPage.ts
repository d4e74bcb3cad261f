/** The page on which an import is looked over: what it asks on the way, and the plan that comes of it. */
import { basename } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { ImportPlan } from '../../core/importPlan.ts';
import type { ImportFileRow, ImportView } from '../../protocol/importPanel.ts';
import { judgeFiles, type Candidate } from './candidates.ts';
import { withArguments, type LeftOut } from './defaultAnswers.ts';
import type { ImportContext, ImportStore, ImportTasks } from './importContext.ts';
import type { ImportRequest } from './importRequest.ts';
import { importView, namedFile, planFromAnswers } from './importView.ts';
import { firstNames, patternAnswer } from './proposeNames.ts';

export interface Decision {
  /** Absent when nothing is to be imported now. */
  readonly plan?: ImportPlan;
  readonly leftOut: readonly LeftOut[];
}

interface Preview {
  readonly context: ImportContext;
  readonly tasks: ImportTasks;
  readonly store: ImportStore;
  readonly candidates: readonly Candidate[];
  readonly view: ImportView;
  readonly request: ImportRequest;
}

/** @throws AuditError `cancelled` when the page is closed without a plan */
export async function askOnPage(preview: Preview): Promise<Decision> {
  const { context, view } = preview;
  let plan: ImportPlan | undefined;
  // Bundles and the files that they were split into, whichever of them the page ends up with.
  const known = [...preview.candidates];
  await context.ui.openPage('Import Transcripts', view, {
    applyPattern: (pattern) => patternAnswer(known.map(namedFile), pattern, true),
    split: (path) => split(preview, known, path),
    confirm: (answers) => {
      plan = planFromAnswers(known, answers);
    },
  });
  if (plan === undefined) throw new AuditError('cancelled', 'The import was cancelled.');
  return { plan, leftOut: [...refusals(preview.candidates), ...leftOutOf(preview.candidates, known, plan)] };
}

function leftOutOf(
  candidates: readonly Candidate[],
  known: readonly Candidate[],
  plan: ImportPlan,
): readonly LeftOut[] {
  const planned = new Set(plan.files.map(({ path }) => path));
  const split = new Set(
    known.flatMap(({ path, partOf }) => (partOf !== undefined && planned.has(path) ? [partOf] : [])),
  );
  return candidates
    .filter(({ path, state }) => state !== 'refused' && !planned.has(path) && !split.has(path))
    .map(({ path }) => ({ path, reason: 'It was left out in the preview.' }));
}

/** Looks at the files of a bundle one by one. Splitting it again, after joining, gives the same rows. */
async function split(
  { context, tasks, store, view, request }: Preview,
  known: Candidate[],
  path: string,
): Promise<readonly ImportFileRow[]> {
  const bundle = known.find((candidate) => candidate.path === path && candidate.bundle !== undefined);
  if (bundle?.bundle?.splittable !== true) {
    throw new AuditError('bad-input', `${basename(path)} can’t be split.`);
  }
  let parts = known.filter(({ partOf }) => partOf === path);
  if (parts.length === 0) {
    const paths = [path, ...(bundle.members ?? []).map((member) => member.path)];
    const { files } = await context.ui.withProgress('Looking at the files', ({ cancelled }) =>
      tasks.recognise(paths, cancelled, () => undefined, [path]),
    );
    const folder = bundle.members === undefined ? `${bundle.label}/` : '';
    const judged = await judgeFiles(
      files.map((file) => ({ ...file, label: `${folder}${basename(file.path)}` })),
      store,
      request.onDuplicate,
    );
    parts = judged.map((part) => ({ ...part, partOf: path }));
    known.push(...parts);
  }
  const names = firstNames(parts.map(namedFile), view.namePattern);
  return withArguments(importView(parts, names, view), request).files;
}

export function refusals(candidates: readonly Candidate[]): LeftOut[] {
  return candidates.flatMap(({ path, recognition }) =>
    recognition.kind === 'refused'
      ? [{ path, reason: `${recognition.reason} ${recognition.hint}`.trim() }]
      : [],
  );
}
