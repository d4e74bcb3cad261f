// Builds everything that runs outside plain Node: the extension, cut into what is loaded at activation and what on first
// use (scripts/splitHost.js), and its workers (CommonJS, as VS Code loads them), one bundle a webview, and the suite that
// runs inside VS Code.
//
//   node esbuild.js [--watch] [--production] [--target=linux-x64] [--outdir=dist] [--metafile=FILE]
//
// Errors are printed as `file:line:column: error: text`, which the problem matcher in .vscode/tasks.json reads.
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { bundleOptions, nodeBundle } from './scripts/bundleOptions.js';
import { nativeTarget } from './scripts/nativeTarget.js';
import { splitHost } from './scripts/splitHost.js';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const outdir = process.argv.find((a) => a.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';
const metafile = process.argv.find((a) => a.startsWith('--metafile='))?.slice('--metafile='.length);
const target =
  process.argv.find((a) => a.startsWith('--target='))?.slice('--target='.length) ?? nativeTarget();

/** Prints problems in the shape of the problem matcher and marks where a watch build begins and ends. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => console.log('[build] started'));
    build.onEnd((result) => {
      for (const [kind, list] of [
        ['error', result.errors],
        ['warning', result.warnings],
      ]) {
        for (const { text, location } of list) {
          const at = location ? `${location.file}:${location.line}:${location.column}` : 'esbuild.js:1:0';
          console.error(`${at}: ${kind}: ${text}`);
        }
      }
      console.log('[build] finished');
    });
  },
};

const common = { ...bundleOptions(production), plugins: [problemMatcher] };
const node = { ...nodeBundle(production, target), plugins: [problemMatcher] };

const panels = readdirSync('webview', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`webview/${entry.name}/main.tsx`))
  .map((entry) => ({ in: `webview/${entry.name}/main.tsx`, out: entry.name }));

const builds = [
  splitHost({ ...node, outdir }),
  {
    ...node,
    entryPoints: [
      { in: 'src/worker/main.ts', out: 'worker' },
      // Apart, so that the chat client and the tokenizer are loaded only when evaluations are launched.
      { in: 'src/worker/evalMain.ts', out: 'evalWorker' },
      // Apart, so that typing in a suite never waits for an import.
      { in: 'src/worker/suiteMain.ts', out: 'suiteWorker' },
      // What draws figures as PNG, read when the first one is (src/exporters/report/pngFigure.ts).
      { in: 'node_modules/@resvg/resvg-wasm/index_bg.wasm', out: 'resvg' },
      { in: 'node_modules/@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf', out: 'roboto' },
    ],
    outdir,
  },
  {
    ...common,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    tsconfig: 'webview/tsconfig.json',
    loader: { '.ttf': 'file', '.css': 'css' },
    entryPoints: panels,
    outdir: `${outdir}/webview`,
  },
];
if (!production) {
  builds.push({
    ...node,
    // The suite talks to the built extension through VS Code, never to a second copy of its code.
    entryPoints: [{ in: 'test/vscode/index.ts', out: 'index' }],
    outdir: 'out/test',
    // Mocha names files it loads only in modes that the suite does not use.
    logOverride: { ...node.logOverride, 'require-resolve-not-external': 'silent' },
  });
  builds.push({
    ...node,
    entryPoints: [{ in: 'bench/vscode.ts', out: 'vscode' }],
    outdir: 'out/bench',
  });
}

// A development build writes over the last one: a window that runs it must not find its files gone for a moment.
if (production) await rm(outdir, { recursive: true, force: true });
const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
  // What went into the files: for the notices of what is bundled (scripts/thirdPartyNotices.js).
  const inputs = results
    .flatMap((result) => Object.values(result.value?.metafile?.outputs ?? {}))
    .map((output) => output.inputs);
  if (metafile !== undefined) await writeFile(metafile, JSON.stringify(inputs));
}
