// Installs the offline VS Code host (a VS Code server and a headless Chromium, both from npm) into host/node_modules.
// Safe to call before every run: when the stamp matches the lockfile it returns at once.
//
//   node scripts/installHost.js
//
// Plain JavaScript without dependencies, so that it also runs before the root's own `npm ci`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const host = join(dirname(dirname(fileURLToPath(import.meta.url))), 'host');
const modules = join(host, 'node_modules');
const stamp = join(modules, '.offline-host');
const lock = join(host, '.installing');
const SHIMS = [
  ['spdlog.js', 'spdlog'],
  ['nativeWatchdog.js', 'native-watchdog'],
];

/** Where the VS Code server lives once installed. */
export const SERVER_DIR = join(modules, 'code-server', 'lib', 'vscode');
/** Where the headless Chromium from npm is unpacked once installed (Linux x64 only). */
export const CHROMIUM_DIR = join(modules, '.chromium');

/** True when the npm host can run here: its server is built for Linux and macOS, but tested on Linux only. */
export function hostIsSupported() {
  return process.platform === 'linux';
}

/** True when the npm host is installed as the lockfile says. */
export function hostIsInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === expectedStamp();
}

/** Installs the host unless it is installed already. Throws with npm's own words when it fails. */
export function installHost({ quiet = false } = {}) {
  if (hostIsInstalled()) return;
  takeLock();
  try {
    if (hostIsInstalled()) return;
    if (!quiet) console.log('Installing the offline VS Code host from npm (once, about 700 MB on disk)...');
    rmSync(stamp, { force: true });
    npm(['ci'], host);
    // The published server leaves its own dependencies out; its install script would compile some that nothing needs.
    npm(['install', '--omit=dev', '--no-package-lock'], SERVER_DIR);
    replaceNativeParts();
    if (process.platform === 'linux' && process.arch === 'x64') unpackChromium();
    writeFileSync(stamp, expectedStamp());
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function expectedStamp() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...SHIMS.map(([shim]) => join('shims', shim))]) {
    hash.update(readFileSync(join(host, file)));
  }
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** Two test runs started together must not both write node_modules: the second waits for the first. */
function takeLock() {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    // A lock older than any install takes was left by a killed process.
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 10 * 60_000) rmSync(lock, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

function npm(args, cwd) {
  const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Inside `npm run`, npm_execpath names the npm that runs us; its settings for the outer package must not leak in.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_local_prefix|package_|lifecycle_)/.test(name),
    ),
  );
  const cli = process.env.npm_execpath;
  const viaNode = cli !== undefined && /\.[cm]?js$/.test(cli);
  const result = viaNode
    ? spawnSync(process.execPath, [cli, ...all], {
        cwd,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
      })
    : spawnSync('npm', all, {
        cwd,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
        shell: process.platform === 'win32',
      });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${result.stdout}${result.stderr}`);
  }
}

/** Native modules that nothing compiled, and whose absence would cost us log files, get plain counterparts. */
function replaceNativeParts() {
  for (const [shim, module] of SHIMS) {
    copyFileSync(join(host, 'shims', shim), join(SERVER_DIR, 'node_modules', '@vscode', module, 'index.js'));
  }
}

/** @sparticuz/chromium unpacks into the temporary directory; pointing that at our folder keeps it for later runs. */
function unpackChromium() {
  mkdirSync(CHROMIUM_DIR, { recursive: true });
  const result = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', "await (await import('@sparticuz/chromium')).default.executablePath()"],
    { cwd: host, env: { ...process.env, TMPDIR: CHROMIUM_DIR }, encoding: 'utf8' },
  );
  if (result.status !== 0) throw new Error(`Unpacking Chromium failed:\n${result.stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installHost();
