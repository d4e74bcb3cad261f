import { m0001 } from './m0001.ts';
import { m0002 } from './m0002.ts';
import { m0003 } from './m0003.ts';
import { m0004 } from './m0004.ts';

/** One step of the schema: run as a whole inside the migration's transaction. */
export interface Migration {
  /** Its place in the list, from 1; equals `user_version` after it ran. */
  readonly version: number;
  readonly sql: string;
}

/** Append only: a released step is never edited, because files out there already went through it. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: m0001 },
  { version: 2, sql: m0002 },
  { version: 3, sql: m0003 },
  { version: 4, sql: m0004 },
];
