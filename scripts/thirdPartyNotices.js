// Writes THIRD_PARTY_NOTICES.txt: the packages that are bundled into the extension, with their licences.
//
//   node scripts/thirdPartyNotices.js
//
// What is bundled is asked of esbuild, by a production build into a folder that goes again; a test compares.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The file's name, in the repository and in the package. */
export const NOTICES = 'THIRD_PARTY_NOTICES.txt';

/** Texts of licences that packages name without shipping them. */
const TEXTS = { MIT: 'scripts/licenses/MIT.txt', 'MPL-2.0': 'scripts/licenses/MPL-2.0.txt' };
/** What is inside of bundled binaries and tables. */
const INSIDE = {
  '@resvg/resvg-wasm':
    'Compiled from resvg and the crates that it is made of; their sources: https://github.com/yisibl/resvg-js',
  'better-sqlite3': 'Holds SQLite, which is in the public domain: https://sqlite.org/copyright.html',
};
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([._-].*)?$/i;

/**
 * The notices of a fresh production build.
 *
 * @returns {string}
 */
export function notices() {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-notices-'));
  try {
    const metafile = join(folder, 'inputs.json');
    const words = [
      'esbuild.js',
      '--production',
      `--outdir=${join(folder, 'dist')}`,
      `--metafile=${metafile}`,
    ];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
    return noticesOf(bundledPackages(JSON.parse(readFileSync(metafile, 'utf8'))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Folders of packages of which something is in a bundle, by path.
 *
 * @param {Record<string, { bytesInOutput: number }>[]} inputs of each output, as esbuild tells them
 * @returns {string[]}
 */
export function bundledPackages(inputs) {
  const files = inputs.flatMap((of) =>
    Object.entries(of).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/**
 * The file's text: packages of the same licence text stand together above it.
 *
 * @param {readonly string[]} folders
 * @returns {string}
 */
export function noticesOf(folders) {
  const groups = new Map();
  for (const folder of folders) {
    const { name, version, license, author, repository, homepage } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const text = licenceText(folder, { name, license, author });
    const source = sourceOf(repository) ?? homepage ?? `https://www.npmjs.com/package/${name}`;
    const inside = INSIDE[name] === undefined ? '' : `\n  ${INSIDE[name]}`;
    const group = groups.get(text) ?? [];
    groups.set(text, [...group, `${name} ${version} (${license}), ${source}${inside}`]);
  }
  const line = '-'.repeat(80);
  const sections = [...groups].sort(([, [a]], [, [b]]) => (a < b ? -1 : 1));
  return [
    'Transcript Auditor bundles what follows. Each part is under its own licence, which stands below its name.\n',
    ...sections.map(([text, names]) => `${line}\n\n${names.join('\n')}\n\n${text}\n`),
  ].join('\n');
}

function licenceText(folder, { name, license, author }) {
  const files = readdirSync(join(root, folder))
    .filter((file) => LICENCE_FILE.test(file))
    .sort();
  const texts = files.map((file) =>
    readFileSync(join(root, folder, file), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim(),
  );
  if (texts.length > 0) return texts.join('\n\n');
  if (TEXTS[license] === undefined)
    throw new Error(`${name} ships no licence text, and none of ${license} is here.`);
  const holder = typeof author === 'string' ? author : author?.name;
  const text = readFileSync(join(root, TEXTS[license]), 'utf8').trim();
  if (text.includes('{holder}') && holder === undefined) throw new Error(`Whose ${name} is isn’t said.`);
  return text.replace('{holder}', holder);
}

function sourceOf(repository) {
  const url = typeof repository === 'string' ? repository : repository?.url;
  const place =
    /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?(?:[#/].*)?$/.exec(url ?? '')?.[1] ??
    /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(url ?? '')?.[1];
  return place === undefined ? undefined : `https://github.com/${place}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, NOTICES), notices());
  console.log(`${NOTICES} is written.`);
}
