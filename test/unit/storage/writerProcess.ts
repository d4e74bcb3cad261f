/** Starts `children/writer.ts`, a window of its own that imports and labels. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WriterTask } from './children/writer.ts';

const SCRIPT = fileURLToPath(new URL('children/writer.ts', import.meta.url));

export interface WriterProcess {
  /** Ids of the events whose commit it reported, so far. */
  readonly acknowledged: readonly string[];
  /** The same events as lines of a label file. */
  readonly lines: readonly string[];
  /** Resolves when the process has ended, by itself or killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  kill(): void;
}

/** Resolves when its connections are open and its work begins. */
export async function startWriter(path: string, task: WriterTask): Promise<WriterProcess> {
  const child = fork(SCRIPT, [path]);
  const acknowledged: string[] = [];
  const lines: string[] = [];
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (message: 'ready' | { readonly eventId: string; readonly line: string }) => {
      if (message === 'ready') {
        resolve();
        return;
      }
      acknowledged.push(message.eventId);
      lines.push(message.line);
    });
  });
  child.send(task);
  return { acknowledged, lines, ended, kill: () => void child.kill('SIGKILL') };
}
