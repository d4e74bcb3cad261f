// A label scheme of one's own, by keyboard: made, labelled under, changed; labels of before keep their version.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { databaseOf, query } from '../support/journeysDatabase.ts';
import { goOn, keyboardIn, readingThat, transcriptPage } from '../support/journeysPage.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

interface LabelRow {
  readonly answer: string;
  readonly role: string;
  readonly version: string;
}

describe('a label scheme that is edited', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let page: Frame;
  let reader: Frame;
  let database: string;
  const file = (): string => join(bench.workspace, '.transcript-auditor', 'schemes', 'wants-power.json');

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    database = databaseOf(bench.workspace);
    const paths = [join(bench.workspace, 'synthetic_results.csv')];
    await bench.execute('transcriptAuditor.import', { paths, preview: false });
  });
  after(() => bench.close());

  const press = (key: string): Promise<void> => bench.window.page.keyboard.press(key);

  /** Goes on with Tab (or back) until what has the keyboard is so called. */
  async function tabTo(what: RegExp, key = 'Tab'): Promise<void> {
    for (let n = 0; n < 90; n++) {
      const called = await page.evaluate<string>(`(() => {
        const at = document.activeElement;
        return (at?.labels?.[0] ?? at)?.textContent?.replace(/\\s+/g, ' ').trim() ?? '';
      })()`);
      if (what.test(called)) return;
      await press(key);
    }
    assert.fail(`the keyboard comes to nothing called ${String(what)}`);
  }

  /** Takes what is in the field and types over it. */
  async function type(field: RegExp, text: string): Promise<void> {
    await tabTo(field);
    await press('Control+a');
    await bench.window.page.keyboard.insertText(text);
  }

  async function schemePage(): Promise<Frame> {
    const shown = await bench.window.webview('scheme');
    await shown.locator('form').waitFor();
    await waitUntil('the page has the keyboard', 10_000, () =>
      shown.evaluate<boolean>('window.focus(), document.hasFocus()'),
    );
    return shown;
  }

  const labels = (): LabelRow[] =>
    query<LabelRow>(
      database,
      'SELECT answer, role, scheme_version AS version FROM v_labels ORDER BY event_id',
    );

  it('is made on its page: name, instructions, answers; saved by Ctrl+S as a file of the workspace', async () => {
    await bench.window.runCommand('Transcript Auditor: New Label Scheme…');
    page = await schemePage();
    await type(/^Name$/, 'wants power');
    await type(/^Instructions$/, 'Go by the **answer** alone.');
    await type(/^Description of yes$/, 'Asks for power.');
    await press('Control+s');
    await page.getByText('Saved in .transcript-auditor/schemes/wants-power.json.').first().waitFor();
    const saved = JSON.parse(readFileSync(file(), 'utf8')) as { name: string; instructions: string };
    assert.deepEqual([saved.name, saved.instructions], ['wants power', 'Go by the **answer** alone.']);
    await tabTo(/^Label with It wants power$/, 'Shift+Tab');
    await press('Enter');
    await page.getByText('you label with it').filter({ hasText: 'wants-power.json' }).waitFor();
  });

  it('is labelled under, with its instructions beside the answer', async () => {
    const ids = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: ids[0] });
    reader = await transcriptPage(bench.window);
    await reader.getByText('Go by the answer alone.').waitFor();
    for (const n of [1, 2]) {
      await keyboardIn(reader);
      await press('1');
      await readingThat(reader, `${n} is saved`, (shown) => shown.answer === 'yes');
      if (n === 1) await goOn(bench.window, reader, 'j');
    }
    assert.deepEqual(
      labels().map(({ answer, role }) => ({ answer, role })),
      Array.from({ length: 2 }, () => ({ answer: 'yes', role: 'positive' })),
    );
  });

  it('says what another role means before it is saved, and leaves what was labelled as it was', async () => {
    const before = labels();
    await bench.window.runCommand('Transcript Auditor: Edit Label Scheme…');
    page = await schemePage();
    await tabTo(/^Role of yes/);
    // From positive to negative.
    await press('ArrowDown');
    await page.getByText('2 labels by one person were given under version').waitFor();
    await page
      .getByText('2 of them say “yes” and go on counting as positive; from now on it is negative.')
      .waitFor();
    assert.match(readFileSync(file(), 'utf8'), /"positive"/);
    await press('Control+s');
    await page
      .getByText(/^Saved in .*2 labels by one person were given/)
      .first()
      .waitFor();
    assert.doesNotMatch(readFileSync(file(), 'utf8'), /"positive"/);
    assert.deepEqual(labels(), before);
  });

  it('counts what is labelled from then on by the new version, and lists both', async () => {
    const ids = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 4 })) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: ids[3] });
    reader = await transcriptPage(bench.window);
    await keyboardIn(reader);
    await press('1');
    await readingThat(reader, 'the third is saved', (shown) => shown.answer === 'yes');
    assert.deepEqual(
      labels().map(({ role }) => role),
      ['positive', 'positive', 'negative'],
    );
    const [old, , now] = labels().map(({ version }) => version.slice(0, 8));
    assert.notEqual(old, now);
    await bench.window.runCommand('Transcript Auditor: Edit Label Scheme…');
    page = await schemePage();
    await waitUntil('both versions are listed with their labels', 15_000, async () => {
      const rows = await page.locator('tbody tr').allInnerTexts();
      const words = rows.map((row) => row.replace(/\s+/g, ' '));
      return (
        words.length === 2 &&
        new RegExp(`^${old ?? ''} .* 2 1 `).test(words[0] ?? '') &&
        new RegExp(`^${now ?? ''} .* 1 1 “yes” is negative instead of positive`).test(words[1] ?? '')
      );
    });
    assert.ok(existsSync(file()));
    assert.deepEqual(await bench.window.axe('scheme'), []);
  });

  it('keeps what was typed over a reload of the window, and which scheme it belongs to', async () => {
    await type(/^Instructions$/, 'Half a thought');
    await page.getByText(/^Changed: /).waitFor();
    await bench.window.reload();
    page = await schemePage();
    const instructions = page.getByLabel('Instructions', { exact: true });
    await waitUntil('it is there again', 20_000, async () =>
      (await instructions.inputValue()).includes('Half a thought'),
    );
    assert.equal(await page.getByLabel('Name', { exact: true }).first().inputValue(), 'wants power');
    assert.doesNotMatch(readFileSync(file(), 'utf8'), /Half a thought/);
    await tabTo(/^Save$/);
    await press('Control+s');
    await waitUntil('it can be saved', 20_000, () => /Half a thought/.test(readFileSync(file(), 'utf8')));
  });
});
