/** Judges what was found against what the database holds already. */
import type { ColumnMapping } from '../../core/importPlan.ts';
import type { RunDetails, SourceFileRow } from '../../core/ports.ts';
import type { ImportFileRow } from '../../protocol/importPanel.ts';
import type { RecognisedFile } from '../../worker/tasks/recognise.ts';
import { isAppendOnly } from '../../importers/candidateNames.ts';
import type { ImportStore } from './importContext.ts';
import type { OnDuplicate } from './importRequest.ts';
import type { NameCells } from './proposeNames.ts';
import { parseMapping } from './rememberedMapping.ts';

/** The run that holds this file now. */
export interface EarlierRun {
  readonly runId: number;
  readonly name: string;
  readonly sameBytes: boolean;
  readonly samePath: boolean;
  /** True when an import of it was stopped midway. */
  readonly partial: boolean;
  /** True when what is stored may be gone on with: the same file, as it was or grown. Only reading it tells for sure. */
  readonly continuable: boolean;
  /** The names it has now; absent when it has several arms, which the file's rows tell apart. */
  readonly names?: NameCells;
}

/** A file of the import with all that is known of it. */
export interface Candidate extends RecognisedFile {
  readonly state: ImportFileRow['state'];
  readonly earlier?: EarlierRun;
  readonly included: boolean;
  readonly asNewVersion: boolean;
  /** Goes on in the run that has it, behind what is in. */
  readonly continues: boolean;
  /** For tables that need one: as remembered, else as proposed. */
  readonly mapping?: ColumnMapping;
  readonly remembered: boolean;
  /** The bundle that this file was split from. */
  readonly partOf?: string;
}

/** How long the extension host's thread may be busy before others get a turn, in milliseconds. */
const SLICE_MS = 8;

/** Looks every file up; gives the thread up now and then, as thousands of files are looked up one by one. */
export async function judgeFiles(
  files: readonly RecognisedFile[],
  store: ImportStore,
  onDuplicate: OnDuplicate | undefined,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  let sliceStart = performance.now();
  for (const file of files) {
    candidates.push(judge(file, store, onDuplicate));
    if (performance.now() - sliceStart > SLICE_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceStart = performance.now();
    }
  }
  return candidates;
}

/** No file has this for a hash: it asks for a path alone. */
const NO_HASH = '-';

const LEFT_OUT = { included: false, asNewVersion: false, continues: false } as const;

function judge(file: RecognisedFile, store: ImportStore, onDuplicate: OnDuplicate | undefined): Candidate {
  const { recognition } = file;
  if (recognition.kind === 'refused') {
    return { ...file, state: 'refused', ...LEFT_OUT, remembered: false };
  }
  const earlier = earlierRun(file, store);
  const state = stateOf(recognition.kind, earlier);
  const mapping = mappingOf(file, store);
  return {
    ...file,
    state,
    ...(earlier === undefined ? undefined : { earlier }),
    ...choiceFor(state, earlier, file.sameAs !== undefined && !isHeaderOnly(file), onDuplicate),
    ...(mapping === undefined ? undefined : { mapping: mapping.roles }),
    remembered: mapping?.remembered ?? false,
  };
}

export function isHeaderOnly({ recognition }: RecognisedFile): boolean {
  return recognition.kind === 'transcripts' && recognition.headerOnly;
}

function earlierRun(file: RecognisedFile, store: ImportStore): EarlierRun | undefined {
  // A file that was read along with others isn’t the run: what happens to it doesn’t replace that.
  const like = store.filesLike(file.path, file.sha256).filter((row) => row.role === null || row.sameBytes);
  const atPath = (row: SourceFileRow): boolean => row.path === file.path;
  // Files that hold a header alone are equal to many others by nature: only the one at this path is the same.
  const found =
    like.find((row) => row.sameBytes && atPath(row)) ??
    (isHeaderOnly(file) ? undefined : like.find((row) => row.sameBytes)) ??
    like.find(atPath) ??
    formerRun(file, store);
  if (found === undefined) return undefined;
  const run = store.run(found.runId);
  const names = run === undefined ? undefined : namesOf(run);
  return {
    runId: found.runId,
    name: found.runName,
    sameBytes: found.sameBytes,
    samePath: atPath(found),
    partial: run?.status === 'partial',
    continuable: atPath(found) && isContinuable(file, found, run?.status === 'partial'),
    ...(names === undefined ? undefined : { names }),
  };
}

/** The run that a part of the bundle was before the rest of it came. */
function formerRun(
  { bundle }: RecognisedFile,
  store: ImportStore,
): ReturnType<ImportStore['filesLike']>[number] | undefined {
  const path = bundle?.formerPath;
  if (path === undefined) return undefined;
  return store.filesLike(path, NO_HASH).find((row) => row.role === null && row.path === path);
}

/** Files that are only ever added to, and folders that get more files; documents that are written whole are not. */
function isContinuable(file: RecognisedFile, stored: SourceFileRow, partial: boolean): boolean {
  if (stored.importer !== importerOf(file)) return false;
  if (file.bundle !== undefined) return file.members === undefined;
  const lines = isAppendOnly(file.path);
  if (partial) return lines ? file.sizeBytes >= stored.sizeBytes : file.sizeBytes === stored.sizeBytes;
  return lines && file.sizeBytes > stored.sizeBytes;
}

function importerOf({ recognition }: RecognisedFile): string {
  return recognition.kind === 'refused' ? '' : recognition.importer;
}

function namesOf({ name, seed, arms }: RunDetails): NameCells | undefined {
  const [arm] = arms;
  if (arm === undefined || arms.length > 1) return undefined;
  const { model, group, condition } = arm;
  return {
    runName: name,
    model: model ?? '',
    group: group ?? '',
    condition: condition ?? '',
    seed: seed ?? '',
  };
}

function stateOf(kind: 'transcripts' | 'needs-mapping', earlier: EarlierRun | undefined): Candidate['state'] {
  if (earlier !== undefined) return earlier.sameBytes && !earlier.partial ? 'already-imported' : 'changed';
  return kind === 'needs-mapping' ? 'needs-mapping' : 'ready';
}

/** What happens to a file unless the user chooses otherwise: nothing is doubled, and nothing is dropped unasked. */
function choiceFor(
  state: Candidate['state'],
  earlier: EarlierRun | undefined,
  repeated: boolean,
  onDuplicate: OnDuplicate | undefined,
): Pick<Candidate, 'included' | 'asNewVersion' | 'continues'> {
  if (earlier === undefined) {
    return { ...LEFT_OUT, included: !(repeated && onDuplicate === 'skip') };
  }
  const version = { included: true, asNewVersion: true, continues: false };
  const further = earlier.continuable ? { included: true, asNewVersion: false, continues: true } : version;
  switch (onDuplicate) {
    case 'skip':
      return LEFT_OUT;
    case 'import':
      return { ...version, asNewVersion: false };
    case 'version':
      return version;
    case 'continue':
    case undefined:
      return state === 'changed' ? further : LEFT_OUT;
  }
}

function mappingOf(
  { recognition }: RecognisedFile,
  store: ImportStore,
): { readonly roles: ColumnMapping; readonly remembered: boolean } | undefined {
  if (recognition.kind !== 'needs-mapping') return undefined;
  const remembered = parseMapping(store.rememberedMapping(recognition.headerShape));
  return remembered === undefined
    ? { roles: recognition.proposal, remembered: false }
    : { roles: remembered, remembered: true };
}
