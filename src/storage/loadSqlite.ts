import type BetterSqlite3 from 'better-sqlite3';
import { AuditError, messageOf } from '../core/errors.ts';

export type SqliteConstructor = typeof BetterSqlite3;
/** A raw better-sqlite3 connection. */
export type SqliteConnection = BetterSqlite3.Database;

/** The Node-API version that better-sqlite3 13 is built for; an older host crashes without a word when it loads it. */
const NEEDED_NODE_API = 10;

/** What the guard looks at; given by tests, the running process otherwise. */
export interface Runtime {
  readonly nodeApi: number;
  readonly platform: string;
}

const thisRuntime = (): Runtime => ({
  nodeApi: Number(process.versions.napi ?? 0),
  platform: `${process.platform}-${process.arch}`,
});

let loaded: Promise<SqliteConstructor> | undefined;

/**
 * Loads better-sqlite3 on first use (activation must not), its native half included.
 *
 * @throws AuditError `native-module` when this host can't run it, naming the fix
 */
export function loadSqlite(runtime: Runtime = thisRuntime()): Promise<SqliteConstructor> {
  if (runtime.nodeApi < NEEDED_NODE_API) {
    // A segmentation fault can't be caught, so this has to be told apart before the first require.
    return Promise.reject(
      new AuditError(
        'native-module',
        `The database needs Node-API ${NEEDED_NODE_API}; this editor has ${runtime.nodeApi}.`,
        'Update VS Code to 1.101 or newer (for scripts: Node 22.14 or newer). Nothing was changed.',
      ),
    );
  }
  loaded ??= loadNative().catch((cause: unknown) => {
    loaded = undefined;
    throw nativeLoadError(cause, runtime);
  });
  return loaded;
}

async function loadNative(): Promise<SqliteConstructor> {
  const module = await import('better-sqlite3');
  // The addon itself is loaded by the first connection.
  new module.default(':memory:').close();
  return module.default;
}

/** Turns a failed load of the native module into words with the fix. */
export function nativeLoadError(cause: unknown, runtime: Runtime = thisRuntime()): AuditError {
  const text = messageOf(cause);
  const library = /GLIBC(?:XX)?_([\d.]+)/.exec(text);
  if (library !== null) {
    return new AuditError(
      'native-module',
      `This machine’s C library is too old for the database (${library[0]} is missing).`,
      'It needs glibc 2.34: Ubuntu 22.04, Debian 12, RHEL 9 or newer. On an older cluster, connect to a container of one of these. Nothing was changed.',
      { cause },
    );
  }
  return new AuditError(
    'native-module',
    `The database module could not be loaded on ${runtime.platform}: ${text}`,
    `Install the build of the extension for ${runtime.platform}. Nothing was changed.`,
    { cause },
  );
}
