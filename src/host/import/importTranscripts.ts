/** The whole import, from what the user chose to the message at its end. Free of `vscode`. */
import { basename } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { ImportPlan } from '../../core/importPlan.ts';
import { proposeConditionPattern, proposeFolderPattern } from '../../core/folderGuess.ts';
import { proposePattern } from '../../core/nameGuess.ts';
import { withoutEndings } from '../../importers/candidateNames.ts';
import { judgeFiles, type Candidate } from './candidates.ts';
import { defaultAnswers, withArguments, type LeftOut } from './defaultAnswers.ts';
import { askAboutKnownFile } from './knownFile.ts';
import { commonFolder, distinctLabels } from './commonFolder.ts';
import type { RecognisedFile } from '../../worker/tasks/recognise.ts';
import type { ImportContext, ImportStore, ImportTasks } from './importContext.ts';
import type { ImportRequest } from './importRequest.ts';
import { carriedBy, importView, namedFile, planFromAnswers } from './importView.ts';
import { alreadyWords, count, nothingWords } from './importWords.ts';
import { askOnPage, refusals, type Decision } from './previewPage.ts';
import { firstNames } from './proposeNames.ts';
import { reportImport } from './reportImport.ts';
import { runImport } from './runImport.ts';

/** What the import command returns. */
export interface ImportOutcome {
  readonly studyId?: number;
  readonly runs: readonly {
    readonly runId: number;
    readonly name: string;
    readonly kept: number;
    readonly rejected: number;
  }[];
  readonly skipped: readonly LeftOut[];
}

/**
 * Imports what the request names, or what the user picks.
 *
 * @throws AuditError `cancelled`, `read-only`, `not-recognised`, `bad-input`, and whatever reading and storing throw
 */
export async function importTranscripts(
  context: ImportContext,
  request: ImportRequest,
): Promise<ImportOutcome> {
  const chosen = request.paths ?? (await context.ui.askWhat());
  if (chosen === undefined || chosen.length === 0) throw new AuditError('cancelled', 'Nothing was chosen.');
  const { store, tasks } = await context.open();
  if (store.readOnlyReason !== '') {
    throw new AuditError(
      'read-only',
      `Nothing can be imported: ${store.readOnlyReason}`,
      'Use “Start Another Database…” to import into one that can be written.',
    );
  }
  const files = await lookAt(context, tasks, chosen);
  const candidates = await judgeFiles(files, store, request.onDuplicate);
  const refused = candidates.filter(({ state }) => state === 'refused');
  if (candidates.length === refused.length) {
    return nothing(context, refusals(refused));
  }
  const decided = await decide({ context, tasks, store }, chosen, candidates, request);
  if (decided.plan === undefined) return { runs: [], skipped: decided.leftOut };

  await rememberMappings(context, candidates, decided.plan);
  const { written, stopped } = await runImport(context, tasks, decided.plan, request.onCancel);
  const skipped = [...decided.leftOut, ...written.failed];
  reportImport(context, written, stopped);
  return {
    ...(written.studyId === undefined ? undefined : { studyId: written.studyId }),
    runs: written.runs.map(({ runId, name, kept, rejected }) => ({ runId, name, kept, rejected })),
    skipped,
  };
}

/** Finds and recognises the files. */
async function lookAt(
  context: ImportContext,
  tasks: ImportTasks,
  chosen: readonly string[],
): Promise<readonly RecognisedFile[]> {
  const { files, leftOut } = await context.ui.withProgress('Looking at the files', ({ cancelled, report }) =>
    tasks.recognise(chosen, cancelled, (progress) =>
      progress.searching
        ? report(`${count(progress.files, 'file')} found`)
        : report(
            `${progress.filesDone} of ${progress.files}`,
            progress.filesDone / Math.max(1, progress.files),
          ),
    ),
  );
  if (files.length === 0) {
    const names = chosen.map((path) => basename(path)).join(', ');
    throw new AuditError(
      'not-recognised',
      leftOut.length === 0
        ? `There is nothing to import in ${names}.`
        : `There is nothing to import in ${names}: ${count(leftOut.length, 'file')} of other kinds.`,
      'Folders are searched for tables, JSON, JSON Lines, Inspect logs and Parquet, also compressed.',
    );
  }
  const labels = distinctLabels(files);
  return files.map((file, index) => ({ ...file, label: labels[index] ?? file.label }));
}

