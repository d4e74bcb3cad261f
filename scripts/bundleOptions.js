// How everything is bundled, for esbuild.js and for the test that weighs what activation loads.

/**
 * What all bundles have in common.
 *
 * @param {boolean} production
 * @returns {import('esbuild').BuildOptions}
 */
export function bundleOptions(production) {
  return {
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: production ? 'none' : 'inline',
    logLevel: 'silent',
    // What went into the files is told to scripts/thirdPartyNotices.js.
    metafile: true,
    define: { 'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development') },
  };
}

/**
 * A bundle for Node, as VS Code loads it.
 *
 * @param {boolean} production
 * @param {string} target one of `TARGETS` in nativeTarget.js
 * @returns {import('esbuild').BuildOptions}
 */
export function nodeBundle(production, target) {
  return {
    ...bundleOptions(production),
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    outExtension: { '.js': '.cjs' },
    // One prebuilt binary for the chosen platform is copied beside the bundle; nothing else of node_modules is needed.
    alias: { 'better-sqlite3': `better-sqlite3/${target}` },
    loader: { '.node': 'copy', '.wasm': 'copy', '.ttf': 'copy' },
    // Where files lie beside the bundle `__dirname` tells, and `import.meta` where the sources run.
    logOverride: { 'empty-import-meta': 'silent' },
  };
}
