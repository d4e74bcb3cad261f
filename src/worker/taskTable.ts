/** Every task of the worker. Adding one is one file in `tasks` and one line here. */
import { checkpoint } from './tasks/checkpoint.ts';
import { integrityCheck } from './tasks/integrityCheck.ts';

export const taskTable = { checkpoint, integrityCheck };

/** Parameters and results are read off the tasks themselves. */
export type WorkerTasks = typeof taskTable;
