// The rule of dependency of ARCHITECTURE.md, held against every import. A boundary that nothing checks erodes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { arrowsOf, type Arrow } from './importGraph.ts';

const NODE = /^node:/;

/** What a folder may import: other folders of src by name, and packages. Everything may import from its own folder. */
const ALLOWED: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: readonly RegExp[] }>
> = {
  core: { folders: [], packages: [] },
  protocol: { folders: [], packages: [] },
  // Pure all the same: hashes, special functions and a seeded generator.
  analysis: {
    folders: ['core'],
    packages: [/^@noble\/hashes\//, /^@stdlib\/stats-base-dists-/, /^pure-rand(\/|$)/],
  },
  importers: {
    folders: ['core'],
    packages: [NODE, /^csv-parse(\/|$)/, /^hyparquet(\/|$)/, /^hyparquet-compressors$/, /^yauzl$/],
  },
  exporters: { folders: ['core'], packages: [NODE, /^csv-(parse|stringify)(\/|$)/, /^@resvg\/resvg-wasm$/] },
  storage: { folders: ['core'], packages: [NODE, /^better-sqlite3$/] },
  judges: { folders: ['core'], packages: [] },
  probes: { folders: ['core'], packages: [] },
  suites: {
    folders: ['core', 'importers', 'judges', 'probes'],
    packages: [NODE, /^yaml$/, /^csv-parse(\/|$)/],
  },
  model: { folders: ['core'], packages: [NODE, /^openai(\/|$)/, /^gpt-tokenizer(\/|$)/] },
  evals: { folders: ['core', 'judges', 'probes'], packages: [/^node:crypto$/, /^p-queue$/] },
  worker: {
    folders: [
      'importers',
      'exporters',
      'storage',
      'core',
      'protocol',
      'analysis',
      'suites',
      'judges',
      'probes',
      'model',
      'evals',
    ],
    packages: [NODE],
  },
  host: {
    folders: [
      'importers',
      'exporters',
      'storage',
      'core',
      'protocol',
      'analysis',
      'worker',
      'suites',
      'judges',
      'probes',
      'model',
      'evals',
    ],
    packages: [NODE, /^vscode$/, /^valibot$/],
  },
  'extension.ts': { folders: ['host'], packages: [/^vscode$/] },
};

const UI_PACKAGES = [
  /^preact(\/|$)/,
  /^@tanstack\/virtual-core$/,
  /^markdown-it(\/|$)/,
  /^lowlight(\/|$)/,
  /^highlight\.js\//,
  // Types of the tree that lowlight returns.
  /^hast$/,
  /^@vscode\/(webview-ui-toolkit|codicons)(\/|$)/,
];

describe('imports follow the rule of dependency', () => {
  const source = arrowsOf('src');
  const pages = arrowsOf('webview');

  it('finds imports to check', () => {
    assert.ok(source.length > 50, `only ${source.length} imports found`);
  });

  it('every folder of src has a row in the table', () => {
    const folders = new Set(source.map(({ from }) => folderOf(from)));
    assert.deepEqual(
      [...folders].filter((folder) => ALLOWED[folder] === undefined),
      [],
    );
  });

  it('src imports along the arrows only', () => {
    assert.deepEqual(source.filter((arrow) => !sourceMay(arrow)).map(inWords), []);
  });

  it('pages import the protocol, what pages share, their own folder and UI libraries', () => {
    assert.deepEqual(pages.filter((arrow) => !pageMay(arrow)).map(inWords), []);
  });

  it('only the host knows vscode', () => {
    const others = [...source, ...pages].filter(
      ({ from, to }) => to === 'vscode' && !from.startsWith('src/host/') && from !== 'src/extension.ts',
    );
    assert.deepEqual(others.map(inWords), []);
  });

  it('the editor’s bundle leaves the rules that look for findings to the worker', () => {
    const rules = source.filter(
      ({ from, to }) =>
        from.startsWith('src/host/') && /^src\/analysis\/findings\/(registry|rules\/)/.test(to),
    );
    assert.deepEqual(rules.map(inWords), []);
  });

  it('everything but the toolkit’s own file reaches the toolkit through it', () => {
    const users = pages.filter(({ to }) => to.startsWith('@vscode/webview-ui-toolkit'));
    assert.deepEqual(users.filter(({ from }) => !from.startsWith('webview/shared/toolkit')).map(inWords), []);
  });
});

function sourceMay({ from, to }: Arrow): boolean {
  const rule = ALLOWED[folderOf(from)];
  if (rule === undefined) return true;
  if (to.startsWith('src/')) return folderOf(to) === folderOf(from) || rule.folders.includes(folderOf(to));
  return rule.packages.some((allowed) => allowed.test(to));
}

function pageMay({ from, to }: Arrow): boolean {
  if (to.startsWith('src/')) return folderOf(to) === 'protocol';
  if (to.startsWith('webview/')) {
    const own = `webview/${from.split('/')[1] ?? ''}/`;
    return to.startsWith(own) || to.startsWith('webview/shared/');
  }
  return UI_PACKAGES.some((allowed) => allowed.test(to));
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function inWords({ from, to }: Arrow): string {
  return `${from} -> ${to}`;
}
