/** Draws the candidates for the page, and reads what the user made of them. */
import { AuditError } from '../../core/errors.ts';
import type { ColumnMapping, ImportPlan, PlannedFile } from '../../core/importPlan.ts';
import { mappingProblem } from '../../core/mappingCheck.ts';
import type { ImportFieldName, ImportFileRow, ImportView, MappingView } from '../../protocol/importPanel.ts';
import type { Candidate } from './candidates.ts';
import { isHeaderOnly } from './candidates.ts';
import { count } from './importWords.ts';
import type { ConfirmedImport } from './importContext.ts';
import type { NameCells, NamedFile } from './proposeNames.ts';

/** What a candidate's rows say themselves, its mapped columns included. */
export function carriedBy({ recognition, mapping }: Candidate): ('model' | 'group' | 'condition')[] {
  if (recognition.kind === 'transcripts') return [...recognition.carries];
  const roles = Object.values(mapping ?? {});
  return (['model', 'group', 'condition'] as const).filter((field) => roles.includes(field));
}

export function namedFile({ path, label, recognition, earlier }: Candidate): NamedFile {
  return {
    id: path,
    path,
    label,
    carries: recognition.kind === 'transcripts' ? recognition.carries : [],
    // The same bytes under another name may be meant for another model.
    ...(earlier?.samePath === true && earlier.names !== undefined ? { earlier: earlier.names } : undefined),
  };
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
  const {
    path,
    label,
    sizeBytes,
    state,
    sameAs,
    earlier,
    included,
    asNewVersion,
    continues,
    bundle,
    partOf,
  } = candidate;
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
    canContinue: earlier?.continuable === true && state === 'changed',
    continues,
    ...(partOf === undefined ? undefined : { partOf }),
    ...(bundle === undefined
      ? undefined
      : { bundle: { files: bundle.files, splittable: bundle.splittable } }),
    ...(names ?? { runName: label, model: '', group: '', condition: '', seed: '' }),
    // The mapped columns are the page's to follow, since they change there.
    carried: candidate.recognition.kind === 'transcripts' ? candidate.recognition.carries : [],
    ...(mapping === undefined ? undefined : { mapping }),
  };
}

function describe(candidate: Candidate): string {
  const { recognition } = candidate;
  switch (recognition.kind) {
    case 'refused':
      return recognition.reason;
    case 'needs-mapping':
      return `table of ${recognition.columns.length} columns`;
    case 'transcripts': {
      const { content, description, headerOnly } = recognition;
      const training = content === 'training' && !/training/i.test(description) ? 'training data: ' : '';
      return `${training}${description}${headerOnly ? ', header only' : ''}${bundleWords(candidate)}`;
    }
  }
}

/** ", with 3 files: judgments, input"; ", 1,200 files" for a folder. */
function bundleWords({ bundle, members }: Candidate): string {
  if (bundle === undefined) return '';
  if (members === undefined) return `, ${count(bundle.files, 'file')}`;
  if (members.length === 0) return '';
  const roles = new Map<string, number>();
  for (const { role } of members) roles.set(role, (roles.get(role) ?? 0) + 1);
  const words = [...roles]
    .slice(0, 4)
    .map(([role, n]) => (n === 1 ? role : count(n, role, role.endsWith('s') ? role : `${role}s`)));
  if (roles.size > 4) words.push('…');
  return `, with ${count(members.length, 'file')}: ${words.join(', ')}`;
}

/** What the user should know of a file, shortest first. */
function hintOf(candidate: Candidate): string {
  const { recognition, state, earlier } = candidate;
  if (recognition.kind === 'refused') return recognition.hint;
  const notes: string[] = [];
  if (earlier !== undefined) {
    if (earlier.partial) {
      notes.push(
        earlier.continuable
          ? `An import of it into “${earlier.name}” was stopped midway; it can go on there.`
          : `An import of it into “${earlier.name}” was stopped midway; a new version replaces that part.`,
      );
    } else if (state === 'changed') {
      notes.push(
        earlier.continuable
          ? `It grew since it was imported as “${earlier.name}”.`
          : `It changed since it was imported as “${earlier.name}”.`,
      );
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
  const byPath = new Map(candidates.map((candidate) => [keyOf(candidate), candidate]));
  const superseded = new Set<number>();
  const files: PlannedFile[] = [];
  for (const answer of answers.files) {
    const found = byPath.get(keyOf(answer));
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

/** A file that was split from a bundle may have the bundle’s own path. */
function keyOf({ path, partOf = '' }: { readonly path: string; readonly partOf?: string }): string {
  return `${partOf}\n${path}`;
}

function plannedFile(
  candidate: Candidate,
  answer: ConfirmedImport['files'][number],
  superseded: Set<number>,
): PlannedFile {
  const { path, label, recognition, earlier, mapping, members, bundle, sha256 } = candidate;
  if (recognition.kind === 'refused') throw new AuditError('bug', `${path} was refused and is in the plan.`);
  if (recognition.kind === 'needs-mapping') checkMapping(label, mapping);
  // Two copies of one file can't both take a run's place: the second becomes a run of its own.
  const free = earlier !== undefined && !superseded.has(earlier.runId);
  const continues = free && answer.continues && earlier.continuable;
  const supersedes = free && !continues && answer.asNewVersion;
  if (continues || supersedes) superseded.add(earlier.runId);
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
    ...(continues ? { continues: earlier.runId } : undefined),
    ...(members === undefined ? undefined : { members }),
    ...(bundle === undefined ? undefined : { fingerprint: sha256, sizeBytes: candidate.sizeBytes }),
    ...(recognition.kind === 'transcripts' && recognition.content !== undefined
      ? { content: recognition.content }
      : undefined),
  };
}

function checkMapping(label: string, mapping: ColumnMapping | undefined): void {
  const problem = mapping === undefined ? 'It isn’t said what its columns are.' : mappingProblem(mapping);
  if (problem !== undefined)
    throw new AuditError('bad-input', `${label}: ${problem}`, 'Choose what its columns are.');
}
