// A transcript of an audit on screen.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { transcriptPage } from './journeysPage.ts';
import { REPOSITORY, type Workbench } from './workbench.ts';

/** Imports the fixture of a Petri audit and opens its transcript. */
export async function openAudit(bench: Workbench): Promise<Frame> {
  const path = join(bench.workspace, 'audit.json');
  copyFileSync(join(REPOSITORY, 'test', 'fixtures', 'importers', 'petri', 'audit.json'), path);
  await bench.execute('transcriptAuditor.runs.focus');
  await bench.execute('transcriptAuditor.import', { paths: [path], preview: false });
  const [transcriptId] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
  await bench.execute('transcriptAuditor.openTranscript', { transcriptId });
  const page = await transcriptPage(bench.window);
  await page.locator('article').first().waitFor();
  return page;
}
