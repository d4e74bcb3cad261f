/** The worker, with a fault: a task cancelled with the reason `crash` takes the whole thread down. */
import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../../src/protocol/worker.ts';
import '../../../src/worker/main.ts';

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'cancel' && message.reason === 'crash') throw new Error('made to crash by a test');
});
