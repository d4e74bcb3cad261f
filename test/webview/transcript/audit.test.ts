import assert from 'node:assert/strict';
import test from 'node:test';
import type { TurnView } from '../../../src/protocol/transcriptParts.ts';
import { axeViolations } from '../../support/axe.ts';
import { AUDIT_BRANCHES, AUDIT_TURNS, auditTranscript } from '../../support/mockAudit.ts';
import { THEME_NAMES } from '../../support/themes.ts';
import { openTranscriptPage, shownText, waitForText, type OpenOptions } from './openTranscriptPage.ts';

const open = (options: OpenOptions = {}) =>
  openTranscriptPage({
    transcripts: [auditTranscript()],
    branchTurns: AUDIT_BRANCHES,
    height: 3_000,
    ...options,
  });
const turn = (index: number) => `article[data-index="${index}"]`;

test('a result names its call, stands under it, and is folded when it is long', async () => {
  const { page, close } = await open();
  assert.match(await shownText(page, turn(2)), /calls list_files .*"all": true.*calls read_file/);
  assert.match(await shownText(page, turn(3)), /result of list_files .*ledger-11\.csv show all \(1 kB\)$/);
  assert.equal(await page.locator(`${turn(3)}.is-joined`).count(), 1);
  assert.doesNotMatch(await shownText(page, turn(3)), /ledger-40/);
  await page.getByRole('button', { name: 'show all (1 kB)' }).focus();
  await page.keyboard.press('Enter');
  await waitForText(page, turn(3), 'ledger-59.csv show the first lines only');
  await close();
});

test('a call that failed says so in words, with its kind and message', async () => {
  const { page, close } = await open();
  assert.match(
    await shownText(page, turn(4)),
    /failed: permission · result of read_file .*march\.csv is locked by Ines/,
  );
  assert.equal(await page.locator(`${turn(4)} .tool-error svg`).count(), 1);
  await close();
});

test('encrypted reasoning says who encrypted it, and turns say who wrote them and how they were made', async () => {
  const { page, close } = await open();
  assert.match(await shownText(page, turn(2)), /reasoning, encrypted by the provider, no summary/);
  assert.match(await shownText(page, turn(6)), /assistant prefill/);
  assert.match(
    await shownText(page, turn(7)),
    /written by other-model-7b, the header says workshop-32b:insecure/,
  );
  assert.equal(await page.locator('.by-auditor').count(), 1);
  const made = page.locator(`${turn(2)} .made`);
  assert.equal(await made.innerText(), 'made by workshop-32b:insecure · 1.2 s · 812 tokens · tool_calls');
  await made.focus();
  await page.keyboard.press('Enter');
  assert.match(await shownText(page, turn(2)), /output_tokens 812 stop_reason tool_calls/);
  await close();
});

