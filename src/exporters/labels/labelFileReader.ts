/** Reading a label file back: its schemes first, then its events in batches, with every line that can't be read. */
import { stat } from 'node:fs/promises';
import { AuditError, messageOf } from '../../core/errors.ts';
import type { LabelEvent } from '../../core/labelEvent.ts';
import { LABEL_FILE_VERSION, parseLabelLine, type SchemeVersion } from '../../core/labelFile.ts';
import type { QueueDefinition } from '../../core/queue.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { boundedLines, LONGEST_LINE_BYTES, type LineRange } from './boundedLines.ts';

const BATCH = 500;

/** A line that was not read, or (`warning`) read with something to know about it. */
export interface LabelLineProblem {
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly reason: string;
  readonly hint: string;
}

export type LabelFileItem =
  | { readonly kind: 'event'; readonly event: LabelEvent; readonly line: number }
  | { readonly kind: 'queue'; readonly queue: QueueDefinition; readonly line: number }
  | { readonly kind: 'problem'; readonly problem: LabelLineProblem };

export interface LabelFileReader {
  /** Every scheme that a header defines, once. */
  readonly schemes: readonly SchemeVersion[];
  /** The events, queues (one wave each) and problems in file order; reads the file again from the start. */
  batches(): AsyncIterable<readonly LabelFileItem[]>;
}

export interface ReadLabelOptions {
  /** The version hash of a scheme, to see that a definition is the one its version names. */
  readonly schemeVersion: (scheme: LabelScheme) => string;
  readonly signal?: AbortSignal;
  /** Only this part of the file, as of one that grew; all of it where it is not given. */
  readonly range?: LineRange;
}

/**
 * Opens a label file. Headers may stand anywhere in it, so they are all collected first.
 *
 * @throws AuditError `file-missing`, `not-recognised` (no line of it is a label event or header), `bad-input` (a folder,
 *   or a format version later than ours: nothing of such a file is read), `cancelled`
 */
export async function openLabelFile(path: string, options: ReadLabelOptions): Promise<LabelFileReader> {
  const { schemeVersion, signal, range } = options;
  const schemes = new Map<string, SchemeVersion>();
  const badHeaders = new Map<number, LabelLineProblem>();
  // What comes before a later part has been recognised already.
  let known = range !== undefined && range.fromByte > 0;
  let lines = 0;
  for await (const { number, text } of guarded(path, signal, range)) {
    lines = number;
    // Most lines are events: they are parsed in the second reading, and one of them is enough to know the file.
    if (text === undefined || (known && !text.includes('"format"'))) continue;
    const parsed = parseLabelLine(text);
    if (parsed.kind === 'newer-version') {
      throw new AuditError(
        'bad-input',
        `${path} is of version ${parsed.version} of the label file format; version ${LABEL_FILE_VERSION} is read here.`,
        'Nothing of it was read. Update Transcript Auditor and import it again.',
      );
    }
    if (parsed.kind === 'event' || parsed.kind === 'queue') known = true;
    if (parsed.kind !== 'header') continue;
    known = true;
    if (parsed.scheme === undefined) continue;
    const { scheme, version } = parsed.scheme;
    if (schemeVersion(scheme) === version) schemes.set(version, parsed.scheme);
    else badHeaders.set(number, alteredScheme(number, scheme.name));
  }
  if (!known && lines > 0) {
    throw new AuditError(
      'not-recognised',
      `${path} is not a label file: no line of it is a label event.`,
      'Label files are written by Export Labels; results are opened by Import Transcripts.',
    );
  }
  return { schemes: [...schemes.values()], batches: () => batches(path, signal, badHeaders, range) };
}

function alteredScheme(line: number, name: string): LabelLineProblem {
  return {
    line,
    severity: 'error',
    reason: `The definition of the label scheme “${name}” is not the one its version names; it was edited.`,
    hint: 'Its labels are kept; their meaning is known once a file with the original header is imported.',
  };
}

async function* batches(
  path: string,
  signal: AbortSignal | undefined,
  badHeaders: ReadonlyMap<number, LabelLineProblem>,
  range: LineRange | undefined,
): AsyncGenerator<readonly LabelFileItem[]> {
  let batch: LabelFileItem[] = [];
  for await (const { number, text, problem } of guarded(path, signal, range)) {
    const bad = badHeaders.get(number);
    if (bad !== undefined) batch.push({ kind: 'problem', problem: bad });
    else if (text === undefined) batch.push(problemItem(number, 'error', problem, ''));
    else batch.push(...itemsOf(number, text));
    // A queue may be millions of characters: it goes on its way at once.
    if (batch.length >= BATCH || batch.at(-1)?.kind === 'queue') {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function itemsOf(number: number, text: string): readonly LabelFileItem[] {
  const parsed = parseLabelLine(text);
  switch (parsed.kind) {
    case 'event': {
      const event: LabelFileItem = { kind: 'event', event: parsed.event, line: number };
      return [...unknownItems(number, parsed.unknownFields), event];
    }
    case 'queue': {
      const queue: LabelFileItem = { kind: 'queue', queue: parsed.queue, line: number };
      return [...unknownItems(number, parsed.unknownFields), queue];
    }
    case 'problem':
      return [problemItem(number, 'error', parsed.reason, parsed.hint)];
    case 'newer-version':
      return [
        problemItem(number, 'error', `A header of version ${parsed.version}.`, 'The file changed meanwhile.'),
      ];
    case 'header':
    case 'blank':
      return [];
  }
}

function unknownItems(number: number, names: readonly string[]): readonly LabelFileItem[] {
  if (names.length === 0) return [];
  const fields = names.map((name) => `“${name}”`).join(', ');
  return [problemItem(number, 'warning', `Fields that are not kept: ${fields}.`, '')];
}

function problemItem(
  line: number,
  severity: LabelLineProblem['severity'],
  reason: string,
  hint: string,
): LabelFileItem {
  return { kind: 'problem', problem: { line, severity, reason, hint } };
}

/** The lines, with failures of the disk turned into errors for the user. */
async function* guarded(
  path: string,
  signal: AbortSignal | undefined,
  range: LineRange | undefined,
): ReturnType<typeof boundedLines> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new AuditError('bad-input', `${path} is a folder.`, 'Choose the label files in it.');
    }
    yield* boundedLines(path, signal, LONGEST_LINE_BYTES, range);
  } catch (error) {
    if (error instanceof AuditError) throw error;
    if (signal?.aborted === true) throw new AuditError('cancelled', 'The import of labels was cancelled.');
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new AuditError('file-missing', `${path} doesn't exist (any more).`, '', { cause: error });
    }
    throw new AuditError('bad-input', `${path} can't be read: ${messageOf(error)}`, '', { cause: error });
  }
}
