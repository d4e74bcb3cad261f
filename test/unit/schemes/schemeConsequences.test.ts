import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LabelScheme } from '../../../src/core/labelScheme.ts';
import type { SchemeUse } from '../../../src/storage/labels/schemeUse.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { MEMORY, request, rig, saved } from './schemeDeskRig.ts';

describe('what an edit means for labels', () => {
  const use = (scheme: LabelScheme, fields: Partial<SchemeUse> = {}): SchemeUse => ({
    name: scheme.name,
    version: schemeVersion(scheme),
    scheme,
    labels: 312,
    byAnswer: { yes: 12, no: 300 },
    annotators: 2,
    firstUsed: '2026-01-31T12:00:00.000Z',
    ...fields,
  });

  test('is said before it is saved: old labels keep their version and their roles', async () => {
    const desk = rig();
    const id = await desk.put('memory.json', MEMORY);
    desk.uses = [use(MEMORY)];
    const { fields } = await request(desk, id);
    const untouched = await desk.desk.check(id, fields);
    assert.deepEqual([untouched.changes, untouched.consequences], [[], []]);
    const answers = fields.answers.map((each) => (each.id === 'no' ? { ...each, role: 'excluded' } : each));
    const checked = await desk.desk.check(id, { ...fields, answers });
    const old = schemeVersion(MEMORY).slice(0, 8);
    assert.deepEqual(checked.changes, ['“no” is excluded instead of negative']);
    assert.deepEqual(checked.consequences.slice(0, 2), [
      `312 labels by 2 people were given under version ${old}; they keep it.`,
      '300 of them say “no” and go on counting as negative; from now on it is excluded.',
    ]);
    assert.match(checked.consequences[2] ?? '', /^Labels from now on are of the new version [0-9a-f]{8}\.$/);
    assert.deepEqual(
      checked.versions.map(({ version, state, labels, firstUsed }) => ({
        version,
        state,
        labels,
        firstUsed,
      })),
      [
        { version: old, state: 'saved', labels: 312, firstUsed: '2026-01-31' },
        { version: checked.versions[1]?.version, state: 'now', labels: 0, firstUsed: '' },
      ],
    );
    assert.deepEqual(checked.versions[1]?.changes, checked.changes);
    assert.deepEqual(checked.versions[0]?.answers[1], { name: 'no', role: 'negative', labels: 300 });
    const outcome = saved(
      await desk.desk.save({ ...(await request(desk, id)), fields: { ...fields, answers } }),
    );
    assert.match(outcome.message, /^Saved in .*312 labels by 2 people were given under version/);
  });

  test('is said of an answer that is removed, and of one version that comes back', async () => {
    const desk = rig();
    const third = { id: 'eh', key: '3', name: 'eh', role: 'undecided', description: '' } as const;
    const wide = { ...MEMORY, answers: [...MEMORY.answers, third] };
    const id = await desk.put('memory.json', wide);
    desk.uses = [
      use(MEMORY, { labels: 1, byAnswer: { yes: 1 }, annotators: 1 }),
      use(wide, { labels: 2, byAnswer: { eh: 2 }, annotators: 1, firstUsed: '2026-02-01T12:00:00.000Z' }),
    ];
    const { fields } = await request(desk, id);
    const { consequences } = await desk.desk.check(id, {
      ...fields,
      answers: fields.answers.filter((each) => each.id !== 'eh'),
    });
    assert.match(
      consequences.join(' '),
      /2 of them say “eh” and go on counting as undecided; the answer can’t/,
    );
    assert.match(
      consequences.join(' '),
      /are of version [0-9a-f]{8} again, under which there is 1 label already/,
    );
  });

  test('is nothing where only a key differs, or nothing was labelled', async () => {
    const desk = rig();
    const id = await desk.put('memory.json', MEMORY);
    const { fields } = await request(desk, id);
    const renamed = {
      ...fields,
      answers: fields.answers.map((each) => ({ ...each, name: `${each.name}!` })),
    };
    assert.deepEqual((await desk.desk.check(id, renamed)).consequences, []);
    desk.uses = [use(MEMORY)];
    const keys = {
      ...fields,
      answers: fields.answers.map((each) => ({ ...each, key: `${each.id[0] ?? ''}` })),
    };
    assert.deepEqual((await desk.desk.check(id, keys)).consequences, []);
  });

  test('names the reader’s reasons while it can’t be used', async () => {
    const desk = rig();
    const { fields } = await request(desk, null);
    const { problems } = await desk.desk.check(null, { ...fields, name: '' });
    assert.deepEqual(problems, ['A label scheme needs a name of 1 to 80 characters.']);
  });
});

describe('labelling', () => {
  test('goes on with a scheme under its new name', async () => {
    const desk = rig();
    const id = await desk.put('memory.json', MEMORY);
    desk.settings.main = MEMORY.name;
    const wish = await request(desk, id);
    saved(await desk.desk.save({ ...wish, fields: { ...wish.fields, name: 'memory' } }));
    assert.equal(desk.settings.main, 'memory');
    assert.deepEqual(await desk.files(), ['memory.json']);
  });

  test('begins with a scheme as the main one, or besides where it has a question of its own', async () => {
    const desk = rig([MEMORY, { ...MEMORY, name: 'other', metric: 'memory' }]);
    const main = await desk.desk.use('setting:0');
    assert.equal(main.schemes.find(({ id }) => id === 'setting:0')?.use, 'main');
    const also = await desk.desk.use('setting:1');
    assert.equal(also.schemes.find(({ id }) => id === 'setting:1')?.use, 'also');
  });

  test('leaves alone what can’t be used, which says why', async () => {
    const desk = rig();
    const id = await desk.put('half.json', '{ half');
    const [, entry] = (await desk.desk.view()).schemes;
    assert.match(entry?.problems.join() ?? '', /not JSON/);
    await assert.rejects(desk.desk.use(id), /can’t be used yet/);
    await assert.rejects(desk.desk.use('file:/etc/passwd'), /is gone/);
  });
});
