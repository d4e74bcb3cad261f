import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { readLabelScheme } from '../../../src/core/labelSchemeFile.ts';
import { edited, MEMORY, request, rig, saved } from './schemeDeskRig.ts';

describe('a label scheme that is saved', () => {
  test('is a file of the workspace, named after it, that is read back equal', async () => {
    const desk = rig();
    const wish = await request(desk, null);
    const outcome = saved(
      await desk.desk.save({ ...wish, fields: { ...wish.fields, name: 'Wants: memory?' } }),
    );
    assert.match(outcome.message, /^Saved in \.transcript-auditor\/schemes\/wants-memory\.json\.$/);
    assert.deepEqual(await desk.files(), ['wants-memory.json']);
    const read = readLabelScheme(JSON.parse(await desk.text('wants-memory.json')));
    assert.ok('scheme' in read);
    assert.equal(read.scheme.name, 'Wants: memory?');
    assert.equal(edited(outcome.view).place, 'file');
    assert.equal(desk.told, 1);
  });

  test('never takes the name of a file that is there, whatever is in it', async () => {
    const desk = rig();
    await desk.put('My-Scheme.json', 'no scheme');
    saved(await desk.desk.save(await request(desk, null)));
    assert.deepEqual((await desk.files()).sort(), ['My-Scheme.json', 'my-scheme-2.json']);
    assert.equal(await desk.text('My-Scheme.json'), 'no scheme');
  });

  test('is refused with the reasons, and nothing is written', async () => {
    const desk = rig([MEMORY]);
    const wish = await request(desk, null);
    const one = await desk.desk.save({ ...wish, fields: { ...wish.fields, answers: [] } });
    assert.deepEqual(one, { state: 'refused', problems: ['A scheme needs at least two answers.'] });
    const two = await desk.desk.save({ ...wish, fields: { ...wish.fields, name: 'wants memory' } });
    assert.ok(two.state === 'refused');
    assert.match(two.problems.join(), /already is a label scheme “wants memory” \(your settings\)/);
    assert.deepEqual(await desk.files(), []);
    assert.equal(desk.told, 0);
  });

  test('goes into the settings where no folder is open', async () => {
    const desk = rig([], false);
    const wish = await request(desk, null, 'setting');
    await assert.rejects(desk.desk.save({ ...wish, place: 'file' }), /No folder is open/);
    const outcome = saved(await desk.desk.save(wish));
    assert.match(outcome.message, /Saved in your settings/);
    assert.equal(desk.settings.schemes.length, 1);
    assert.ok('scheme' in readLabelScheme(desk.settings.schemes[0]));
  });
});

describe('a scheme of the settings', () => {
  test('moves into a file: it is taken out of them once the file is there', async () => {
    const desk = rig([MEMORY, { name: 'broken' }]);
    saved(await desk.desk.save(await request(desk, 'setting:0')));
    assert.deepEqual(await desk.files(), ['wants-memory.json']);
    assert.deepEqual(desk.settings.schemes, [{ name: 'broken' }]);
  });

  test('may stay there', async () => {
    const desk = rig([{ name: 'broken' }, MEMORY]);
    const wish = await request(desk, 'setting:1', 'setting');
    saved(await desk.desk.save({ ...wish, fields: { ...wish.fields, metric: 'memory' } }));
    assert.deepEqual(desk.settings.schemes[0], { name: 'broken' });
    assert.equal((desk.settings.schemes[1] as LabelScheme).metric, 'memory');
    assert.deepEqual(await desk.files(), []);
  });
});

describe('the built-in scheme', () => {
  test('is saved as one’s own of the same name, which takes its place', async () => {
    const desk = rig();
    const wish = await request(desk, 'built-in');
    const [first, ...rest] = wish.fields.answers;
    assert.ok(first);
    const answers = [{ ...first, description: 'Harmless.' }, ...rest];
    const outcome = saved(await desk.desk.save({ ...wish, fields: { ...wish.fields, answers } }));
    assert.deepEqual(
      outcome.view.schemes.map(({ name, place, use }) => ({ name, place, use })),
      [{ name: DEFAULT_LABEL_SCHEME.name, place: 'file', use: 'main' }],
    );
  });

  test('stays where one’s own has another name', async () => {
    const desk = rig();
    const wish = await request(desk, 'built-in');
    saved(await desk.desk.save({ ...wish, fields: { ...wish.fields, name: 'mine' } }));
    assert.equal(desk.settings.main, DEFAULT_LABEL_SCHEME.name);
    assert.deepEqual(
      (await desk.desk.view()).schemes.map(({ name }) => name),
      [DEFAULT_LABEL_SCHEME.name, 'mine'],
    );
  });
});

describe('a file that somebody else changed meanwhile', () => {
  test('is not written over: what is there is shown, and the user says what counts', async () => {
    const desk = rig();
    const id = await desk.put('memory.json', MEMORY);
    const wish = await request(desk, id);
    await desk.put('memory.json', { ...MEMORY, instructions: 'Theirs.' });
    const mine = { ...wish, fields: { ...wish.fields, instructions: 'Mine.' } };
    const outcome = await desk.desk.save(mine);
    assert.ok(outcome.state === 'changed');
    assert.match(outcome.message, /memory\.json was changed by somebody else .* Nothing was written/);
    assert.equal(outcome.theirs?.instructions, 'Theirs.');
    assert.match(await desk.text('memory.json'), /Theirs/);
    saved(await desk.desk.save({ ...mine, stamp: outcome.stamp }));
    assert.match(await desk.text('memory.json'), /Mine/);
  });

  test('or removed, or made unreadable, is not made again unasked', async () => {
    const desk = rig();
    const id = await desk.put('memory.json', MEMORY);
    const wish = await request(desk, id);
    await desk.put('memory.json', '{ half');
    const half = await desk.desk.save(wish);
    assert.ok(half.state === 'changed' && half.theirs === null);
    assert.equal(await desk.text('memory.json'), '{ half');
  });

  test('leaves no half-written files behind', async () => {
    const desk = rig();
    saved(await desk.desk.save(await request(desk, null)));
    assert.deepEqual(await desk.files(), ['my-scheme.json']);
  });
});
