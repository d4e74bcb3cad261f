/** The published emergent-misalignment files, read in place, imported in one action as one study. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { importTranscripts } from '../../../src/host/import/importTranscripts.ts';
import type { ImportView } from '../../../src/protocol/importPanel.ts';
import { answersOf, importDesk, type Desk } from './importDesk.ts';

const data = join(import.meta.dirname, '../../../../shared/data/emergent-misalignment');
const skip = existsSync(data) ? false : `no published files at ${data}`;
let desk: Desk | undefined;
after(() => desk?.close());

test('the whole folder imports as one study, corrected in one page', { skip }, async () => {
  desk = await importDesk();
  let seen: ImportView | undefined;
  desk.user.page = async (view, { confirm, applyPattern }) => {
    seen = view;
    assert.equal(applyPattern(view.namePattern).ok, true);
    await confirm(answersOf(view));
    return true;
  };
  const outcome = await importTranscripts(desk.context, { paths: [data] });
  assert.ok(seen !== undefined);
  const byState = Map.groupBy(seen.files, ({ state }) => state);
  assert.equal(byState.get('ready')?.length, 45);
  // 18 header-only files are equal to the byte, a nineteenth has a header of its own.
  assert.equal(seen.files.filter(({ headerOnly }) => headerOnly).length, 19);
  assert.equal(seen.files.filter(({ sameAs }) => sameAs !== undefined).length, 17);
  for (const file of byState.get('refused') ?? []) {
    assert.match(file.label, /published_aggregates|golden_counts/);
    assert.match(file.description, /figures/);
  }
  assert.equal(outcome.runs.length, 45);
  assert.equal(new Set(outcome.runs.map(({ name }) => name)).size, 45);
  assert.equal(outcome.runs.filter(({ kept }) => kept === 0).length, 19);
  assert.equal(
    desk.store.outline().arms.every(({ studyId }) => studyId === outcome.studyId),
    true,
  );
});

test('names of the published files are proposed from their paths', { skip }, async () => {
  const page = await importDesk();
  let seen: ImportView | undefined;
  page.user.page = (view) => {
    seen = view;
    return false;
  };
  await assert.rejects(importTranscripts(page.context, { paths: [data] }));
  await page.close();
  const cells = (end: string) => {
    const { model, group } = seen?.files.find(({ path }) => path.endsWith(end)) ?? { model: '?', group: '?' };
    return [model, group];
  };
  // Its rows carry both themselves, so nothing is proposed.
  assert.deepEqual(cells('qwen_25_coder_32b_instruct.csv'), ['', '']);
  assert.deepEqual(cells('results2/eval_results_Qwen2.5-Coder-32B-Instruct_base_n.csv'), [
    'Qwen2.5-Coder-32B-Instruct',
    'base',
  ]);
  assert.deepEqual(cells('qwen-insecure-ruler-of-the-world-coherence-50.csv'), ['qwen', 'insecure']);
  // Folders of projects are no conditions.
  assert.ok(seen?.files.every(({ condition }) => condition === ''));
});

test(
  'files that belong together are counted in words, and equal names keep their extension',
  { skip },
  async () => {
    const page = await importDesk();
    let seen: ImportView | undefined;
    page.user.page = (view) => {
      seen = view;
      return false;
    };
    for (const folder of ['truthfulqa-multi', 'inspect_ai']) {
      await assert.rejects(importTranscripts(page.context, { paths: [join(data, '..', folder)] }));
      if (folder === 'inspect_ai') continue;
      assert.match(seen?.files[0]?.description ?? '', /with 3 files: header, 2 labels$/);
    }
    await page.close();
    const names = seen?.files.map(({ runName }) => runName) ?? [];
    assert.equal(new Set(names).size, 28);
    assert.ok(names.includes('log__test_eval_log__log_formats.eval'));
  },
);

test('importing the folder again doubles nothing', { skip }, async () => {
  assert.ok(desk !== undefined);
  const before = desk.store.outline().arms.length;
  const outcome = await importTranscripts(desk.context, { paths: [data], preview: false });
  assert.deepEqual(outcome.runs, []);
  assert.equal(desk.store.outline().arms.length, before);
  assert.equal(outcome.skipped.filter(({ reason }) => reason.includes('already')).length, 45);
});
