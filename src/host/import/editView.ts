/** Runs that exist, drawn for the page to be corrected there, and the corrections read back. */
import { AuditError } from '../../core/errors.ts';
import type { ArmRow, RunEdit } from '../../core/ports.ts';
import type { ImportFieldName, ImportFileRow, ImportView } from '../../protocol/importPanel.ts';
import { proposePattern } from '../../core/nameGuess.ts';
import type { ConfirmedImport, ImportStore } from './importContext.ts';
import { count } from './importWords.ts';
import type { NamedFile } from './proposeNames.ts';

/** Which runs: those of a study, or these. */
export type EditTarget = { readonly studyId: number } | { readonly runIds: readonly number[] };

/** One row of the page: an arm, with its run's name and seed in the run's first row. */
export interface EditRow extends NamedFile {
  readonly arm: ArmRow;
  /** True when the run has other arms: what is corrected here is this arm's alone. */
  readonly oneOfSeveral: boolean;
  readonly row: ImportFileRow;
}

export interface EditSheet {
  readonly rows: readonly EditRow[];
  readonly view: ImportView;
  readonly studyId: number | null;
}

/** @throws AuditError `not-found` when there are no such runs */
export function editSheet(store: ImportStore, target: EditTarget): EditSheet {
  const { arms, leaves } = store.outline();
  const wanted = arms.filter((arm) =>
    'studyId' in target ? arm.studyId === target.studyId : target.runIds.includes(arm.runId),
  );
  if (wanted.length === 0) {
    throw new AuditError('not-found', 'There are no such runs any more.', 'Refresh the tree and try again.');
  }
  const transcripts = new Map<number, number>();
  for (const { armId, n } of leaves) transcripts.set(armId, (transcripts.get(armId) ?? 0) + n);
  const armsOf = new Map<number, ArmRow[]>();
  for (const arm of wanted) armsOf.set(arm.runId, [...(armsOf.get(arm.runId) ?? []), arm]);

  const rows = [...armsOf.values()].flatMap((ofRun) => {
    const [first] = ofRun;
    const file = first === undefined ? undefined : store.run(first.runId)?.files[0];
    return ofRun.map((arm) =>
      editRow(
        arm,
        ofRun,
        { path: file?.path ?? '', name: file?.name ?? arm.runName },
        transcripts.get(arm.armId) ?? 0,
      ),
    );
  });
  const study = 'studyId' in target ? wanted[0] : undefined;
  return {
    rows,
    studyId: study?.studyId ?? null,
    view: {
      mode: 'edit',
      studyName: study?.studyName ?? '',
      isStudy: study !== undefined,
      namePattern: proposePattern([...new Set(rows.map(({ path }) => path))]),
      files: rows.map(({ row }) => row),
    },
  };
}

function editRow(
  arm: ArmRow,
  ofRun: readonly ArmRow[],
  file: { readonly path: string; readonly name: string },
  transcripts: number,
): EditRow {
  const oneOfSeveral = ofRun.length > 1;
  const isFirst = arm === ofRun[0];
  const carried: readonly ImportFieldName[] = isFirst ? [] : ['runName', 'seed'];
  const status = arm.runStatus === 'partial' ? ', partial' : '';
  return {
    id: rowId(arm),
    path: file.path,
    label: file.name,
    carries: carried,
    arm,
    oneOfSeveral,
    row: {
      path: rowId(arm),
      label: file.name,
      sizeBytes: 0,
      state: 'ready',
      description: (transcripts === 0 ? 'empty run' : count(transcripts, 'transcript')) + status,
      hint: oneOfSeveral
        ? `One of ${ofRun.length} parts of “${arm.runName}”, which its rows tell apart.`
        : '',
      headerOnly: false,
      included: true,
      asNewVersion: false,
      continues: false,
      canContinue: false,
      runName: arm.runName,
      model: arm.model ?? '',
      group: arm.group ?? '',
      condition: arm.condition ?? '',
      seed: arm.seed ?? '',
      carried,
    },
  };
}

function rowId({ runId, armId }: ArmRow): string {
  return `run-${runId}/arm-${armId}`;
}

/**
 * What the user changed, and nothing else.
 *
 * @throws AuditError `bad-input` for a run without a name
 */
export function editsOf({ rows }: EditSheet, answers: ConfirmedImport): RunEdit[] {
  const byId = new Map(rows.map((row) => [row.row.path, row]));
  const edits: RunEdit[] = [];
  for (const answer of answers.files) {
    const found = byId.get(answer.path);
    if (found === undefined)
      throw new AuditError('bug', `The page names a run that it wasn’t given: ${answer.path}`);
    const { arm, row, oneOfSeveral } = found;
    const changed = (field: ImportFieldName): boolean =>
      !row.carried.includes(field) && answer[field].trim() !== row[field];
    if (changed('runName') && answer.runName.trim() === '') {
      throw new AuditError('bad-input', `The run “${arm.runName}” has no name now.`, 'Give it one.');
    }
    const names: { model?: string; group?: string; condition?: string } = {};
    for (const field of ['model', 'group', 'condition'] as const) {
      if (changed(field)) names[field] = answer[field].trim();
    }
    if (Object.keys(names).length > 0) {
      edits.push({ runId: arm.runId, ...(oneOfSeveral ? { armId: arm.armId } : undefined), ...names });
    }
    // The run's own fields, apart from the arm's.
    if (changed('runName')) edits.push({ runId: arm.runId, name: answer.runName.trim() });
    if (changed('seed')) edits.push({ runId: arm.runId, seed: answer.seed.trim() });
  }
  return edits;
}
