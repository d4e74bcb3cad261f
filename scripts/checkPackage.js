// Holds a VSIX to its promise: only files that run, exactly one native binary, under 6 MB.
//
//   node scripts/checkPackage.js FILE.vsix
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAX_BYTES = 6 * 1024 * 1024;

/** What may be in a package. A file that no pattern names is a mistake. */
const ALLOWED = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.txt)$/,
  /^extension\/dist\/[\w-]+\.cjs$/,
  /^extension\/dist\/[\w-]+\.node$/,
  /^extension\/dist\/(resvg\.wasm|roboto\.ttf)$/,
  /^extension\/dist\/webview\/[\w-]+\.(js|css|ttf)$/,
  /^extension\/media\/([\w-]+\/)*[\w.-]+\.(svg|png|md|yaml|json)$/,
];

/** What must be in a package. */
const REQUIRED = [
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/THIRD_PARTY_NOTICES.txt',
  'extension/dist/extension.cjs',
  'extension/dist/worker.cjs',
  'extension/dist/evalWorker.cjs',
  'extension/dist/suiteWorker.cjs',
  'extension/dist/resvg.wasm',
  'extension/dist/roboto.ttf',
  'extension/media/icon.png',
  'extension/media/suites/emergent-misalignment.probes.yaml',
];

/**
 * Throws, naming every fault, unless the package is as it should be. `native` is the binary's expected platform.
 *
 * @param {string} vsix
 * @param {string} [native]
 */
export function checkPackage(vsix, native) {
  const bytes = readFileSync(vsix);
  const names = zipNames(bytes);
  const binaries = names.filter((name) => name.endsWith('.node'));
  const faults = [
    ...names
      .filter((name) => !ALLOWED.some((pattern) => pattern.test(name)))
      .map((name) => `unexpected file ${name}`),
    ...REQUIRED.filter((name) => !names.includes(name)).map((name) => `missing file ${name}`),
  ];
  if (binaries.length !== 1) faults.push(`${binaries.length} native binaries instead of one`);
  if (native !== undefined && !binaries.every((name) => name.startsWith(`extension/dist/${native}-`))) {
    faults.push(`the native binary is ${binaries.join(', ')}, not for ${native}`);
  }
  if (bytes.length >= MAX_BYTES) faults.push(`${bytes.length} bytes, not under ${MAX_BYTES}`);
  if (faults.length > 0) throw new Error(`${vsix} is not fit to publish:\n  ${faults.join('\n  ')}`);
}

/**
 * The names in a zip file, from its central directory.
 *
 * @param {Buffer} bytes
 * @returns {string[]}
 */
export function zipNames(bytes) {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('Not a zip file.');
  const names = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    checkPackage(process.argv[2]);
    console.log(zipNames(readFileSync(process.argv[2])).join('\n'));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
