/**
 * Tells network file systems from local disks, because SQLite's write-ahead log keeps an index in shared memory that
 * only works between processes of one machine: on NFS and its like it opens, and later corrupts (sqlite.org/wal.html).
 *
 * Linux: the type that `statfs` reports, and for FUSE (sshfs as well as local helpers) the name in the mount table.
 * macOS: the name in the mount table, since `statfs` numbers differ from release to release.
 * Windows: UNC paths, also behind a mapped drive letter.
 */
import { execFile } from 'node:child_process';
import { readFile, realpath, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** A mounted file system: where, and its type's name (`nfs4`, `fuse.sshfs`, `smbfs`). */
export interface Mount {
  readonly point: string;
  readonly type: string;
}

/** What is asked of the operating system; tests give their own. */
export interface FileSystemProbe {
  readonly platform: NodeJS.Platform;
  /** The type number of the file system at an existing path. */
  statfs(path: string): Promise<{ readonly type: number }>;
  mounts(): Promise<readonly Mount[]>;
  realpath(path: string): Promise<string>;
}

export const systemProbe: FileSystemProbe = {
  platform: process.platform,
  statfs,
  mounts: readMounts,
  realpath,
};

/** Types of `statfs` on Linux that are not local disks (linux/magic.h, statfs(2)). */
const NETWORK_TYPES = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x0bd00bd0, 'Lustre'],
  [0x19830326, 'BeeGFS'],
  [0x47504653, 'GPFS'],
  [0x00c36400, 'Ceph'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0x20030528, 'OrangeFS'],
  [0xaad7aaea, 'PanFS'],
  [0x786f4256, 'VirtualBox share'],
  [0xbacbacbc, 'VMware share'],
  [0x7c7c6673, 'Parallels share'],
]);
const FUSE_TYPE = 0x65735546;

/** FUSE file systems that keep their data on a local disk; any other may be on the network. */
const LOCAL_FUSE =
  /^(fuseblk|fuse\.(fuseblk|fuse-overlayfs|overlayfs|mergerfs|unionfs|ntfs-3g|ntfs|exfat|ext[234]|gocryptfs|encfs|cryfs|bindfs|lxcfs|squashfuse|zfs|portal))$/;
const NETWORK_NAMES =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|afs|webdav|ftp|9p|ncpfs|lustre|beegfs|gpfs|ceph|wekafs|pvfs2|orangefs|panfs|virtiofs|vboxsf|prl_fs|vmhgfs|macfuse|osxfuse|fuse.*)$/i;

/**
 * The name of the network file system that holds `path` (which need not exist yet); undefined on a local disk, and where
 * the system doesn't say.
 */
export async function networkFileSystemOf(
  path: string,
  probe: FileSystemProbe = systemProbe,
): Promise<string | undefined> {
  const existing = await nearestExisting(path, probe);
  if (probe.platform === 'win32') {
    return [path, existing].some((each) => /^[\\/]{2}(?![.?][\\/](?!UNC))/i.test(each))
      ? 'a network share'
      : undefined;
  }
  if (probe.platform !== 'linux') return networkMount(existing, probe);
  const type = await probe.statfs(existing).then(
    (info) => info.type >>> 0,
    () => 0,
  );
  if (type === FUSE_TYPE) return networkMount(existing, probe);
  return NETWORK_TYPES.get(type);
}

async function nearestExisting(path: string, probe: FileSystemProbe): Promise<string> {
  for (let current = path; ; current = dirname(current)) {
    try {
      return await probe.realpath(current);
    } catch {
      if (dirname(current) === current) return current;
    }
  }
}

/** Looks the path up in the mount table: the longest mount point that holds it, the latest of equals. */
async function networkMount(path: string, probe: FileSystemProbe): Promise<string | undefined> {
  const mounts = await probe.mounts().catch((): readonly Mount[] => []);
  let best: Mount | undefined;
  for (const mount of mounts) {
    const inside = path === mount.point || path.startsWith(mount.point === '/' ? '/' : `${mount.point}/`);
    if (inside && mount.point.length >= (best?.point.length ?? 0)) best = mount;
  }
  // On Linux this is only asked about FUSE, where an unknown name is more likely remote than not.
  if (best === undefined) return probe.platform === 'linux' ? 'FUSE' : undefined;
  if (LOCAL_FUSE.test(best.type) || !NETWORK_NAMES.test(best.type)) return undefined;
  return best.type.replace(/^fuse\./, '');
}

async function readMounts(): Promise<readonly Mount[]> {
  if (process.platform === 'linux') return parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
  const { stdout } = await promisify(execFile)('/sbin/mount');
  return parseMountOutput(stdout);
}

/** Reads /proc/self/mountinfo (proc(5)): the mount point is the fifth field, the type follows a lone dash. */
export function parseMountInfo(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [mount, source] = line.split(' - ');
    const point = mount?.split(' ')[4];
    const type = source?.split(' ')[0];
    if (point === undefined || type === undefined) return [];
    return [{ point: point.replace(/\\([0-7]{3})/g, (_, code: string) => octal(code)), type }];
  });
}

function octal(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 8));
}

/** Reads what macOS's `mount` prints: `//kim@host/share on /Volumes/share (smbfs, nodev)`. */
export function parseMountOutput(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const match = /^.+? on (\/.*) \(([^,)]+)/.exec(line);
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ point: match[1], type: match[2] }];
  });
}
