// Writes what VS Code gives a webview in each stock theme (variables, body classes, default styles) into
// test/support/themes/*.json, so that tests of pages in a plain browser look like the real thing.
//
//   npm run themes            after a new version of the offline host
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageHtml } from '../src/host/panels/pageHtml.ts';
import { THEME_NAMES } from '../test/support/themes.ts';
import { openWorkbench, REPOSITORY } from '../test/support/workbench.ts';

const READ_THEME = `({
  bodyClass: document.body.className,
  bodyData: { ...document.body.dataset },
  variables: Object.fromEntries(
    [...document.documentElement.style].sort().map((name) => [name, document.documentElement.style.getPropertyValue(name)])),
  defaultStyles: document.getElementById('_defaultStyles')?.textContent ?? '',
})`;

const folder = join(REPOSITORY, 'test', 'support', 'themes');
mkdirSync(folder, { recursive: true });
const bench = await openWorkbench({ extension: 'none' });
try {
  await bench.openOtherPanel(
    pageHtml({ title: 'Theme', cspSource: '', scriptUri: '', styleUri: '', nonce: 'a'.repeat(32) }),
  );
  for (const theme of THEME_NAMES) {
    await bench.setTheme(theme);
    // The page learns of the theme a moment after the workbench is drawn in it.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const frame = await bench.window.frameWith('#root');
    const captured = await frame.evaluate<unknown>(READ_THEME);
    writeFileSync(join(folder, `${theme}.json`), `${JSON.stringify(captured, null, 2)}\n`);
    console.log(`test/support/themes/${theme}.json`);
  }
} finally {
  await bench.close();
}
