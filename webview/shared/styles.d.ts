/** Style sheets are imported for esbuild, which bundles them into the page's own. */
declare module '*.css';
