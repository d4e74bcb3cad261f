// Makes a VSIX for one platform: production build, that platform's native binary, no node_modules.
//
//   npm run package -- [--target linux-x64] [--out FILE]
//
// Everything happens in a folder of its own, so that the development build in dist/ stays as it is.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkPackage } from './checkPackage.js';
import { nativeTarget } from './nativeTarget.js';
import { NOTICES } from './thirdPartyNotices.js';

/** Platforms as the Marketplace names them, with better-sqlite3's names for their binaries. */
export const PACKAGE_TARGETS = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'alpine-x64': 'linuxmusl-x64',
  'alpine-arm64': 'linuxmusl-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Packages for a target and returns the path of the VSIX. Throws when a step or the check of the result fails.
 *
 * @param {{ target?: string, out?: string }} options
 * @returns {string}
 */
export function packageExtension({ target = ownTarget(), out } = {}) {
  const native = PACKAGE_TARGETS[target];
  if (native === undefined) {
    throw new Error(`Unknown target ${target}. Known: ${Object.keys(PACKAGE_TARGETS).join(', ')}.`);
  }
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const vsix = resolve(out ?? join(root, `${manifest.name}-${target}-${manifest.version}.vsix`));
  const stage = join(root, 'out', 'package', target);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  mkdirSync(dirname(vsix), { recursive: true });
  run(
    join(root, 'esbuild.js'),
    ['--production', `--target=${native}`, `--outdir=${join(stage, 'dist')}`],
    root,
  );
  for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE', NOTICES, '.vscodeignore', 'media']) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(stage, name), { recursive: true });
  }
  // Scripts and build tools mean nothing to a user, and vsce would look for them.
  for (const key of ['scripts', 'devDependencies', 'allowScripts', 'private']) delete manifest[key];
  // VS Code derives these from the contributions; vsce asks for the key all the same.
  manifest.activationEvents ??= [];
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  run(vsce, ['package', '--no-dependencies', '--target', target, '--out', vsix], stage);
  checkPackage(vsix, native);
  return vsix;
}

function ownTarget() {
  const native = nativeTarget();
  return Object.keys(PACKAGE_TARGETS).find((name) => PACKAGE_TARGETS[name] === native);
}

function run(script, args, cwd) {
  const result = spawnSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`${script} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { target: { type: 'string' }, out: { type: 'string' } } });
  try {
    console.log(packageExtension(values));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
