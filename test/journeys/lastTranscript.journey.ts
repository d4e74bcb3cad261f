// The offer of the transcript last read: after a loss, never after the reader closed it or VS Code restored it.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

/** Past the moment at which a start would offer it. */
const OFFERED_BY_MS = 4_000;

describe('the transcript that was last read', { timeout: 120_000 }, () => {
  let bench: Workbench;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    await bench.execute('transcriptAuditor.runs.focus');
    await bench.execute('transcriptAuditor.import', { paths: [bench.workspace], preview: false });
    const [first] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: first });
    await bench.window.webview('transcript');
  });
  after(() => bench.close());

  const isOffered = async (): Promise<boolean> => {
    await delay(OFFERED_BY_MS);
    await bench.execute('notifications.showList');
    return (await bench.window.page.getByText(/You were reading/).count()) > 0;
  };

  it('is restored by a reload and not offered besides', async () => {
    await bench.window.reload();
    const page = await bench.window.webview('transcript');
    await page.locator('.label-bar').waitFor();
    assert.equal(await isOffered(), false);
  });

  it('is not offered once its reader closed it', async () => {
    await bench.execute('workbench.action.closeAllEditors');
    await bench.window.reload();
    await bench.extension();
    assert.equal(await isOffered(), false);
  });

  it('can be reopened all the same, by command', async () => {
    await bench.execute('transcriptAuditor.reopenLastTranscript');
    const page = await bench.window.webview('transcript');
    await page.locator('.label-bar').waitFor();
  });
});
