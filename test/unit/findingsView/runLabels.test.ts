// How the findings view tells the findings of one rule in several runs apart, over a real database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FindingElements } from '../../../src/host/findings/findingElements.ts';
import { findingFacts } from '../../../src/host/findings/findingFacts.ts';
import { FindingsState } from '../../../src/host/findings/findingsState.ts';
import { asked, findingsDesk, longAnswer } from '../findings/findingsDesk.ts';

const twoEmpty = () => [asked(1, ''), asked(2, longAnswer(1)), asked(3, '')];

test('findings of one rule in several runs begin with the run, shortened where it must be', async (t) => {
  const { run, check, store } = await findingsDesk(t);
  const state = new FindingsState({ store: () => store, settings: () => ({ off: [], severities: {} }) });
  const elements = new FindingElements();
  const name = (size: string) => `responses_Qwen2.5-${size}-Instruct-bad_medical_advice`;
  const one = run(twoEmpty(), { file: { runName: name('14B') } });
  await check();
  const shown = async (): Promise<[string, string][]> => {
    state.reload();
    const drawn = state.draw();
    assert.ok(drawn);
    const [group] = elements.roots(drawn);
    assert.ok(group);
    const rows = await elements.children(drawn, group);
    return rows.map((element) => {
      assert.ok(element.kind === 'finding');
      // Revealing a finding makes its element from below: it must read the same.
      assert.equal(elements.locate(drawn, element.findingId)?.runLabel, element.runLabel);
      const { label, description } = findingFacts(element, () => ({ probe: '', rule: undefined }));
      return [label.replace(/2 answers.*/, '2 answers'), description];
    });
  };
  assert.deepEqual(await shown(), [['2 answers', `${name('14B')} · 2`]]);
  run(twoEmpty(), { file: { runName: name('32B') } });
  await check();
  assert.deepEqual(await shown(), [
    ['…14B-Instruct…dical_advice: 2 answers', `${name('14B')} · 2`],
    ['…32B-Instruct…dical_advice: 2 answers', `${name('32B')} · 2`],
  ]);
  run(twoEmpty(), { file: { runName: 'small' } });
  await check();
  assert.deepEqual((await shown()).at(-1), ['small: 2 answers', '2']);
  const act = { annotator: 'kim', reason: 'known', action: 'dismiss' } as const;
  for (const { findingId, runId } of state.draw()?.all ?? []) {
    if (runId !== one) store.markFinding(findingId, act);
  }
  assert.deepEqual(await shown(), [['2 answers', `${name('14B')} · 2`]]);
});
