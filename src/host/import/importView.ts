/** Draws the candidates for the page, and reads what the user made of them. */
import { AuditError } from '../../core/errors.ts';
import type { ColumnMapping, ImportPlan, PlannedFile } from '../../core/importPlan.ts';
import { mappingProblem } from '../../core/mappingCheck.ts';
import type { ImportFieldName, ImportFileRow, ImportView, MappingView } from '../../protocol/importPanel.ts';
import type { Candidate } from './candidates.ts';
import { isHeaderOnly } from './candidates.ts';
import type { ConfirmedImport } from './importContext.ts';
import type { NameCells } from './proposeNames.ts';

/** What a candidate's rows say themselves, its mapped columns included. */
export function carriedBy({ recognition, mapping }: Candidate): ('model' | 'group' | 'condition')[] {
  if (recognition.kind === 'transcripts') return [...recognition.carries];
  const roles = Object.values(mapping ?? {});
  return (['model', 'group', 'condition'] as const).filter((field) => roles.includes(field));
}

export function importView(
  candidates: readonly Candidate[],
  names: readonly NameCells[],
  study: Pick<ImportView, 'studyName' | 'isStudy' | 'namePattern'>,
): ImportView {
  return {
    mode: 'import',
    ...study,
    files: candidates.map((candidate, index) => fileRow(candidate, names[index])),
  };
}

function fileRow(candidate: Candidate, names: NameCells | undefined): ImportFileRow {
  const { path, label, sizeBytes, state, sameAs, earlier, included, asNewVersion } = candidate;
  const mapping = mappingView(candidate);
  return {
    path,
    label,
    sizeBytes,
    state,
    description: describe(candidate),
    hint: hintOf(candidate),
    headerOnly: isHeaderOnly(candidate),
    ...(sameAs === undefined ? undefined : { sameAs }),
    ...(earlier === undefined ? undefined : { earlierRun: earlier.name }),
    included,
    asNewVersion,
    ...(names ?? { runName: label, model: '', group: '', condition: '', seed: '' }),
    // The mapped columns are the page's to follow, since they change there.
    carried: candidate.recognition.kind === 'transcripts' ? candidate.recognition.carries : [],
    ...(mapping === undefined ? undefined : { mapping }),
  };
}

function describe({ recognition }: Candidate): string {
  switch (recognition.kind) {
    case 'refused':
      return recognition.reason;
    case 'needs-mapping':
      return `table of ${recognition.columns.length} columns`;
    case 'transcripts':
      return recognition.headerOnly ? `${recognition.description}, header only` : recognition.description;
  }
}

/** What the user should know of a file, shortest first. */
function hintOf(candidate: Candidate): string {
  const { recognition, state, earlier } = candidate;
  if (recognition.kind === 'refused') return recognition.hint;
  const notes: string[] = [];
  if (earlier !== undefined) {
    if (earlier.partial) {
      notes.push(
        `An import of it into “${earlier.name}” was stopped midway; a new version replaces that part.`,
      );
    } else if (state === 'changed') {
      notes.push(`It changed since it was imported as “${earlier.name}”.`);
    } else {
      notes.push(
        earlier.samePath
          ? `It is in the database already as “${earlier.name}”.`
          : `The same bytes are in the database already as “${earlier.name}”, from another path.`,
      );
    }
  }
  if (isHeaderOnly(candidate)) notes.push('It becomes an empty run.');
  if (recognition.kind === 'needs-mapping' && recognition.note !== undefined) notes.push(recognition.note);
  return notes.join(' ');
}

function mappingView({ recognition, mapping, remembered }: Candidate): MappingView | undefined {
  if (recognition.kind !== 'needs-mapping') return undefined;
  const { columns, preview } = recognition;
  const roles = mapping ?? recognition.proposal;
  return { columns, preview, roles, remembered, problem: mappingProblem(roles) ?? '' };
}

/**
 * Turns what the page sent into a plan. Files that the page doesn't mention are left out; names of fields that rows
 * carry are left to the rows.
 *
 * @throws AuditError `bad-input`, in words for the page, when it can't be imported so
 */
export function planFromAnswers(candidates: readonly Candidate[], answers: ConfirmedImport): ImportPlan {
  const byPath = new Map(candidates.map((candidate) => [candidate.path, candidate]));
  const superseded = new Set<number>();
  const files: PlannedFile[] = [];
  for (const answer of answers.files) {
    const found = byPath.get(answer.path);
    if (found === undefined)
      throw new AuditError('bug', `The page names a file that it wasn’t given: ${answer.path}`);
    if (!answer.included || found.recognition.kind === 'refused') continue;
    const mapping = found.recognition.kind === 'needs-mapping' ? (answer.roles ?? found.mapping) : undefined;
    const candidate: Candidate = mapping === undefined ? found : { ...found, mapping };
    files.push(plannedFile(candidate, answer, superseded));
  }
  if (files.length === 0) {
    throw new AuditError('bad-input', 'No file is included.', 'Tick the files to import, or cancel.');
  }
  const name = answers.studyName.trim();
  if (!answers.isStudy) return { files };
  if (name === '')
    throw new AuditError('bad-input', 'The study has no name.', 'Give it one, or import without a study.');
  const namePattern = answers.namePattern.trim();
  return { files, study: { name, ...(namePattern === '' ? undefined : { namePattern }) } };
}

function plannedFile(
  candidate: Candidate,
  answer: ConfirmedImport['files'][number],
  superseded: Set<number>,
): PlannedFile {
  const { path, label, recognition, earlier, mapping } = candidate;
  if (recognition.kind === 'refused') throw new AuditError('bug', `${path} was refused and is in the plan.`);
  if (recognition.kind === 'needs-mapping') checkMapping(label, mapping);
  // Two copies of one file can't both take a run's place: the second becomes a run of its own.
  const supersedes = answer.asNewVersion && earlier !== undefined && !superseded.has(earlier.runId);
  if (supersedes) superseded.add(earlier.runId);
  const carried = carriedBy(candidate);
  const named: Partial<Record<ImportFieldName, string>> = {};
  for (const field of ['model', 'group', 'condition', 'seed'] as const) {
    const value = answer[field].trim();
    if (value !== '' && !(carried as readonly string[]).includes(field)) named[field] = value;
  }
  return {
    path,
    runName: answer.runName.trim() || label,
    importer: recognition.importer,
    ...named,
    ...(mapping === undefined ? undefined : { mapping }),
    ...(supersedes ? { supersedes: earlier.runId } : undefined),
  };
}

function checkMapping(label: string, mapping: ColumnMapping | undefined): void {
  const problem = mapping === undefined ? 'It isn’t said what its columns are.' : mappingProblem(mapping);
  if (problem !== undefined)
    throw new AuditError('bad-input', `${label}: ${problem}`, 'Choose what its columns are.');
}
