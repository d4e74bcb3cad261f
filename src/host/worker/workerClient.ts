/** The host's side of a worker thread: typed tasks, answers to what they ask, and writes that wait without blocking. */
import { Worker } from 'node:worker_threads';
import { AuditError, messageOf, type AuditErrorKind } from '../../core/errors.ts';
import type { FromWorker, ToWorker, WorkerSetup } from '../../protocol/worker.ts';
import { createYieldFlag, retryWhenBusy, type YieldFlag } from '../../storage/retryWhenBusy.ts';
import type { HostAnswers } from '../../worker/hostQuestions.ts';
import type { Task, TaskContext } from '../../worker/task.ts';
import type { WorkerTasks } from '../../worker/taskTable.ts';

/** How long a worker may take to close its database before it is ended, milliseconds, where nothing else is said. */
const CLOSING_MS = 2_000;
/**
 * What V8 may fill with young objects before it looks through them, in MB. An import makes many and keeps few: the default
 * takes 100 MB more and saves nothing (`npm run bench -- --only import-1m`).
 */
const YOUNG_MB = 24;

/** A task's parameters, result and progress, read off the task itself. */
type Params<T extends Task> = Parameters<T>[0];
type Result<T extends Task> = Awaited<ReturnType<T>>;
type Progress<T extends Task> = Parameters<T>[1] extends TaskContext<infer P> ? P : never;

export interface RunOptions<P = never> {
  readonly onProgress?: (progress: P) => void;
  /** Aborting asks the task to stop; `signal.reason`, if it is text, tells it how. */
  readonly signal?: AbortSignal;
}

export interface WorkerClientOptions {
  /** The bundled worker (or `main.ts` when run from source). */
  readonly script: string;
  readonly databasePath: string | null;
  readonly readonly: boolean;
  readonly owner: string;
  /** The flag of another client on the same file, so that a waiting label stops both workers. */
  readonly yieldFlag?: YieldFlag;
  readonly closingMs?: number;
  /** Answers what tasks ask; without it they are refused. */
  readonly answers?: HostAnswers;
  /** Takes the lines that tasks log. */
  readonly onLog?: (line: string) => void;
}

type Answer = (params: unknown, signal: AbortSignal) => Promise<unknown>;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AuditError) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
  readonly task: string;
}

/** @typeParam Tasks the thread's task table; the one for imports, searches and whatever scans by default */
export class WorkerClient<Tasks extends { readonly [T in keyof Tasks]: Task } = WorkerTasks> {
  /** Above zero while a write of the host waits; to be shared with the other worker on the same file. */
  readonly yieldFlag: YieldFlag;
  private readonly options: WorkerClientOptions;
  private readonly questions = new Map<number, AbortController>();
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | undefined;
  private lastId = 0;
  private disposed = false;

  constructor(options: WorkerClientOptions) {
    this.options = options;
    this.yieldFlag = options.yieldFlag ?? createYieldFlag();
  }

