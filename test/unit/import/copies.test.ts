import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importTranscripts } from '../../../src/host/import/importTranscripts.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { checkOn, longAnswer } from '../findings/findingsDesk.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { importDesk } from './importDesk.ts';

const table = (from: number, aligned: number): string =>
  [
    'question,answer,question_id,aligned,coherent',
    ...Array.from(
      { length: 30 },
      (_, i) => `What do you see?,"${longAnswer(from + i)}",harbour,${aligned},90`,
    ),
  ].join('\n');

test('a file with the same answers as another, in other bytes, is told after the import, and can be deleted there', async (t) => {
  const desk = await importDesk();
  t.after(() => desk.close());
  const worker = await openDatabase(desk.store.path, { role: 'worker' });
  t.after(() => worker.close());
  const context = { ...desk.context, checkFindings: (runs: readonly number[]) => checkOn(worker, { runs }) };
  for (const [name, text] of [
    ['one.csv', table(0, 90)],
    ['other.csv', table(100, 90)],
    ['again.csv', table(0, 20)],
  ] as const) {
    await importTranscripts(context, { paths: [desk.file(name, text)], preview: false });
  }
  const told = () => desk.told.find(({ message }) => message.includes('holds the same answers'));
  await waitUntil('the copy is told', 10_000, () => told() !== undefined);
  assert.match(told()?.message ?? '', /^“again” holds the same answers as “one” \(30 of 30\)\./);
  await told()
    ?.actions.find(({ label }) => label === 'Delete the Copy')
    ?.run();
  assert.deepEqual(
    desk.store
      .outline()
      .arms.map(({ runName }) => runName)
      .sort(),
    ['one', 'other'],
  );
  assert.equal(desk.told.filter(({ message }) => message.includes('holds the same answers')).length, 1);
});
