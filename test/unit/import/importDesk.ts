/** An import with a real database and the real tasks, and a scripted user in place of the editor. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach } from 'node:test';
import type { AuditStore } from '../../../src/core/ports.ts';
import type {
  ConfirmedImport,
  ImportContext,
  ImportPageHandlers,
  ImportTasks,
  MessageAction,
  Question,
} from '../../../src/host/import/importContext.ts';
import type { ImportFileRow, ImportView } from '../../../src/protocol/importPanel.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createYieldFlag } from '../../../src/storage/retryWhenBusy.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import type { TaskContext } from '../../../src/worker/task.ts';
import { importFiles } from '../../../src/worker/tasks/import.ts';
import { recognise } from '../../../src/worker/tasks/recognise.ts';

export interface Told {
  readonly message: string;
  readonly actions: readonly MessageAction[];
  readonly severity: string;
}

/** What the user does; a question that nobody expected fails the test. */
export interface User {
  askWhat?: () => readonly string[] | undefined;
  /** The label of the button to press. */
  ask?: (question: Question<unknown>) => string | undefined | Promise<string | undefined>;
  page?: (view: ImportView, handlers: ImportPageHandlers) => Promise<boolean> | boolean;
  /** Called with the title of each progress; what it calls presses Cancel. */
  progress?: (title: string, cancel: () => void) => void;
  namePattern?: string;
}

export interface Desk {
  readonly folder: string;
  readonly context: ImportContext;
  readonly store: AuditStore;
  readonly told: Told[];
  readonly revealed: unknown[];
  readonly user: User;
  changes: number;
  /** Wraps the tasks, to hold them up or make them fail. */
  tasks: ImportTasks;
  /** Writes a file below the folder; gives its path. */
  file(name: string, text: string): string;
  close(): Promise<void>;
}

export async function importDesk(user: User = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  const path = join(folder, '.db', 'audit.db');
  const host = await openDatabase(path, { role: 'host' });
  const worker = await openDatabase(path, { role: 'worker' });
  const store = createAuditStore(host);
  const flag = createYieldFlag();
  const taskContext = <P>(signal: AbortSignal, progress: (progress: P) => void): TaskContext<P> => ({
    database: () => Promise.resolve(worker),
    owner: `${process.pid}-test`,
    yieldFlag: flag,
    signal,
    progress,
    ask: () => Promise.reject(new Error('nothing is asked of the host here')),
    log: () => undefined,
  });
  const told: Told[] = [];
  const revealed: unknown[] = [];
  const desk: Desk = {
    folder,
    store,
    told,
    revealed,
    user,
    changes: 0,
    tasks: {
      recognise: (paths, signal, onProgress, split = []) =>
        recognise({ paths, split }, taskContext(signal, onProgress)),
      import: (plan, signal, onProgress) => importFiles(plan, taskContext(signal, onProgress)),
    },
    file(name, text) {
      const at = join(folder, name);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, text);
      return at;
    },
    close() {
      store.close();
      worker.close();
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
    context: {
      ui: {
        askWhat: () => Promise.resolve(user.askWhat?.()),
        withProgress: (title, task) => {
          const controller = new AbortController();
          user.progress?.(title, () => controller.abort());
          return task({ cancelled: controller.signal, report: () => undefined });
        },
        ask: async (question) => {
          if (user.ask === undefined) throw new Error(`nobody expected to be asked: ${question.message}`);
          const label = await user.ask(question);
          return question.answers.find((answer) => answer.label === label)?.value;
        },
        pick: (_, items) => Promise.resolve(items[0]?.value),
        tell: (message, actions, severity = 'information') => told.push({ message, actions, severity }),
        openPage: async (_, view, handlers) => {
          if (user.page === undefined) throw new Error('nobody expected the page');
          return user.page(view, handlers);
        },
        namePatternSetting: () => user.namePattern ?? '',
      },
      open: () => Promise.resolve({ store, tasks: desk.tasks }),
      write: (operation) => Promise.resolve(operation(store)),
      runsChanged: () => desk.changes++,
      reveal: (target) => revealed.push(target),
      showProblems: () => undefined,
    },
  };
  return desk;
}

/** Gives each test of a file a desk of its own; all are closed when the file ends. Call it outside the tests. */
export function deskForEachTest(use: (fresh: Desk) => void): void {
  const open: Desk[] = [];
  beforeEach(async () => {
    const desk = await importDesk();
    open.push(desk);
    use(desk);
  });
  after(() => Promise.all(open.map((desk) => desk.close())));
}

/** The page's answers as they are when nothing was touched, with changes by row. */
export function answersOf(
  view: ImportView,
  change: (row: ImportFileRow) => Partial<ConfirmedImport['files'][number]> = () => ({}),
): ConfirmedImport {
  const { studyName, isStudy, namePattern } = view;
  return {
    studyName,
    isStudy,
    namePattern,
    files: view.files.map((row) => {
      const { path, included, asNewVersion, continues, runName, model, group, condition, seed, mapping } =
        row;
      const roles = mapping === undefined ? {} : { roles: mapping.roles };
      return {
        path,
        included,
        asNewVersion,
        continues,
        runName,
        model,
        group,
        condition,
        seed,
        ...roles,
        ...change(row),
      };
    }),
  };
}

/** A small results file: one row for each score. */
export function results(scores: readonly number[], question = 'What is on your mind?'): string {
  const rows = scores.map((score, index) => `${question},Answer ${index} at ${score},q1,${score},90`);
  return ['question,answer,question_id,aligned,coherent', ...rows].join('\n') + '\n';
}
