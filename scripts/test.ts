// Runs the rings of tests, one or all of them, and ends with `N passed, N failed` over everything that ran.
//
//   npm test                                   all rings, building and installing what they need
//   npm run test:unit -- FILE... --test-name-pattern=...    one ring; what follows goes to `node --test`
//   node scripts/test.ts unit webview --no-build
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.js';
import { hostIsSupported, installHost } from './installHost.js';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Counts of a run, and of each of its files by their whole paths. */
interface RunCounts extends Counts {
  readonly files: Readonly<Record<string, Counts>>;
}

interface Ring {
  readonly title: string;
  readonly needsBuild: boolean;
  /** Why the ring cannot run on this machine; undefined when it can. */
  readonly skip?: () => string | undefined;
  readonly run: (rest: readonly string[]) => Promise<Counts>;
}

const LONGEST_TEST_MS = 5 * 60_000;
/** Node would leave one processor out; on a machine of two that is half of what there is. */
const TOGETHER = Math.max(2, availableParallelism() - 1);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const offline = hostIsSupported() && process.env['TA_VSCODE'] !== 'desktop';

const RINGS: Readonly<Record<string, Ring>> = {
  unit: {
    title: 'plain Node and the rules of the repository',
    needsBuild: false,
    run: (rest) =>
      nodeTests(
        ['test/unit/**/*.test.ts', 'test/repo/**/*.test.ts'],
        [`--test-concurrency=${TOGETHER}`, ...rest],
      ),
  },
  webview: {
    title: 'pages in a browser',
    needsBuild: true,
    skip: () =>
      findChromium() === undefined
        ? 'no Chrome, Edge or Chromium found (CHROME_PATH can name one)'
        : undefined,
    run: (rest) => browserTests('test/webview', '.test.ts', TOGETHER, rest),
  },
  vscode: {
    title: offline ? 'inside VS Code (from npm)' : 'inside VS Code (desktop)',
    needsBuild: true,
    run: () => suiteInVsCode(),
  },
  journeys: {
    title: 'journeys through VS Code by keyboard and mouse',
    needsBuild: true,
    skip: skipWithoutHost,
    run: (rest) => browserTests('test/journeys', '.journey.ts', 1, rest),
  },
  vsix: {
    title: 'the packaged extension',
    needsBuild: false,
    skip: skipWithoutHost,
    run: (rest) => nodeTests(['test/vsix/**/*.test.ts'], rest),
  },
};

const words = process.argv.slice(2);
const chosen = Object.keys(RINGS).filter((name) => words.includes(name));
const rest = words.filter((word) => !(word in RINGS) && word !== '--no-build');
const rings = (chosen.length > 0 ? chosen : Object.keys(RINGS)).map((name) => RINGS[name] as Ring);
process.exitCode = (await runRings(rings)) ? 0 : 1;

async function runRings(list: readonly Ring[]): Promise<boolean> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  // The host brings a browser along, which the ring of pages may need too.
  if (offline && list.some((ring) => ring.needsBuild || ring.skip !== undefined)) installHost();
  const built = words.includes('--no-build') || !list.some((ring) => ring.needsBuild) || (await build());
  for (const ring of list) {
    console.log(`\n== ${ring.title}`);
    const reason = ring.skip?.();
    let counts: Counts;
    if (reason !== undefined) {
      console.log(`skipped: ${reason}`);
      counts = { passed: 0, failed: 0, skipped: 1 };
    } else if (ring.needsBuild && !built) {
      console.log('failed: the build did not succeed');
      counts = { passed: 0, failed: 1, skipped: 0 };
    } else {
      counts = await ring.run(rest);
    }
    console.log(`${ring.title}: ${inWords(counts)}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  console.log(`\n${inWords(total)}`);
  return total.failed === 0;
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function skipWithoutHost(): string | undefined {
  return offline ? undefined : 'the VS Code from npm runs these on Linux only';
}

async function build(): Promise<boolean> {
  return (await node([join(root, 'esbuild.js')])).code === 0;
}

async function nodeTests(patterns: readonly string[], extra: readonly string[]): Promise<RunCounts> {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-counts-'));
  const file = join(folder, 'counts.json');
  try {
    const flags = extra.filter((word) => word.startsWith('--'));
    const files = extra.filter((word) => !word.startsWith('--'));
    const { code } = await node([
      '--test',
      // A test that hangs, or leaves something open, fails or ends; it never holds the others up.
      `--test-timeout=${LONGEST_TEST_MS}`,
      '--test-force-exit',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(root, 'scripts', 'countReporter.js')}`,
      `--test-reporter-destination=${file}`,
      ...flags,
      ...(files.length > 0 ? files : patterns),
    ]);
    return blame(code, parseCounts(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Tests that go through a whole browser now and then lose a key press or a frame on a busy machine. A file that fails is
 * run once more from its beginning, alone, and both that and what failed are said; a second failure counts.
 *
 * @param together how many files run at the same time: pages may share a machine, workbenches need one for themselves
 */
async function browserTests(
  folder: string,
  suffix: string,
  together: number,
  extra: readonly string[],
): Promise<Counts> {
  const flags = extra.filter((word) => word.startsWith('--'));
  const named = extra.filter((word) => !word.startsWith('--'));
  const all = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => join(folder, name));
  const files = named.length > 0 ? named : all;
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const again: string[] = [];
  const portions = together === 1 ? files.map((file) => [file]) : [files];
  for (const portion of portions) {
    const { files: counted, failed } = await nodeTests(portion, [`--test-concurrency=${together}`, ...flags]);
    const countsOf = (file: string): Counts | undefined => counted[resolve(root, file)];
    // One that could not even be counted is run again too.
    const bad = portion.filter((file) => countsOf(file)?.failed !== 0);
    for (const file of portion) if (!bad.includes(file)) add(total, countsOf(file));
    if (bad.length === 0) total.failed += failed;
    for (const file of bad) {
      again.push(`${file} (${countsOf(file)?.failed ?? 'all'} failed at first)`);
      console.log(`\n${file} is run once more`);
      add(total, await nodeTests([file], flags));
    }
  }
  if (again.length > 0) console.log(`run twice: ${again.join(', ')}`);
  return total;
}

function add(total: Counts, counts: Counts | undefined): void {
  total.passed += counts?.passed ?? 0;
  total.failed += counts?.failed ?? 0;
  total.skipped += counts?.skipped ?? 0;
}

function parseCounts(file: string): RunCounts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunCounts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0, files: {} };
  }
}

async function suiteInVsCode(): Promise<Counts> {
  const { code, output } = await node([join(root, 'test', 'vscode', 'runTest.ts')]);
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  return blame(code, {
    passed: Number(last?.[1] ?? 0),
    failed: Number(last?.[2] ?? 0),
    skipped: Number(last?.[3] ?? 0),
  });
}

/** A run that failed without a failed test (it crashed, or nothing was counted) is still a failure. */
function blame<C extends Counts>(code: number, counts: C): C {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Runs our own Node with its output passed on and kept. */
async function node(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Hundreds of processes load the same modules: a third of what most of them take is compiling.
    env: { NODE_COMPILE_CACHE: join(root, 'out', 'compile-cache'), ...process.env },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