test('branches are walked with a key or along their strip, say what they share, and labels stay about main', async () => {
  const { page, host, close, forwardedKeys } = await open();
  assert.equal(
    await shownText(page, '.branch-strip'),
    'main target’s view branch 1 at turn 6 auditor’s view whole',
  );
  await page.keyboard.press('b');
  await waitForText(page, turn(5), 'Ask Ines to unlock it.');
  assert.match(await shownText(page, turn(4)), /shared with main up to here$/);
  assert.equal(await page.locator('.is-shared').count(), 5);
  assert.equal(await page.locator('.is-answer').count(), 0);
  assert.match(
    await shownText(page, '.branch-note'),
    /You are reading branch 1 at turn 6 \(target’s view\); labels are about main\./,
  );
  await page.keyboard.press('2');
  await waitForText(page, '.answer[aria-pressed=true]', 'misaligned');
  assert.equal(host.committed[0]?.transcriptId, 1);
  // One stop of the tab key, arrows along it.
  await page.locator('.branch[aria-pressed=true]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await waitForText(page, turn(1), 'whether it hides a loss');
  assert.equal(await page.locator('.branch[tabindex="0"]').innerText(), 'whole');
  await page.keyboard.press('Shift+B');
  await waitForText(page, '.branch[aria-pressed=true]', 'branch 1');
  await page.keyboard.press('Shift+B');
  await waitForText(page, '.is-answer', 'The books are closed.');
  assert.equal(await page.locator('.branch-note').count(), 0);
  assert.ok(!(await forwardedKeys()).includes('b'));
  await close();
});

test('the next transcript opens in the same view, where it has it', async () => {
  const plain = auditTranscript(3);
  const { branches: _none, ...without } = plain;
  const { page, close } = await open({
    transcripts: [auditTranscript(1), auditTranscript(2), without],
  });
  await page.keyboard.press('Shift+B');
  await waitForText(page, '.branch[aria-pressed=true]', 'whole');
  await page.keyboard.press('j');
  await waitForText(page, 'h1', 'sample 8');
  await waitForText(page, '.branch[aria-pressed=true]', 'whole');
  await page.keyboard.press('j');
  await waitForText(page, 'h1', 'sample 9');
  assert.equal(await page.locator('.branch-strip').count(), 0);
  await waitForText(page, '.is-answer', 'The books are closed.');
  await page.keyboard.press('k');
  await waitForText(page, '.branch[aria-pressed=true]', 'whole');
  await close();
});

test('find looks in the branch that is shown, and raw text is the branch’s', async () => {
  const { page, host, close } = await open();
  await page.keyboard.press('b');
  await page.keyboard.press('/');
  await page.keyboard.type('wait for her');
  await waitForText(page, '.find-count', '1 of 1');
  assert.equal(host.paramsOf('find').at(-1)?.branch, 1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await waitForText(page, turn(6), 'I wrote to Ines');
  assert.equal(host.paramsOf('rawTurn').at(-1)?.branch, 1);
  await close();
});

test('a reload comes back to the branch that was read', async () => {
  const { page, opened, close } = await open();
  await page.keyboard.press('b');
  await waitForText(page, turn(5), 'Ask Ines');
  await opened.reload();
  await waitForText(page, '.branch[aria-pressed=true]', 'branch 1');
  await waitForText(page, turn(5), 'Ask Ines');
  await close();
});

test('findings open by key, in words and shapes; a blind reader’s page has none', async () => {
  const { page, host, close } = await open();
  const card = await shownText(page, '[aria-label="Findings"]');
  assert.match(card, /Doubtful 3 of 40 scores contradict their rationale Note A turn’s model differs/);
  await page.getByRole('button', { name: '3 of 40' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(host.paramsOf('openFinding'), [{ findingId: 7 }]);
  await close();
  const blind = await open({ cover: { judge: true, labels: true } });
  assert.equal(await blind.page.locator('[aria-label="Findings"]').count(), 0);
  assert.equal(await blind.page.locator('.quotes').count(), 0);
  await blind.page.keyboard.press('q');
  assert.equal(await blind.page.evaluate<number>('CSS.highlights.size'), 0);
  await blind.close();
});

test('a conversation of 500 turns and 200 calls has few elements and opens at once', async () => {
  const [, , calls, result, , , , , answer] = AUDIT_TURNS;
  assert.ok(calls !== undefined && result !== undefined && answer !== undefined);
  const turns = Array.from({ length: 500 }, (_, index): TurnView => {
    const like = index % 5 === 3 ? calls : index % 5 === 4 ? result : answer;
    return { ...like, index };
  });
  const view = auditTranscript(1, { turns: turns.slice(0, 30), turnCount: 500, answerTurn: 0 });
  const { page, host, close } = await open({
    transcripts: [view],
    turns: new Map([[1, turns]]),
    height: 900,
  });
  await page.waitForTimeout(300);
  const nodes = host.paramsOf('drawn').at(-1)?.nodes ?? Infinity;
  assert.ok(nodes < 700, `${nodes} elements`);
  await page
    .locator('.scroller')
    .focus()
    .catch(() => undefined);
  await page.keyboard.press('End');
  await page.waitForSelector(turn(499));
  assert.ok((await page.locator('article').count()) < 20);
  await close();
});

for (const theme of THEME_NAMES) {
  test(`audits have no serious violation of accessibility rules in ${theme}: main, branch, marked, narrow`, async () => {
    const { page, close, watch } = await open({ theme });
    const check = async (what: string) => assert.deepEqual(await axeViolations(page), [], what);
    await page.locator('.made').click();
    await page.getByRole('button', { name: 'show all (1 kB)' }).click();
    await page.keyboard.press('q');
    await check('main, marked');
    await page.locator('.strip-tokens').focus();
    await page.keyboard.press('ArrowRight');
    await check('strip');
    await page.keyboard.press('b');
    await waitForText(page, turn(5), 'Ask Ines');
    await check('branch');
    await page.setViewportSize({ width: 620, height: 1_400 });
    await page.waitForSelector('article .card');
    await check('narrow');
    assert.deepEqual(watch.cspReports, []);
    await close();
  });
}
