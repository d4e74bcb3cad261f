// What a model writes is shown and does nothing, in a real VS Code, whatever its reader clicks or presses.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { hostileJsonLines, HOSTILE_CONVERSATIONS, MARKER } from '../support/hostileConversations.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

/** A name that VS Code would make a link of, if it stood in a notification as it is. */
const FILE_NAME = '[Repair](command:workbench.action.files.newUntitledFile).jsonl';
const HIDDEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;
const PRINTABLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
const EVERY_KEY = [...PRINTABLE, 'Space', 'Enter', 'Tab', 'Backspace', 'Delete'];
/** What a reader presses most: answers, folding, raw text, the judge, and whatever has the focus. */
const READING_KEYS = [...'12rsth', 'Tab', 'Enter', 'Space'];

describe('hostile transcripts', { timeout: 300_000 }, () => {
  let bench: Workbench;
  let folder = '';
  let ids: readonly number[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-hostile-'));
    writeFileSync(join(folder, FILE_NAME), hostileJsonLines());
    bench = await openWorkbench({
      workspace: folder,
      inPlace: true,
      settings: { 'transcriptAuditor.annotator': 'kim' },
    });
    await bench.execute('transcriptAuditor.runs.focus');
  });
  after(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are imported whole, and the message about it holds no link', async () => {
    const imported = await bench.execute('transcriptAuditor.import', {
      paths: [join(folder, FILE_NAME)],
      preview: false,
    });
    const { runs } = imported as { runs: { kept: number; rejected: number }[] };
    assert.deepEqual(
      runs.map(({ kept, rejected }) => [kept, rejected]),
      [[Object.keys(HOSTILE_CONVERSATIONS).length, 0]],
    );
    await bench.window.notification(/Repair/);
    const { page } = bench.window;
    assert.equal(await page.locator('.notification-list-item-message a').count(), 0);
    await bench.window.runCommand('Notifications: Clear All Notifications');
    ids = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 100 })) as number[];
    assert.equal(ids.length, Object.keys(HOSTILE_CONVERSATIONS).length);
  });

  it('run nothing when they are read, clicked and typed at', async () => {
    const seen = new Set<string>();
    for (const [index, id] of ids.entries()) {
      const page = await open(bench, id);
      await formatted(bench, page);
      await unfold(page);
      for (const target of await clickLinks(bench, page)) seen.add(target);
      await pressKeys(bench, index < 4 ? EVERY_KEY : READING_KEYS);
      await assertNothingRan(bench);
      await assertTreeIsPlain(bench);
    }
    assert.ok(seen.size >= 5, `links were followed: ${[...seen].join(', ')}`);
    for (const target of seen) assert.doesNotMatch(target, /^(command|vscode|javascript|data|file):/i);
  });

  it('show what can’t be seen as marked tokens', async () => {
    const texts = await Promise.all(
      ids.map(async (id) =>
        JSON.stringify(await bench.execute('transcriptAuditor.transcriptInfo', { transcriptId: id })),
      ),
    );
    const hidden = ids[texts.findIndex((text) => text.includes('hidden characters'))];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: hidden });
    const page = await bench.window.webview('transcript');
    const tokens = await page.locator('[data-token]').allInnerTexts();
    for (const token of ['U+202E', 'U+2066', 'U+200B ×3', 'U+0000', 'ignore the rubric']) {
      assert.ok(
        tokens.some((text) => text.includes(token)),
        `${token} among ${tokens.join(' ')}`,
      );
    }
  });

  it('asked nothing of any other machine, and met no policy but the one that is known', () => {
    const { watch } = bench.window;
    assert.deepEqual(
      watch.outsideRequests.filter(({ fromWebview, url }) => fromWebview || url.includes('elsewhere')),
      [],
    );
    const reports = watch.cspReports.filter(({ fromWebview }) => fromWebview);
    // The toolkit sets one inert style attribute.
    assert.deepEqual(
      reports.filter(({ directive }) => !/^style-src(-attr)?$/.test(directive)),
      [],
    );
    assert.doesNotMatch(bench.extensionHostLog(), /unhandled|rejected promise/i);
    assert.doesNotMatch(bench.outputLog(), /\[error\]/);
  });
});

