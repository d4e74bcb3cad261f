/** Opens a database with the made-up next schema: `migrator.ts PATH ROLE`. */
import { MIGRATIONS } from '../../../../src/storage/migrations/index.ts';
import { openDatabase } from '../../../../src/storage/openDatabase.ts';
import { NEXT_SCHEMA } from './nextSchema.ts';

const [path = '', role] = process.argv.slice(2);
const database = await openDatabase(path, {
  role: role === 'host' ? 'host' : 'worker',
  migrations: [...MIGRATIONS, NEXT_SCHEMA],
  patienceMs: 20_000,
});
if (database.db.pragma('user_version', { simple: true }) !== NEXT_SCHEMA.version) process.exitCode = 1;
database.close();
