import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { chooseDatabasePath, createDatabaseFolder } from '../../../src/storage/location.ts';
import {
  networkFileSystemOf,
  parseMountInfo,
  parseMountOutput,
  systemProbe,
  type FileSystemProbe,
  type Mount,
} from '../../../src/storage/networkFileSystem.ts';
import { temporaryFolder } from './storageDesk.ts';

const EXT4 = 0xef53;
const NFS = 0x6969;
const FUSE = 0x65735546;

/** A Linux machine on which everything below the given folders has that type, and all else is ext4. */
function linux(types: Readonly<Record<string, number>>, mounts: readonly Mount[] = []): FileSystemProbe {
  return {
    platform: 'linux',
    realpath: (path) => Promise.resolve(path),
    mounts: () => Promise.resolve(mounts),
    statfs: (path) => {
      const folder = Object.keys(types).find((each) => path === each || path.startsWith(`${each}/`));
      return Promise.resolve({ type: folder === undefined ? EXT4 : (types[folder] ?? EXT4) });
    },
  };
}

const globalStorage = '/home/kim/.vscode-server/globalStorage/auditor';

test('the database lives in the first workspace folder', async () => {
  const place = await chooseDatabasePath({ workspaceFolder: '/work/study', globalStorage, probe: linux({}) });
  assert.deepEqual(place, {
    path: '/work/study/.transcript-auditor/audit.db',
    kind: 'workspace',
    reason: '',
  });
});

test('with no folder open it lives in the extension’s storage', async () => {
  const place = await chooseDatabasePath({ globalStorage, probe: linux({}) });
  assert.deepEqual(place, { path: `${globalStorage}/audit.db`, kind: 'global', reason: '' });
});

test('a configured path wins; ~ and relative paths are understood', async () => {
  const choose = async (configuredPath: string): Promise<string> => {
    const request = { workspaceFolder: '/work/study', globalStorage, configuredPath, probe: linux({}) };
    return (await chooseDatabasePath(request)).path;
  };
  assert.equal(await choose('/scratch/a.db'), '/scratch/a.db');
  assert.equal(await choose('~/a.db'), join(homedir(), 'a.db'));
  assert.equal(await choose('labels/a.db'), '/work/study/labels/a.db');
  assert.equal(await choose('  '), '/work/study/.transcript-auditor/audit.db');
});

test('on NFS the database is kept on local disk, keyed to the workspace, and the reason is given', async () => {
  const probe = linux({ '/nfs': NFS });
  const choose = (workspaceFolder: string) => chooseDatabasePath({ workspaceFolder, globalStorage, probe });
  const place = await choose('/nfs/lab/study');
  assert.equal(place.kind, 'local');
  assert.ok(place.path.startsWith(`${globalStorage}/workspaces/study-`));
  assert.match(place.reason, /\/nfs\/lab\/study\/\.transcript-auditor is on a network disk \(NFS\)/);
  assert.match(place.reason, /Export labels/);
  assert.equal((await choose('/nfs/lab/study')).path, place.path, 'the same place every time');
  assert.notEqual((await choose('/nfs/other/study')).path, place.path);
});

test('a configured path on the network is moved as well', async () => {
  const configuredPath = '/nfs/shared/audit.db';
  const place = await chooseDatabasePath({ globalStorage, configuredPath, probe: linux({ '/nfs': NFS }) });
  assert.equal(place.kind, 'local');
  assert.match(place.reason, /network disk/);
});

test('on a cluster, where the home folder is on the network too, a local disk of the machine is used', async () => {
  const probe = linux({ '/nfs': NFS, '/home': NFS });
  const place = await chooseDatabasePath({ workspaceFolder: '/nfs/study', globalStorage, probe });
  assert.match(place.path, /^\/var\/tmp\/transcript-auditor-[\w.-]+\/study-[0-9a-f]{16}\/audit\.db$/);
  assert.match(place.reason, /Other machines don’t see it/);
});

test('where every disk is on the network, that is said instead of using one', async () => {
  const probe = linux({ '/': NFS, '/nfs': NFS, '/home': NFS, '/var': NFS, '/tmp': NFS });
  const request = { workspaceFolder: '/nfs/study', globalStorage, probe, localDisks: ['/var/tmp', '/tmp'] };
  await assert.rejects(chooseDatabasePath(request), { kind: 'bad-input', hint: /databasePath/ });
});

const types: readonly (readonly [string, number])[] = [
  ['NFS', NFS],
  ['SMB', 0xfe534d42],
  ['SMB', -11317950], // the same, as a signed number
  ['9p', 0x01021997],
  ['Lustre', 0x0bd00bd0],
  ['BeeGFS', 0x19830326],
  ['GPFS', 0x47504653],
  ['Ceph', 0x00c36400],
  ['AFS', 0x5346414f],
];
for (const [name, type] of types) {
  test(`${name} (${type}) counts as the network on Linux`, async () => {
    assert.equal(await networkFileSystemOf('/data/x/audit.db', linux({ '/data': type })), name);
  });
}