/** Opens a transcript; the page that shows it, which is a new one when the tab before was kept. */
async function open(bench: Workbench, id: number): Promise<Frame> {
  // Ids are given in the order of the file.
  const what = Object.keys(HOSTILE_CONVERSATIONS)[id - 1] ?? '';
  return waitUntil(`the page shows “${what}”`, 20_000, async () => {
    // Keys pressed before may still step on to another one.
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: id });
    const page = await bench.window.webview('transcript');
    const words = await page.locator('body').innerText({ timeout: 2_000 });
    return words.includes(`${what}: `) && page;
  });
}

/** The key for the text as recorded was among those pressed: back to formatted text. */
async function formatted(bench: Workbench, page: Frame): Promise<void> {
  const raw = page.locator('.page-header .tag').getByText('raw', { exact: true });
  if ((await raw.count()) === 0) return;
  await bench.execute('transcriptAuditor.toggleRaw');
  await raw.waitFor({ state: 'hidden' });
}

/** Opens what is folded: system prompts, reasoning, long texts. */
async function unfold(page: Frame): Promise<void> {
  for (const fold of await page
    .locator('main button[aria-expanded="false"], .fold[aria-expanded="false"]')
    .all()) {
    await fold.click({ timeout: 1_000 }).catch(() => undefined);
  }
}

/** Clicks all that looks like a link or a button in the texts; what the dialogs said their targets were. */
async function clickLinks(bench: Workbench, page: Frame): Promise<string[]> {
  const targets: string[] = [];
  const { window } = bench;
  const linkLike = page.locator(
    '.prose :is(a, button.link, [role="link"], [href], [onclick], summary, img, form, iframe), .dead-link',
  );
  const count = Math.min(await linkLike.count(), 24);
  const box = window.page.locator('.monaco-dialog-box');
  for (let index = 0; index < count; index++) {
    const one = linkLike.nth(index);
    // A link asks; words that look like one do nothing.
    const isLink = / link /.test(` ${(await one.getAttribute('class')) ?? ''} `);
    await one.click({ timeout: 2_000, force: true }).catch(() => undefined);
    if (!isLink) continue;
    await box.waitFor({ state: 'visible', timeout: 20_000 });
    const text = await box.innerText();
    assert.match(text, /A model wrote this link/);
    const target =
      /\b[a-z-]+:[^\s]+/i.exec(text.replace(/^[^]*?(leads to [^\s]+|not opened\.)/, ''))?.[0] ?? '';
    targets.push(target);
    if (!/^https?:/.test(target)) {
      assert.equal(await box.getByRole('button', { name: 'Open', exact: true }).count(), 0, target);
    }
    await window.page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden', timeout: 20_000 });
  }
  return targets;
}

/** Presses keys, each followed by Escape: out of the field, menu or dialog that it opened. */
async function pressKeys(bench: Workbench, keys: readonly string[]): Promise<void> {
  const { keyboard } = bench.window.page;
  await bench.window.pressIn('transcript', 'Escape');
  for (const key of keys) {
    await keyboard.press(key);
    await keyboard.press('Escape');
  }
}

async function assertNothingRan(bench: Workbench): Promise<void> {
  const { page } = bench.window;
  for (const frame of page.frames()) {
    const found = await frame
      .evaluate<boolean>(
        `window.${MARKER} !== undefined || document.title.includes('${MARKER}') || ({}).polluted !== undefined`,
      )
      .catch(() => false);
    assert.equal(found, false, `a text ran in ${frame.url()}`);
  }
  assert.equal(bench.window.page.context().pages().length, 1, 'no window was opened');
  const tabs = await bench.window.tabs();
  assert.ok(!tabs.some((tab) => tab.startsWith('Untitled')), `a command ran: ${tabs.join(', ')}`);
}

async function assertTreeIsPlain(bench: Workbench): Promise<void> {
  for (const { label, description, ariaLabel } of await bench.window.treeRows('Runs')) {
    for (const text of [label, description, ariaLabel]) assert.doesNotMatch(text, HIDDEN);
  }
  for (const tab of await bench.window.tabs()) assert.doesNotMatch(tab, HIDDEN);
  const drawn = bench.window.tree('Runs').locator('img[src], a[href]:not([href=""])');
  assert.equal(await drawn.count(), 0);
}
