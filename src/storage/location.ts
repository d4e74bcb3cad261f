import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, writeFile } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { networkFileSystemOf, systemProbe, type FileSystemProbe } from './networkFileSystem.ts';

/** The folder that the product keeps in a workspace: database, label files, schemes. */
export const WORKSPACE_FOLDER = '.transcript-auditor';
export const DATABASE_NAME = 'audit.db';

export interface LocationRequest {
  /** The first workspace folder on disk; absent when none is open. */
  readonly workspaceFolder?: string;
  /** What a setting or command chose; `~` and paths relative to the workspace folder are understood. */
  readonly configuredPath?: string;
  /** The extension's own storage. */
  readonly globalStorage: string;
  readonly probe?: FileSystemProbe;
  /** Local disks to try when the extension's storage is on the network too; the system's by default. */
  readonly localDisks?: readonly string[];
}

export interface DatabaseLocation {
  readonly path: string;
  readonly kind: 'workspace' | 'global' | 'configured' | 'local';
  /** Why it is not at the usual place, as sentences for the user; empty when it is. */
  readonly reason: string;
}

/**
 * Decides where the database lives; nothing is created. A configured path, else `.transcript-auditor/audit.db` in the
 * workspace folder, else the extension's storage; and where that is on a network file system, a local disk instead,
 * in a folder keyed to the place it stands for. The write-ahead log is never used on the network.
 *
 * @throws AuditError `bad-input` when every known place is on the network
 */
export async function chooseDatabasePath(request: LocationRequest): Promise<DatabaseLocation> {
  const wanted = wantedPlace(request);
  const probe = request.probe ?? systemProbe;
  const network = await networkFileSystemOf(wanted.path, probe);
  if (network === undefined) return { ...wanted, reason: '' };
  const key = createHash('sha256').update(wanted.path).digest('hex').slice(0, 16);
  const folder = `${basename(dirname(dirname(wanted.path))) || 'root'}-${key}`.replace(/[^\w.-]/g, '_');
  const local = await localDisk(request, probe);
  const path = join(local.directory, folder, DATABASE_NAME);
  const why = `${dirname(wanted.path)} is on a network disk (${network}), where a database can lose what it was given, so it is kept on this machine, in ${path}.`;
  const sharing = 'Export labels to a file in the workspace to keep and share them.';
  return { path, kind: 'local', reason: [why, local.warning, sharing].filter(Boolean).join(' ') };
}

function wantedPlace(request: LocationRequest): Pick<DatabaseLocation, 'path' | 'kind'> {
  const { workspaceFolder, configuredPath, globalStorage } = request;
  const configured = configuredPath?.trim() ?? '';
  if (configured !== '') {
    const expanded = configured.replace(/^~(?=$|[\\/])/, () => homedir());
    const base = workspaceFolder ?? globalStorage;
    return { path: isAbsolute(expanded) ? expanded : resolve(base, expanded), kind: 'configured' };
  }
  if (workspaceFolder !== undefined) {
    return { path: join(workspaceFolder, WORKSPACE_FOLDER, DATABASE_NAME), kind: 'workspace' };
  }
  return { path: join(globalStorage, DATABASE_NAME), kind: 'global' };
}

interface LocalDisk {
  readonly directory: string;
  readonly warning: string;
}

/** On clusters the home folder, and with it the extension's storage, is on the network as well. */
async function localDisk(request: LocationRequest, probe: FileSystemProbe): Promise<LocalDisk> {
  const { globalStorage } = request;
  if ((await networkFileSystemOf(globalStorage, probe)) === undefined) {
    return { directory: join(globalStorage, 'workspaces'), warning: '' };
  }
  const disks = request.localDisks ?? (probe.platform === 'win32' ? [tmpdir()] : ['/var/tmp', tmpdir()]);
  for (const disk of disks) {
    if ((await networkFileSystemOf(disk, probe)) === undefined) {
      return {
        directory: join(disk, `transcript-auditor-${userName()}`),
        warning: 'Other machines don’t see it, and an administrator may clear that disk.',
      };
    }
  }
  throw new AuditError(
    'bad-input',
    'Every place known for the database is on a network disk.',
    'Name a folder on a local disk in the setting transcriptAuditor.databasePath.',
  );
}

function userName(): string {
  try {
    return userInfo().username.replace(/[^\w.-]/g, '_');
  } catch {
    // Containers run with user ids that have no name.
    return String(process.getuid?.() ?? 'user');
  }
}

/**
 * Creates the folder a new database goes into: in a workspace with a `.gitignore` that leaves out the database but not
 * the label files beside it; on a shared local disk for the user alone.
 *
 * @throws AuditError `read-only` when the folder belongs to somebody else
 */
export async function createDatabaseFolder(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  if (basename(folder) === WORKSPACE_FOLDER) {
    const ignore = `# The database is this machine's own; label files and schemes are meant to be shared.\n${DATABASE_NAME}*\n`;
    await writeFile(join(folder, '.gitignore'), ignore, { flag: 'wx' }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
  const shared = dirname(folder);
  if (!basename(shared).startsWith('transcript-auditor-') || process.getuid === undefined) return;
  // /var/tmp can be written by everybody: somebody else may have made the folder first.
  const info = await lstat(shared);
  if (!info.isDirectory() || info.uid !== process.getuid()) {
    throw new AuditError(
      'read-only',
      `${shared} belongs to another user.`,
      'Name a folder of your own on a local disk in the setting transcriptAuditor.databasePath.',
    );
  }
  await chmod(shared, 0o700);
}