interface Parts {
  readonly context: ImportContext;
  readonly tasks: ImportTasks;
  readonly store: ImportStore;
}

async function decide(
  parts: Parts,
  chosen: readonly string[],
  candidates: readonly Candidate[],
  request: ImportRequest,
): Promise<Decision> {
  const { context, tasks, store } = parts;
  const named = candidates.map(namedFile);
  const namePattern =
    request.namePattern ?? (context.ui.namePatternSetting() || guessPattern(unnamed(candidates)));
  const view = withArguments(
    importView(candidates, firstNames(named, namePattern), {
      studyName: request.studyName ?? proposeStudyName(chosen),
      isStudy:
        request.studyName !== undefined || (request.asStudy !== false && importable(candidates).length > 1),
      namePattern,
    }),
    request,
  );
  const [only] = candidates;
  const single = candidates.length === 1 && only !== undefined && request.preview === undefined;
  if (single && only.earlier !== undefined && request.onDuplicate === undefined) {
    const choice = await askAboutKnownFile(context, only, (onDuplicate) =>
      importTranscripts(context, { ...request, paths: [only.path], onDuplicate }),
    );
    if (choice === undefined)
      return { leftOut: [{ path: only.path, reason: alreadyWords(only.earlier.name) }] };
    const chosenState = {
      included: true,
      asNewVersion: choice === 'version',
      continues: choice === 'continue',
    };
    return decide(parts, chosen, [{ ...only, ...chosenState }], { ...request, onDuplicate: choice });
  }
  const toAsk = single ? only.recognition.kind === 'needs-mapping' && request.mapping === undefined : true;
  if (request.preview ?? toAsk) return askOnPage({ context, tasks, store, candidates, view, request });

  const { answers, leftOut } = defaultAnswers(view, request);
  if (answers.files.every(({ included }) => !included)) {
    context.ui.tell(nothingWords(leftOut), [], 'warning');
    return { leftOut };
  }
  return { plan: planFromAnswers(candidates, answers), leftOut };
}

async function rememberMappings(
  context: ImportContext,
  candidates: readonly Candidate[],
  plan: ImportPlan,
): Promise<void> {
  const mappings = new Map<string, string>();
  for (const { path, mapping } of plan.files) {
    const recognition = candidates.find((candidate) => candidate.path === path)?.recognition;
    if (mapping !== undefined && recognition?.kind === 'needs-mapping') {
      mappings.set(recognition.headerShape, JSON.stringify(mapping));
    }
  }
  for (const [shape, mapping] of mappings)
    await context.write((store) => store.rememberMapping(shape, mapping));
}

function nothing(context: ImportContext, skipped: readonly LeftOut[]): ImportOutcome {
  context.ui.tell(nothingWords(skipped), [], 'warning');
  return { runs: [], skipped };
}

function importable(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ state }) => state !== 'refused');
}

/** Files whose rows don't say which model it was: theirs are the names that a pattern is wanted for. */
function unnamed(candidates: readonly Candidate[]): string[] {
  return importable(candidates)
    .filter((candidate) => !carriedBy(candidate).includes('model'))
    .map(({ label }) => label);
}

/** By the files’ own names first, then by the folders they lie in. */
function guessPattern(labels: readonly string[]): string {
  return proposeConditionPattern(labels) || proposePattern(labels) || proposeFolderPattern(labels);
}

/** After the folder that was chosen, or that the files share. */
function proposeStudyName(chosen: readonly string[]): string {
  const [only] = chosen;
  const folder = chosen.length === 1 && only !== undefined ? only : commonFolder(chosen);
  return withoutEndings(basename(folder)) || 'Imported files';
}
