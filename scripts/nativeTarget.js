import { readFileSync } from 'node:fs';

/** The platforms a package is made for, named as better-sqlite3 names its prebuilt binaries. */
export const TARGETS = [
  'linux-x64',
  'linux-arm64',
  'linuxmusl-x64',
  'linuxmusl-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
];

/** The target of the machine this runs on. */
export function nativeTarget() {
  const { platform, arch } = process;
  return `${platform === 'linux' && isMusl() ? 'linuxmusl' : platform}-${arch}`;
}

function isMusl() {
  try {
    return readFileSync('/usr/bin/ldd', 'latin1').includes('musl');
  } catch {
    return false;
  }
}
