import type { WorkerClient } from '../worker/workerClient.ts';
import type { ImportTasks } from './importContext.ts';

/** The import's long tasks, run in the worker. */
export function workerImportTasks(worker: WorkerClient): ImportTasks {
  return {
    recognise: (paths, signal, onProgress, split) =>
      worker.run('recognise', split === undefined ? { paths } : { paths, split }, { signal, onProgress }),
    import: (plan, signal, onProgress) => worker.run('import', plan, { signal, onProgress }),
  };
}
