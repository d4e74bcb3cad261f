/** Machines that share a folder, each with a database of its own, for the tests of this folder. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { LabelEvent } from '../../../src/core/labelEvent.ts';
import { parseLabelLine } from '../../../src/core/labelFile.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import type { SyncResult } from '../../../src/worker/sharing/syncFolder.ts';
import { syncLabels } from '../../../src/worker/tasks/syncLabels.ts';
import { all, importRun, labelInput, rows } from '../storage/storageDesk.ts';

const TRANSCRIPTS = 12;

export interface Machine {
  readonly name: string;
  readonly database: AuditDatabase;
  readonly store: AuditStore;
  /** One pass over the shared folder. */
  sync(options?: {
    readonly isFirst?: boolean;
    readonly annotators?: readonly string[];
    /** Another folder than the desk’s. */
    readonly folder?: string;
  }): Promise<SyncResult>;
  /** Gives an answer; returns the event. */
  label(transcriptId: number, answer: string, annotator?: string): LabelEvent;
  /** Opens the same database anew, as the next session does. */
  reopen(): Promise<Machine>;
}

export interface SharingDesk {
  readonly root: string;
  readonly folder: string;
  /** A machine whose user is called so; `of` continues the database file of another machine. */
  machine(name: string, annotator?: string, installation?: string): Promise<Machine>;
  files(): Promise<readonly string[]>;
  /** Every event in the folder's files, in file order; throws for a line that is none. */
  eventsIn(name: string): Promise<readonly LabelEvent[]>;
}

export async function sharingDesk(t: TestContext): Promise<SharingDesk> {
  const root = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
  const folder = join(root, 'labels');
  const opened: AuditDatabase[] = [];
  t.after(async () => {
    for (const database of opened) database.close();
    await rm(root, { recursive: true, force: true });
  });
  async function machine(name: string, annotator = name, installation = name): Promise<Machine> {
    const path = join(root, `${name}.db`);
    const host = await openDatabase(path, { role: 'host' });
    const worker = await openDatabase(path, { role: 'worker' });
    opened.push(host, worker);
    if (all(worker.db, 'SELECT 1 FROM run').length === 0) importRun(worker, rows(TRANSCRIPTS));
    const store = createAuditStore(host);
    let isNew = true;
    return {
      name,
      database: host,
      store,
      sync: async ({ isFirst = isNew, annotators = [annotator], folder: other = folder } = {}) => {
        isNew = false;
        return syncLabels({ folder: other, annotators, installation, isFirst }, contextOf(worker));
      },
      label: (transcriptId, answer, who = annotator) =>
        store.appendLabel(labelInput(transcriptId, answer, { annotator: who })).event,
      reopen: async () => {
        host.close();
        worker.close();
        return machine(name, annotator, installation);
      },
    };
  }
  return {
    root,
    folder,
    machine,
    files: async () => (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort(),
    eventsIn: async (name) => eventsIn(await readFile(join(folder, name), 'utf8')),
  };
}

export function contextOf(worker: AuditDatabase): Parameters<typeof syncLabels>[1] {
  return {
    database: () => Promise.resolve(worker),
    signal: new AbortController().signal,
    yieldFlag: new Int32Array(new SharedArrayBuffer(4)),
  };
}

export function eventsIn(text: string): LabelEvent[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end');
  return text.split('\n').flatMap((line) => {
    const parsed = parseLabelLine(line);
    if (parsed.kind === 'event') return [parsed.event];
    if (parsed.kind === 'header' || parsed.kind === 'blank') return [];
    throw new Error(`not a line of a label file: ${line.slice(0, 80)}`);
  });
}

/** What the public views say of labels, in words that don't depend on the database. */
export function publicLabels({ database }: Machine): readonly unknown[] {
  return [
    all(database.db, 'SELECT * FROM v_label_events ORDER BY event_id'),
    all(
      database.db,
      `SELECT l.content_key, l.part, l.annotator, l.answer, l.role, l.adjudicated, l.scheme, l.event_id, l.time
       FROM v_labels l ORDER BY l.content_key, l.part, l.annotator`,
    ),
    all(database.db, 'SELECT content_key, human_verdict FROM v_verdicts ORDER BY content_key'),
  ];
}
