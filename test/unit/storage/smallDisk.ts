/** Small file systems in memory, for tests of full and read-only disks; only root on Linux can have them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AuditDatabase, DatabaseRole } from '../../../src/storage/auditDatabase.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();

/** For the `skip` option of a test: false where disks can be mounted, else why not. */
export const noSmallDisk = canMount ? false : 'mounting a small file system needs root on Linux';

function tryMount(): boolean {
  try {
    const path = mkdtempSync(join(tmpdir(), 'transcript-auditor-mount-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path], { stdio: 'ignore' });
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}

export interface SmallDisk {
  readonly path: string;
  /** Opens `audit.db` there; closed before the disk goes. */
  open(role?: DatabaseRole): Promise<AuditDatabase>;
  makeReadOnly(): void;
}

/** A disk of so many KiB; gone when the test ends. */
export function smallDisk(t: TestContext, kibibytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'transcript-auditor-mount-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path]);
  const opened: AuditDatabase[] = [];
  t.after(() => {
    for (const database of opened) database.close();
    execFileSync('umount', [path]);
    rmdirSync(path);
  });
  return {
    path,
    async open(role = 'host') {
      const database = await openDatabase(join(path, 'audit.db'), { role });
      opened.push(database);
      return database;
    },
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path]),
  };
}
