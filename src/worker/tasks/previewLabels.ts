import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatContentKey, type ContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { LabelEvent } from '../../core/labelEvent.ts';
import { openLabelFile } from '../../exporters/labels/labelFileReader.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';
import { looksLikeLabels } from '../sharing/measureFile.ts';
import type { TaskContext } from '../task.ts';

export interface LabelPreview {
  /** The label files meant: those named, and those directly in a folder that was named. */
  readonly paths: readonly string[];
  /** Most events first. */
  readonly people: readonly PreviewedPerson[];
  /** Names of the schemes that the labels were given under. */
  readonly schemes: readonly string[];
  /** Queues that the files define. */
  readonly queues: number;
  /** Lines that can't be read. */
  readonly unread: number;
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

export interface PreviewedPerson {
  readonly name: string;
  readonly events: number;
  /** Of these, the ones that aren't here yet. */
  readonly fresh: number;
  /** Transcripts that they are about. */
  readonly transcripts: number;
  /** Of these, the ones that a run here holds. */
  readonly here: number;
  /** When the first and the last were given, by the clock of who gave them (ISO 8601). */
  readonly from: string;
  readonly to: string;
}

interface Tally {
  events: number;
  fresh: number;
  from: string;
  to: string;
  readonly keys: Map<string, boolean>;
}

/**
 * What importing label files would bring. Nothing is changed.
 *
 * @param paths files, and folders of them
 * @throws AuditError `not-found` when no label file is there, `cancelled`; a file that can't be read is in `failed`
 */
export async function previewLabels(
  { paths }: { readonly paths: readonly string[] },
  { database, signal, progress }: Pick<TaskContext<number>, 'database' | 'signal' | 'progress'>,
): Promise<LabelPreview> {
  const opened = await database();
  const files = await labelFilesOf(paths);
  const reader = new PreviewTally(opened);
  const failed: { path: string; reason: string }[] = [];
  for (const path of files) {
    try {
      const file = await openLabelFile(path, { schemeVersion, signal });
      for await (const batch of file.batches()) {
        for (const item of batch) {
          if (item.kind === 'event') reader.event(item.event);
          else if (item.kind === 'queue') reader.queues.add(item.queue.uid);
          else if (item.problem.severity === 'error') reader.unread += 1;
        }
        progress(reader.events);
      }
    } catch (error) {
      if (!(error instanceof AuditError) || error.kind === 'cancelled') throw error;
      failed.push({ path, reason: [error.message, error.hint].filter((text) => text !== '').join(' ') });
    }
  }
  return {
    paths: files,
    people: reader.people(),
    schemes: [...reader.schemes].sort(),
    queues: reader.queues.size,
    unread: reader.unread,
    failed,
  };
}

/** Counts events, each once however many files hold it. */
class PreviewTally {
  unread = 0;
  readonly schemes = new Set<string>();
  readonly queues = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #people = new Map<string, Tally>();
  readonly #isKnown;
  readonly #isHere;

  constructor({ db }: AuditDatabase) {
    this.#isKnown = db.prepare<[string], number>('SELECT 1 FROM label_event WHERE event_id = ?').pluck();
    this.#isHere = db
      .prepare<[Buffer, number], number>(
        `SELECT 1 FROM transcript t JOIN visible_run r ON r.id = t.run_id
         WHERE t.content_hash = ? AND t.ordinal = ? LIMIT 1`,
      )
      .pluck();
  }

  get events(): number {
    return this.#seen.size;
  }

  event({ eventId, annotator, key, scheme, time }: LabelEvent): void {
    if (this.#seen.has(eventId)) return;
    this.#seen.add(eventId);
    this.schemes.add(scheme.name);
    const tally = this.#people.get(annotator) ?? {
      events: 0,
      fresh: 0,
      from: time,
      to: time,
      keys: new Map(),
    };
    tally.events += 1;
    if (this.#isKnown.get(eventId) === undefined) tally.fresh += 1;
    if (time < tally.from) tally.from = time;
    if (time > tally.to) tally.to = time;
    const name = formatContentKey(key);
    if (!tally.keys.has(name)) tally.keys.set(name, this.#holds(key));
    this.#people.set(annotator, tally);
  }

  people(): PreviewedPerson[] {
    return [...this.#people]
      .map(([name, { keys, ...tally }]) => ({
        name,
        ...tally,
        transcripts: keys.size,
        here: [...keys.values()].filter(Boolean).length,
      }))
      .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1));
  }

  #holds({ hash, ordinal }: ContentKey): boolean {
    return this.#isHere.get(Buffer.from(hash, 'hex'), ordinal) !== undefined;
  }
}

/** Files that were named as they are; of folders the label files directly in them. */
async function labelFilesOf(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push(path);
      continue;
    }
    for (const name of (await readdir(path)).sort()) {
      const inside = join(path, name);
      const isFile = await stat(inside).then(
        (info) => info.isFile(),
        () => false,
      );
      if (isFile && /\.jsonl$/i.test(name) && (await looksLikeLabels(inside))) files.push(inside);
    }
  }
  if (files.length === 0) {
    throw new AuditError(
      'not-found',
      `There are no label files in ${paths.join(', ')}.`,
      'Label files end in .jsonl; colleagues write them with Export Labels, or share a folder of them.',
    );
  }
  return [...new Set(files)];
}
