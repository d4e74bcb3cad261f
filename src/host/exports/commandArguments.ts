/** Arguments of the export commands, given by code, a keybinding, or a menu of the tree. */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import { TRANSCRIPT_FORMAT_LIST } from '../../exporters/transcriptFormats.ts';

export const labelArguments = v.object({
  path: v.optional(v.string()),
  annotators: v.optional(v.array(v.string())),
});

export const transcriptArguments = v.object({
  path: v.optional(v.string()),
  format: v.optional(v.picklist(TRANSCRIPT_FORMAT_LIST.map(({ id }) => id))),
  neutralise: v.optional(v.boolean()),
  annotator: v.optional(v.string()),
});

const mergeArguments = v.object({ paths: v.optional(v.array(v.string())) });

const placeArguments = v.object({
  runIds: v.optional(v.array(v.pipe(v.number(), v.integer()))),
  // Nodes of the tree carry these.
  runId: v.optional(v.number()),
  studyId: v.optional(v.nullable(v.number())),
});

/** Checks an argument. A menu passes nodes and the like: what has none of our fields is no argument. */
export function argumentsOf<Schema extends v.GenericSchema>(
  schema: Schema,
  argument: unknown,
): v.InferOutput<Schema> {
  const isObject = typeof argument === 'object' && argument !== null && !Array.isArray(argument);
  // The `path` of a file clicked in the explorer is no place to write to.
  const parsed = v.safeParse(schema, isObject && !isUri(argument) ? argument : {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AuditError(
    'bad-input',
    `The argument “${v.getDotPath(issue) ?? ''}” of this command is not right: ${issue.message}.`,
    'docs/commands.md lists the arguments.',
  );
}

/** The files that are meant: `paths`, or the files selected in the explorer; undefined where none are named. */
export function filesMeant(argument: unknown, selection: unknown): readonly string[] | undefined {
  const clicked = Array.isArray(selection) && selection.length > 0 ? (selection as unknown[]) : [argument];
  const files = clicked.filter(isUri).map((uri) => uri.fsPath);
  return files.length > 0 ? files : argumentsOf(mergeArguments, argument).paths;
}

function isUri(value: unknown): value is { readonly scheme: string; readonly fsPath: string } {
  return typeof value === 'object' && value !== null && 'scheme' in value && 'fsPath' in value;
}

/**
 * The runs that are meant: `runIds`, or those of the nodes selected in the tree (a run, or all of a study).
 *
 * @param selection what VS Code passes second when a menu is used on several nodes
 * @returns undefined where no runs are named, which means all
 */
export function runsMeant(
  argument: unknown,
  selection: unknown,
  runsOfStudy: (studyId: number) => readonly number[],
): readonly number[] | undefined {
  const places = Array.isArray(selection) && selection.length > 0 ? (selection as unknown[]) : [argument];
  const runs = new Set<number>();
  let named = false;
  for (const place of places) {
    const { runIds, runId, studyId } = argumentsOf(placeArguments, place);
    const found =
      runIds ?? (runId !== undefined ? [runId] : studyId == null ? undefined : runsOfStudy(studyId));
    if (found === undefined) continue;
    named = true;
    for (const id of found) runs.add(id);
  }
  return named ? [...runs] : undefined;
}
