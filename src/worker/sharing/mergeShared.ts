/** Taking in what a file of a shared folder holds. */
import { AuditError } from '../../core/errors.ts';
import type { LabelEvent } from '../../core/labelEvent.ts';
import type { LabelLineProblem } from '../../exporters/labels/labelFileReader.ts';
import {
  mergeLabelFile,
  type LabelMergeTarget,
  type MergeCounts,
} from '../../exporters/labels/mergeLabelFile.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';
import type { ChangedFile } from './lookAtFolder.ts';
import { waveName } from './ownLines.ts';

/** What came out of one file. */
export interface MergedFile {
  readonly path: string;
  readonly added: number;
  readonly present: number;
  /** Queues that are new here, or have more in them now. */
  readonly queues: number;
  readonly unread: number;
  /** Whose labels were added, and how many. */
  readonly annotators: readonly { readonly name: string; readonly added: number }[];
  readonly problems: readonly LabelLineProblem[];
  /** True when all of it was read, so that no earlier problem of it stands. */
  readonly isWhole: boolean;
}

/** What is noted while files are merged. */
export interface Seen {
  /** Events of annotators whose labels this installation writes. */
  readonly eventIds: Set<string>;
  /** Versions of schemes, by the file that defines them. */
  readonly schemes: Map<string, Set<string>>;
  /** Waves of queues by who made them, as `waveName` names them. */
  readonly waves: Map<string, Set<string>>;
}

/**
 * Adds what the changed part of a file holds.
 *
 * @throws AuditError `bad-input` or `file-missing` when the file can't be read just now, to be tried again; `cancelled`;
 *   whatever the database throws
 */
export async function mergeShared(
  file: ChangedFile,
  target: LabelMergeTarget,
  seen: Seen,
  isOwn: (annotator: string) => boolean,
  signal: AbortSignal,
): Promise<MergedFile> {
  const { path, range } = file;
  const isWhole = range === undefined || range.fromByte === 0;
  const annotators = new Map<string, number>();
  const nothing = { path, added: 0, present: 0, queues: 0, unread: 0, annotators: [], problems: [], isWhole };
  if (range === undefined) return nothing;
  const counting: LabelMergeTarget = {
    addSchemes: (schemes) => {
      for (const { version } of schemes) note(seen.schemes, file.name, version);
      return target.addSchemes(schemes);
    },
    addEvents: async (events) => {
      for (const event of events) if (isOwn(event.annotator)) seen.eventIds.add(event.eventId);
      return addByAnnotator(target, events, annotators);
    },
    addQueue: (queue) => {
      for (const { wave, createdBy } of queue.waves) note(seen.waves, createdBy, waveName(queue.uid, wave));
      return target.addQueue?.(queue) ?? 'present';
    },
  };
  try {
    const result = await mergeLabelFile(path, counting, { schemeVersion, signal, range });
    return { ...result, annotators: [...annotators].map(([name, added]) => ({ name, added })), isWhole };
  } catch (error) {
    // One problem of the whole file, as long as it stays so; a file that can't be read just now is tried again.
    if (!(error instanceof AuditError) || !isAboutContent(error)) throw error;
    const problem = { line: 1, severity: 'error', reason: error.message, hint: error.hint } as const;
    return { ...nothing, unread: 1, problems: [problem] };
  }
}

/** A later version of the format, or nothing of ours in it. */
function isAboutContent({ kind, cause }: AuditError): boolean {
  return kind === 'not-recognised' || (kind === 'bad-input' && cause === undefined);
}

function note(sets: Map<string, Set<string>>, name: string, value: string): void {
  const values = sets.get(name) ?? new Set();
  values.add(value);
  sets.set(name, values);
}

async function addByAnnotator(
  target: LabelMergeTarget,
  events: readonly LabelEvent[],
  annotators: Map<string, number>,
): Promise<MergeCounts> {
  const total = { added: 0, present: 0, differing: [] as string[] };
  for (const [name, some] of Map.groupBy(events, ({ annotator }) => annotator)) {
    const counts = await target.addEvents(some);
    total.added += counts.added;
    total.present += counts.present;
    total.differing.push(...(counts.differing ?? []));
    if (counts.added > 0) annotators.set(name, (annotators.get(name) ?? 0) + counts.added);
  }
  return total;
}