const local: readonly (readonly [string, number])[] = [
  ['ext4', EXT4],
  ['xfs', 0x58465342],
  ['btrfs', 0x9123683e],
  ['tmpfs', 0x01021994],
  ['overlay', 0x794c7630],
  ['zfs', 0x2fc12fc1],
];
for (const [name, type] of local) {
  test(`${name} counts as a local disk on Linux`, async () => {
    assert.equal(await networkFileSystemOf('/data/audit.db', linux({ '/data': type })), undefined);
  });
}

test('FUSE is told apart by the mount table: sshfs is remote, a local NTFS disk is not', async () => {
  const mounts = [
    { point: '/', type: 'ext4' },
    { point: '/mnt', type: 'fuse.fuse-overlayfs' },
    { point: '/mnt/lab', type: 'fuse.sshfs' },
    { point: '/media/disk', type: 'fuseblk' },
    { point: '/host', type: 'virtiofs' },
  ];
  const ask = (path: string) =>
    networkFileSystemOf(path, linux({ '/mnt': FUSE, '/media': FUSE, '/host': FUSE }, mounts));
  assert.equal(await ask('/mnt/lab/study/audit.db'), 'sshfs');
  assert.equal(await ask('/mnt/laboratory/audit.db'), undefined);
  assert.equal(await ask('/media/disk/audit.db'), undefined);
  assert.equal(await ask('/host/study/audit.db'), 'virtiofs');
});

test('FUSE that the mount table doesn’t name counts as the network', async () => {
  assert.equal(await networkFileSystemOf('/mnt/audit.db', linux({ '/mnt': FUSE })), 'FUSE');
});

test('the nearest folder that exists decides, symbolic links resolved', async () => {
  const probe: FileSystemProbe = {
    ...linux({ '/nfs': NFS }),
    realpath: (path) =>
      path === '/work/link' ? Promise.resolve('/nfs/study') : Promise.reject(new Error('no such file')),
  };
  assert.equal(await networkFileSystemOf('/work/link/.transcript-auditor/audit.db', probe), 'NFS');
});

test('on macOS the mount table tells', async () => {
  const output = [
    '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
    '/dev/disk4s1 on /Volumes/Backup (2) (apfs, local, nodev)',
    '//kim@lab/share on /Volumes/share (smbfs, nodev, nosuid, mounted by kim)',
    'lab:/export on /Volumes/nfs (nfs)',
  ].join('\n');
  const mounts = parseMountOutput(output);
  const probe: FileSystemProbe = { ...linux({}), platform: 'darwin', mounts: () => Promise.resolve(mounts) };
  assert.equal(await networkFileSystemOf('/Volumes/share/study/audit.db', probe), 'smbfs');
  assert.equal(await networkFileSystemOf('/Volumes/nfs/audit.db', probe), 'nfs');
  assert.equal(await networkFileSystemOf('/Volumes/Backup (2)/audit.db', probe), undefined);
  assert.equal(await networkFileSystemOf('/Users/kim/audit.db', probe), undefined);
});

test('on Windows UNC paths are the network, also behind a drive letter', async () => {
  const probe: FileSystemProbe = {
    ...linux({}),
    platform: 'win32',
    realpath: (path) => Promise.resolve(path.startsWith('Z:') ? path.replace('Z:', '\\\\lab\\share') : path),
  };
  assert.equal(await networkFileSystemOf('\\\\lab\\share\\audit.db', probe), 'a network share');
  assert.equal(await networkFileSystemOf('Z:\\study\\audit.db', probe), 'a network share');
  assert.equal(await networkFileSystemOf('\\\\?\\UNC\\lab\\share\\audit.db', probe), 'a network share');
  assert.equal(await networkFileSystemOf('C:\\study\\audit.db', probe), undefined);
  assert.equal(await networkFileSystemOf('\\\\?\\C:\\study\\audit.db', probe), undefined);
});

test('the mount table is read with its escapes', () => {
  const line =
    '36 35 98:0 /mnt1 /mnt/my\\040disk rw,noatime master:1 - fuse.sshfs kim@lab:/ rw,errors=continue';
  assert.deepEqual(parseMountInfo(`${line}\n`), [{ point: '/mnt/my disk', type: 'fuse.sshfs' }]);
});

test('this machine’s temporary folder is asked without a mistake', async (t) => {
  const { folder } = await temporaryFolder(t);
  assert.equal(await networkFileSystemOf(join(folder, 'not', 'yet', 'audit.db'), systemProbe), undefined);
});

test(
  'a folder on a disk that everybody can write is for the user alone',
  { skip: process.platform === 'win32' ? 'permissions are different there' : false },
  async (t) => {
    const { folder } = await temporaryFolder(t);
    const path = join(folder, 'transcript-auditor-kim', 'study-0123', 'audit.db');
    mkdirSync(dirname(dirname(path)), { mode: 0o777 });
    await createDatabaseFolder(path);
    assert.equal(statSync(dirname(dirname(path))).mode & 0o777, 0o700);
  },
);
