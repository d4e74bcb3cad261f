// Cuts the extension into what is loaded when VS Code activates it and what is loaded on first use.
//
// esbuild splits ES modules only, and VS Code loads CommonJS. So the extension is bundled twice: once as ES modules, cut
// wherever the sources say `import('./part.ts')`, and from there into CommonJS: one `extension.cjs` with everything that
// activation reaches, and one file for each part. A module is in exactly one of them: what parts share with
// the activation they take from `extension.cjs`, so that no state exists twice.
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as esbuild from 'esbuild';

const ENTRY = 'extension';
/** A window may still run an older development build, and loads its parts by the names that they had then. */
const OLD_PARTS_KEPT_MS = 6 * 60 * 60 * 1_000;

/**
 * The esbuild options that bundle the extension this way.
 *
 * @param {esbuild.BuildOptions} node options of a CommonJS bundle for Node: entry points, `outdir`, `minify`, `sourcemap`
 * @returns {esbuild.BuildOptions}
 */
export function splitHost(node) {
  const { minify, sourcemap, legalComments, plugins = [], outExtension: _, ...rest } = node;
  return {
    ...rest,
    entryPoints: [{ in: `src/${ENTRY}.ts`, out: ENTRY }],
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    legalComments,
    sourcemap: sourcemap ? 'inline' : false,
    write: false,
    metafile: true,
    plugins: [
      {
        name: 'split-host',
        setup(build) {
          build.onEnd(async (result) => {
            if (result.errors.length > 0) return undefined;
            const { files, warnings } = await cut(result, { ...rest, minify, sourcemap, legalComments });
            for (const { path, contents } of files) {
              await mkdir(dirname(path), { recursive: true });
              await writeFile(path, contents);
            }
            await removeOldParts(rest.outdir, new Set(files.map(({ path }) => basename(path))));
            return { warnings };
          });
        },
      },
      // After ours, so that whoever prints the problems of a build knows these too.
      ...plugins,
    ],
  };
}

/**
 * What is loaded at activation and what later. Writes nothing.
 *
 * @param {esbuild.BuildOptions} node
 * @returns {Promise<{ activation: string, parts: Record<string, string>, weights: [file: string, bytes: number][] }>}
 *   the texts of `extension.cjs` and, by their names, of the others; and what the sources weigh in the first
 */
export async function splitInMemory(node) {
  const { plugins: _plugins, ...options } = splitHost({ ...node, outdir: 'dist' });
  const result = await esbuild.build(options);
  const { files } = await cut(result, { ...node, outdir: 'dist', sourcemap: false });
  const texts = files
    .filter(({ path }) => path.endsWith('.cjs'))
    .map(({ path, text }) => [basename(path), text]);
  const { [`${ENTRY}.cjs`]: activation, ...parts } = Object.fromEntries(texts);
  const atActivation = reachable(result.metafile);
  const weights = Object.entries(result.metafile.outputs)
    .filter(([path]) => atActivation.has(basename(path, '.js')))
    .flatMap(([, { inputs }]) =>
      Object.entries(inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput]),
    );
  return { activation, parts, weights };
}

/** From the chunks of ES modules to CommonJS files. */
async function cut({ outputFiles, metafile }, options) {
  const isChunk = ({ path }) => path.endsWith('.js');
  const chunks = new Map(outputFiles.filter(isChunk).map(({ path, text }) => [basename(path, '.js'), text]));
  const atActivation = reachable(metafile);
  const { alias: _alias, loader: _loader, ...kept } = options;
  const common = {
    ...kept,
    bundle: true,
    format: 'cjs',
    write: false,
    outExtension: { '.js': '.cjs' },
    // Parts are loaded with `require`, through which VS Code gives us its API.
    supported: { 'dynamic-import': false },
    // A name that VS Code's API lacks is a mistake in this file.
    logOverride: { 'import-is-undefined': 'error' },
  };
  const builds = await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: [{ in: ENTRY, out: ENTRY }],
      plugins: [pieces(chunks, atActivation, true)],
    }),
    esbuild.build({
      ...common,
      entryPoints: [...chunks.keys()]
        .filter((name) => !atActivation.has(name))
        .map((name) => ({ in: name, out: name })),
      plugins: [pieces(chunks, atActivation, false)],
    }),
  ]);
  return {
    files: [...builds.flatMap((build) => build.outputFiles), ...outputFiles.filter((file) => !isChunk(file))],
    warnings: builds.flatMap((build) => build.warnings),
  };
}

/** The chunks that the entry imports, at once or through others; not those it loads later. */
function reachable({ outputs }) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: to, kind, external } of outputs[path].imports) {
      if (kind === 'import-statement' && external !== true) visit(to);
    }
  };
  visit(Object.keys(outputs).find((path) => basename(path) === `${ENTRY}.js`));
  return new Set([...found].map((path) => basename(path, '.js')));
}

/** Finds chunks in memory; tells which are bundled together and which are `require`d from each other. */
function pieces(chunks, atActivation, isActivation) {
  const vscodeNames = [...chunks.values()].flatMap((text) =>
    [...text.matchAll(/\bvscode\d*\.(\w+)/g)].map(([, name]) => name),
  );
  return {
    name: 'pieces',
    setup(build) {
      build.onResolve({ filter: /^vscode$/, namespace: 'chunk' }, () => ({
        path: 'vscode',
        namespace: 'api',
      }));
      // Names of the API as variables of their own: a namespace object made of it in every file that
      // imports it took a tenth of the activation.
      build.onLoad({ filter: /.*/, namespace: 'api' }, () => ({
        contents: [
          "const api = require('vscode');",
          'const get = (name) => api[name];',
          ...[...new Set(vscodeNames)].map(
            (name) => `export const ${name} = /* @__PURE__ */ get('${name}');`,
          ),
        ].join('\n'),
      }));
      build.onResolve({ filter: /.*/ }, ({ path, kind, namespace }) => {
        const name = basename(path, '.js');
        if (!chunks.has(name)) return { path, external: true };
        if (kind === 'entry-point' && name === ENTRY) return { path: name, namespace: 'activation' };
        if (kind === 'entry-point' || namespace === 'activation') return { path: name, namespace: 'chunk' };
        if (!atActivation.has(name)) return { path: `./${name}.cjs`, external: true };
        return { path: name, namespace: isActivation ? 'chunk' : 'shared' };
      });
      build.onLoad({ filter: /.*/, namespace: 'activation' }, () => ({
        contents: [
          `export * from './${ENTRY}.js';`,
          ...[...atActivation].map((name) => `export * as ${JSON.stringify(name)} from './${name}.js';`),
        ].join('\n'),
      }));
      build.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({ contents: chunks.get(path) }));
      build.onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({
        contents: `module.exports = require('./${ENTRY}.cjs')[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/** Parts of builds long gone: their names change with what is in them, so that they would pile up. */
async function removeOldParts(outdir, current) {
  for (const name of await readdir(outdir)) {
    if (!/-[A-Z0-9]{8}\.cjs(\.map)?$/.test(name) || current.has(name)) continue;
    const { mtimeMs } = await stat(join(outdir, name));
    if (Date.now() - mtimeMs > OLD_PARTS_KEPT_MS) await rm(join(outdir, name), { force: true });
  }
}
