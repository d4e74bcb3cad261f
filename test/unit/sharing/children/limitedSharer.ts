// Labels and shares under a limit of how large a file may become, which the shell that starts it sets (`ulimit -f`). The
// database was made large beforehand and stays under it; the label file doesn’t. Prints what came of the last pass.
import { openDatabase } from '../../../../src/storage/openDatabase.ts';
import { syncLabels } from '../../../../src/worker/tasks/syncLabels.ts';
import { contextOf } from '../sharingDesk.ts';

const [path = '', folder = ''] = process.argv.slice(2);
const worker = await openDatabase(path, { role: 'worker' });
const result = await syncLabels(
  { folder, annotators: ['kim'], installation: 'here', isFirst: true },
  contextOf(worker),
);
console.log(JSON.stringify(result));
worker.close();
