/** Imported first, this makes simulations use `fastBetaQuantile` where the product has the library's. */
import { registerHooks } from 'node:module';

const LIBRARY = '@stdlib/stats-base-dists-beta-quantile';
/** What the library exports it as; nothing of ours is exported so. */
const EXPORTED_AS = 'default';
const FAST = new URL('./fastBetaQuantileDefault.js', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === LIBRARY ? { url: FAST, shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === FAST
      ? {
          format: 'module',
          source: `export { fastBetaQuantile as ${EXPORTED_AS} } from './fastBetaQuantile.ts';`,
          shortCircuit: true,
        }
      : next(url, context),
});
