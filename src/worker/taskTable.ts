/** Every task of the worker. Adding one is one file in `tasks` and one line here. */
import { checkpoint } from './tasks/checkpoint.ts';
import { importFiles } from './tasks/import.ts';
import { integrityCheck } from './tasks/integrityCheck.ts';
import { recognise } from './tasks/recognise.ts';

export const taskTable = { checkpoint, import: importFiles, integrityCheck, recognise };

/** Parameters and results are read off the tasks themselves. */
export type WorkerTasks = typeof taskTable;
