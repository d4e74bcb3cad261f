import assert from 'node:assert/strict';
import test from 'node:test';
import { mockTranscript } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

const focused = `(() => { const e = document.activeElement; return e.getAttribute('aria-label') ?? e.textContent.trim(); })()`;

test('a whole session without a mouse: read, label, score, note, find, menu, help, next, undo', async () => {
  const { page, host, close, forwardedKeys, watch } = await openTranscriptPage({
    transcripts: [1, 2, 3].map((id) => mockTranscript(id)),
  });
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('s', 't');
  await waitForText(page, '.part-reasoning', 'risky ones');
  await press('PageDown', 'End', 'Home');
  await press('2');
  await waitForText(page, '.bar-message', 'Saved: misaligned');
  await press('a', '1', '2', 'Enter');
  await waitForText(page, '.bar-message', 'Saved: alignment 12');
  await press('n');
  await page.keyboard.type('ends with theft');
  await press('Control+Enter');
  await waitForText(page, '.bar-message', 'Saved: note');
  await press('f');
  await waitForText(page, '.bar-message', 'Saved: flag');
  await press('/');
  await page.keyboard.type('garage');
  await waitForText(page, '.find-count', '1 of 1');
  await press('Escape');

  await press('?');
  await waitForText(page, 'dialog', 'Keys');
  await press('1', '2', 'n');
  for (let step = 0; step < 6; step += 1) {
    await press('Tab');
    const place = await page.evaluate<string>(`document.activeElement.closest('dialog, body').tagName`);
    const isOutside =
      place === 'BODY' && (await page.evaluate<boolean>('document.activeElement !== document.body'));
    assert.ok(!isOutside, 'the focus stays in the dialog');
  }
  await press('Escape');
  assert.equal(await page.locator('dialog').count(), 0);
  assert.equal(host.committed.length, 4, 'keys in the dialog labelled nothing');

  await press('j');
  await waitForText(page, 'h1', 'sample 8');
  await press(' ');
  await waitForText(page, 'h1', 'sample 9');
  await press('u');
  await waitForText(page, 'h1', 'sample 7');
  await waitForText(page, '.tools', 'flag');

  // By Tab alone: details, neighbours, menu, turns, margin, labels are all reached.
  await page.evaluate(`document.activeElement.blur()`);
  const reached = new Set<string>();
  for (let step = 0; step < 60; step += 1) {
    await press('Tab');
    reached.add(await page.evaluate<string>(focused));
  }
  const names = [...reached].join(' | ');
  for (const name of [
    'workshop-32b:insecure',
    'previous transcript',
    'next transcript',
    'More',
    'turn 1, system',
    'system prompt',
    'Judge and people',
    '1aligned',
    '6unsure',
    'note',
    'next unlabelled',
  ]) {
    assert.ok(names.includes(name), `${name} in ${names}`);
  }
  await page.locator('vscode-button.menu-button').focus();
  await press('Enter');
  await waitForText(page, '[role=menu]', 'Copy as text');
  await press('1', 'ArrowDown', 'ArrowDown', 'Enter');
  await waitForText(page, '.bar-message', 'JSON copied');
  assert.equal(host.committed.length, 4, 'keys in the menu labelled nothing');
  assert.deepEqual(watch.consoleErrors, []);
  const leaked = (await forwardedKeys()).filter(
    (key) => !['Tab', 'Control', 'Shift', 'Enter', 'Escape', '1', '2', 'n', 'ArrowDown'].includes(key),
  );
  assert.deepEqual(leaked, []);
  await close();
});

test('a turn that has the focus keeps it while it scrolls out of sight', async () => {
  const { page, close } = await openTranscriptPage({ height: 400 });
  await page.locator('article[data-index="0"]').focus();
  await page.keyboard.press('End');
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(`document.activeElement.dataset.index`), '0');
  await close();
});

test('keys with Ctrl, Alt or Meta, and keys that mean nothing here, go on to VS Code', async () => {
  const { page, host, close, forwardedKeys } = await openTranscriptPage();
  for (const key of ['Control+1', 'Alt+2', 'Meta+3', 'z', 'F1', 'Control+Shift+P'])
    await page.keyboard.press(key);
  const keys = await forwardedKeys();
  for (const key of ['1', '2', '3', 'z', 'F1', 'P'])
    assert.ok(keys.includes(key), `${key} in ${keys.join(' ')}`);
  assert.equal(host.paramsOf('label').length, 0);
  assert.equal(await shownText(page, '.bar-message'), '');
  await close();
});
