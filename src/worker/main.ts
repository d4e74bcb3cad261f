/** The worker thread: runs tasks of the table, several at a time, on a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { AuditError, messageOf } from '../core/errors.ts';
import type { FromWorker, ToWorker, WorkerProblem, WorkerSetup } from '../protocol/worker.ts';
import type { AuditDatabase } from '../storage/auditDatabase.ts';
import { openDatabase } from '../storage/openDatabase.ts';
import type { Task, TaskContext } from './task.ts';
import { taskTable } from './taskTable.ts';

const setup = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new Error('this file is the worker thread; it is not run by itself');

const yieldFlag = new Int32Array(setup.yieldFlag);
const running = new Map<number, AbortController>();
let opened: Promise<AuditDatabase> | undefined;

function database(): Promise<AuditDatabase> {
  if (setup.databasePath === null) {
    return Promise.reject(new AuditError('not-found', 'There is no database yet.'));
  }
  opened ??= openDatabase(setup.databasePath, { role: 'worker', readonly: setup.readonly }).catch(
    (error: unknown) => {
      // The next task tries again: a full disk or a busy file may be over by then.
      opened = undefined;
      throw error;
    },
  );
  return opened;
}

function send(message: FromWorker): void {
  port?.postMessage(message);
}

async function run(id: number, name: string, params: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const context: TaskContext<unknown> = {
    database,
    owner: setup.owner,
    yieldFlag,
    signal: controller.signal,
    progress: (progress) => send({ type: 'progress', id, progress }),
  };
  try {
    const task = (taskTable as Readonly<Record<string, Task>>)[name];
    if (task === undefined) throw new AuditError('bug', `The worker has no task “${name}”.`);
    // Parameters come from our own typed client and need no second check.
    send({ type: 'done', id, result: await task(params as never, context) });
  } catch (error) {
    send({ type: 'failed', id, problem: problemOf(error) });
  } finally {
    running.delete(id);
  }
}

function problemOf(error: unknown): WorkerProblem {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (error instanceof AuditError)
    return { kind: error.kind, message: error.message, hint: error.hint, stack };
  return { kind: 'bug', message: messageOf(error), hint: '', stack };
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') void run(message.id, message.task, message.params);
  else running.get(message.id)?.abort(message.reason);
});
