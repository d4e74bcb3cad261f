/** What was asked for: arguments of the import command, from code, menus and drops. Free of `vscode`. */
import * as v from 'valibot';
import type { ColumnMapping } from '../../core/importPlan.ts';
import { COLUMN_ROLES } from '../../core/importPlan.ts';
import { AuditError } from '../../core/errors.ts';

/** What happens to files that the database has already, or that are there twice; without it the user is asked. */
export type OnDuplicate = 'skip' | 'import' | 'version' | 'continue';

export interface ImportRequest {
  /** Absolute paths of files and folders; absent when the user is to pick them. */
  readonly paths?: readonly string[];
  readonly model?: string;
  readonly group?: string;
  readonly condition?: string;
  readonly seed?: string;
  readonly studyName?: string;
  readonly namePattern?: string;
  readonly mapping?: ColumnMapping;
  /** True always shows the page, false never; absent shows it when there is something to ask. */
  readonly preview?: boolean;
  readonly onDuplicate?: OnDuplicate;
  /** False: several files become runs without a study. Not for commands. */
  readonly asStudy?: boolean;
  /** What a press on Cancel does without asking. */
  readonly onCancel?: 'keep' | 'discard';
}

/** The part of `vscode.Uri` that is read. */
const uriSchema = v.object({ scheme: v.string(), fsPath: v.string() });
type UriLike = v.InferOutput<typeof uriSchema>;

const text = v.exactOptional(v.string());
const optionsSchema = v.strictObject({
  uris: v.exactOptional(v.array(v.union([v.string(), uriSchema]))),
  paths: v.exactOptional(v.array(v.string())),
  model: text,
  group: text,
  condition: text,
  seed: v.exactOptional(v.union([v.string(), v.pipe(v.number(), v.transform(String))])),
  studyName: text,
  namePattern: text,
  mapping: v.exactOptional(v.record(v.string(), v.picklist(COLUMN_ROLES))),
  preview: v.exactOptional(v.boolean()),
  onDuplicate: v.exactOptional(v.picklist(['skip', 'import', 'version', 'continue'])),
  onCancel: v.exactOptional(v.picklist(['keep', 'discard'])),
});

/**
 * Reads the arguments of `transcriptAuditor.import`: nothing (palette, tree title), `(uri, uris)` (explorer's context
 * menu), or one object of options (keybindings, tasks, drops, tests).
 *
 * @throws AuditError `bad-input` naming the argument that can't be understood
 */
export function parseImportArguments(args: readonly unknown[]): ImportRequest {
  const [first, second] = args;
  if (first === undefined || first === null) return {};
  if (isUri(first)) {
    // The menu gives the item that was clicked and, when several are selected, all of them.
    const all = Array.isArray(second) && second.length > 0 ? second.filter(isUri) : [first];
    return { paths: all.map(pathOf) };
  }
  const parsed = v.safeParse(optionsSchema, first);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AuditError(
      'bad-input',
      `The argument “${v.getDotPath(issue) ?? 'import'}” of the import command can’t be used: ${issue.message}`,
      'docs/commands.md lists what the command takes.',
    );
  }
  const { uris = [], paths = [], ...options } = parsed.output;
  const all = [...uris.map((uri) => (typeof uri === 'string' ? pathOfText(uri) : pathOf(uri))), ...paths];
  return all.length === 0 ? options : { ...options, paths: [...new Set(all)] };
}

function isUri(value: unknown): value is UriLike {
  return v.is(uriSchema, value);
}

/** Uris as text are file uris or plain paths. */
function pathOfText(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  const url = new URL(uri);
  const path = decodeURIComponent(url.pathname);
  // `file:///c:/x` on Windows.
  return /^\/[a-z]:\//i.test(path) ? path.slice(1) : path;
}

function pathOf(uri: UriLike): string {
  if (uri.scheme === 'file' || uri.scheme === 'vscode-remote') return uri.fsPath;
  throw new AuditError(
    'bad-input',
    `Files of “${uri.scheme}:” can’t be imported, only files on the disk.`,
    'Save the file to disk and import it from there.',
  );
}