  /** Runs a task; the worker starts with the first one. Rejects with the task's own AuditError. */
  run<T extends keyof Tasks & string>(
    task: T,
    params: Params<Tasks[T]>,
    { onProgress, signal }: RunOptions<Progress<Tasks[T]>> = {},
  ): Promise<Result<Tasks[T]>> {
    if (this.disposed) return Promise.reject(new AuditError('cancelled', 'The database was closed.'));
    if (signal?.aborted === true) return Promise.reject(new AuditError('cancelled', 'Cancelled.'));
    const worker = this.start();
    const id = ++this.lastId;
    return new Promise<Result<Tasks[T]>>((resolve, reject) => {
      const onAbort = () => {
        const reason = typeof signal?.reason === 'string' ? signal.reason : '';
        worker.postMessage({ type: 'cancel', id, reason } satisfies ToWorker);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const settled = () => {
        signal?.removeEventListener('abort', onAbort);
        this.pending.delete(id);
      };
      this.pending.set(id, {
        task,
        onProgress: onProgress as Pending['onProgress'],
        resolve: (value) => {
          settled();
          resolve(value as Result<Tasks[T]>);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      worker.postMessage({ type: 'run', id, task, params } satisfies ToWorker);
    });
  }

  /** Runs a short synchronous write on the host's own connection; see `retryWhenBusy`. */
  writeWithRetry<T>(write: () => T): Promise<T> {
    return retryWhenBusy(write, this.yieldFlag);
  }

  /**
   * Stops the worker. Tasks under way are rejected as cancelled; what they had committed stays, an import as a partial
   * run. The worker closes its connection itself, so that no write-ahead log is left behind, unless that takes too long.
   */
  async dispose(): Promise<void> {
    this.disposed = true;
    const worker = this.worker;
    this.worker = undefined;
    this.failAll(() => new AuditError('cancelled', 'The database was closed.'));
    if (worker === undefined) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    worker.postMessage({ type: 'close' } satisfies ToWorker);
    const timer = setTimeout(() => void worker.terminate(), this.options.closingMs ?? CLOSING_MS);
    await gone;
    clearTimeout(timer);
  }

  private start(): Worker {
    if (this.worker !== undefined) return this.worker;
    const { script, databasePath, readonly, owner } = this.options;
    const setup: WorkerSetup = {
      databasePath,
      readonly,
      owner,
      yieldFlag: this.yieldFlag.buffer as SharedArrayBuffer,
    };
    const worker = new Worker(script, {
      workerData: setup,
      name: 'transcript-auditor',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    worker.on('message', (message: FromWorker) => this.receive(worker, message));
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, undefined));
    this.worker = worker;
    return worker;
  }

  private receive(worker: Worker, message: FromWorker): void {
    switch (message.type) {
      case 'ask':
        void this.answer(worker, message);
        return;
      case 'ask-cancel':
        this.questions.get(message.askId)?.abort();
        return;
      case 'log':
        this.options.onLog?.(message.line);
        return;
      default:
        this.settle(message);
    }
  }

  private async answer(worker: Worker, asked: Extract<FromWorker, { type: 'ask' }>): Promise<void> {
    const { askId, question, params } = asked;
    const controller = new AbortController();
    this.questions.set(askId, controller);
    try {
      const answers = this.options.answers as Readonly<Record<string, Answer>> | undefined;
      const answer = answers?.[question];
      if (answer === undefined) throw new AuditError('bug', `Nothing here answers “${question}”.`);
      const result = await answer(params, controller.signal);
      worker.postMessage({ type: 'answer', askId, result } satisfies ToWorker);
    } catch (error) {
      const { kind, hint } = error instanceof AuditError ? error : { kind: 'bug', hint: '' };
      const problem = { kind, message: messageOf(error), hint, stack: '' };
      worker.postMessage({ type: 'answer-failed', askId, problem } satisfies ToWorker);
    } finally {
      this.questions.delete(askId);
    }
  }

  private settle(message: Exclude<FromWorker, { type: 'ask' | 'ask-cancel' | 'log' }>): void {
    const pending = this.pending.get(message.id);
    if (pending === undefined) return;
    switch (message.type) {
      case 'progress':
        pending.onProgress?.(message.progress);
        break;
      case 'done':
        pending.resolve(message.result);
        break;
      case 'failed': {
        const { kind, message: text, hint, stack } = message.problem;
        const error = new AuditError(kind as AuditErrorKind, text, hint);
        error.stack = stack;
        pending.reject(error);
      }
    }
  }

  /** The worker died: what was under way is rejected, and the next task starts a new one. */
  private lost(worker: Worker, cause: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const outOfMemory =
      cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const how = outOfMemory ? 'ran out of memory' : 'stopped unexpectedly';
    this.failAll(
      ({ task }) =>
        new AuditError(
          'bug',
          `The background worker ${how} while it was busy with “${task}”.`,
          'What was stored before is kept; an import or a run under way will be marked partial. Try again, and see the log.',
          { cause },
        ),
    );
  }

  private failAll(error: (pending: Pending) => AuditError): void {
    for (const controller of this.questions.values()) controller.abort();
    for (const pending of [...this.pending.values()]) pending.reject(error(pending));
  }
}
