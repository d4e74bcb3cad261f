// Small and read-only disks for journeys; only root on Linux can have them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk in memory; `remove` it when nothing has a file open there any more. */
export interface BadDisk {
  readonly path: string;
  makeReadOnly(): void;
  remove(): void;
}

/** For the `skip` option of a test: false where disks can be mounted, else why not. */
export function whyNoBadDisk(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'mounting a small disk needs root on Linux';
  try {
    badDisk(64).remove();
    return false;
  } catch {
    return 'this machine lets nobody mount a small disk';
  }
}

export function badDisk(kibibytes: number): BadDisk {
  const path = mkdtempSync(join(tmpdir(), 'transcript-auditor-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path], { stdio: 'ignore' });
  return {
    path,
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path], { stdio: 'ignore' }),
    remove() {
      execFileSync('umount', [path], { stdio: 'ignore' });
      rmdirSync(path);
    },
  };
}
