// The screens that `npm run screenshots` takes pictures of, each with the way to it.
import { join } from 'node:path';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

/** One screen. */
export interface Screen {
  readonly name: string;
  /** Brings a fresh workbench on the sample to the screen. */
  readonly prepare: (bench: Workbench) => Promise<void>;
}

/** Every screen of the product. */
export const SCREENS: readonly Screen[] = [
  { name: 'welcome', prepare: showRuns },
  {
    name: 'tree',
    async prepare(bench) {
      await importSample(bench);
      await unfoldFirstProbe(bench);
    },
  },
  {
    name: 'transcript',
    async prepare(bench) {
      await importSample(bench);
      await unfoldFirstProbe(bench);
      await bench.window.page.keyboard.press('ArrowDown');
      await bench.window.page.keyboard.press('Enter');
      await bench.window.webview('transcript');
      await bench.window.page.waitForTimeout(800);
    },
  },
];

/** Imports the sample's results file without questions and shows the tree. */
export async function importSample(bench: Workbench): Promise<void> {
  await bench.execute('transcriptAuditor.import', {
    paths: [join(bench.workspace, 'synthetic_results.csv')],
    preview: false,
  });
  await showRuns(bench);
}

async function showRuns(bench: Workbench): Promise<void> {
  await bench.window.runCommand('Transcript Auditor: Focus on Runs View');
}

/** Opens the tree down to the transcripts of the first probe, with the keyboard. */
export async function unfoldFirstProbe({ window }: Workbench): Promise<void> {
  await waitUntil('the tree has rows', 10_000, async () => (await window.treeRows('Runs')).length > 0);
  await window.tree('Runs').focus();
  await window.page.keyboard.press('Home');
  for (let level = 0; level < 6; level++) {
    const focused = (await window.treeRows('Runs')).find((row) => row.focused);
    if (focused === undefined || focused.expanded === undefined) return;
    if (!focused.expanded) await window.page.keyboard.press('ArrowRight');
    await window.page.waitForTimeout(400);
    await window.page.keyboard.press('ArrowDown');
    await window.page.waitForTimeout(100);
  }
}
