import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replayEvents } from '../../../../src/importers/petri/replay.ts';
import { add, edit, outcomeOf, patch, say, type Outcome } from './outcomes.ts';

test('a rollback to a message keeps it, and what was there becomes a branch', () => {
  const events = [
    add('a'),
    add('b'),
    add('c'),
    add('d'),
    edit('rollback', { count: 1, to_id: 'b' }),
    add('e'),
  ];
  assert.deepEqual(outcomeOf(events), {
    own: 'a b e',
    branches: ['target branch 1, rolled back: 0+2 c d'],
    whole: ['a b c d'],
    problems: [],
  });
});

test('a rollback without a message, or to one that isn’t there, drops as many as it says', () => {
  const back = (fields: object): string =>
    outcomeOf([add('a'), add('b'), add('c'), edit('rollback', fields)]).own;
  assert.equal(back({ count: 2 }), 'a');
  assert.equal(back({ count: 2, to_id: null }), 'a');
  assert.equal(back({ count: 1, to_id: 'gone' }), 'a b');
  assert.equal(back({ count: 99 }), '');
  assert.equal(back({ count: -1 }), 'a b c');
});

test('branches begin with the branch that they have most in common with', () => {
  const events = [
    ...['a', 'b', 'c', 'd'].map((id) => add(id)),
    edit('rollback', { count: 1 }),
    add('e'),
    edit('rollback', { count: 3 }),
    add('f'),
  ];
  assert.deepEqual(outcomeOf(events).branches, [
    'target branch 1, rolled back: 0+1 b c d',
    'target branch 2, rolled back: 1+3 e',
  ]);
  assert.deepEqual(outcomeOf(events).whole, ['a b c d', 'a b c e']);
});

test('two rollbacks in a row leave one branch', () => {
  const events = [
    add('a'),
    add('b'),
    add('c'),
    edit('rollback', { count: 1 }),
    edit('rollback', { count: 1 }),
    add('d'),
  ];
  assert.deepEqual(outcomeOf(events).branches, ['target branch 1, rolled back: 0+1 b c']);
});

test('a reset goes on from where its messages are those that were there', () => {
  const reset = (ids: readonly string[]): Outcome =>
    outcomeOf([add('a'), add('b'), edit('reset', { new_messages: ids.map((id) => say(id)) }), add('z')]);
  assert.deepEqual([reset(['a', 'b', 'c']).own, reset(['a', 'b', 'c']).branches], ['a b c z', []]);
  assert.deepEqual(reset(['a', 'x']).branches, ['target branch 1, reset: 0+1 b']);
  assert.deepEqual(reset([]).branches, ['target branch 1, reset: -+0 a b']);
});

test('patches address the list of messages, by from and from_', () => {
  const start = [add('a'), add('b'), add('c')];
  const after = (...changes: readonly object[]): string => outcomeOf([...start, patch(...changes)]).own;
  assert.equal(after({ op: 'replace', path: '/1/content', value: 'B' }), 'a B c');
  assert.equal(after({ op: 'add', path: '/-', value: say('d') }), 'a b c d');
  assert.equal(after({ op: 'add', path: '/0', value: say('d') }), 'd a b c');
  assert.equal(after({ op: 'remove', path: '/0' }, { op: 'remove', path: '/0' }), 'c');
  assert.equal(after({ op: 'move', path: '/0', from: '/2' }), 'c a b');
  assert.equal(after({ op: 'move', path: '/0', from_: '/2' }), 'c a b');
  assert.equal(after({ op: 'copy', path: '/3', from_: '/0', from: null }), 'a b c a');
  assert.equal(after({ op: 'test', path: '/0/content', value: 'a' }, { op: 'remove', path: '/0' }), 'b c');
  assert.equal(after({ op: 'replace', path: '', value: [say('z')] }), 'z');
});

test('a patch that changes what was said makes a branch, one that adds or notes something doesn’t', () => {
  const start = [add('a'), add('b'), add('c')];
  const branches = (...changes: readonly object[]): readonly string[] =>
    outcomeOf([...start, patch(...changes)]).branches;
  assert.deepEqual(branches({ op: 'replace', path: '/1/content', value: 'B' }), [
    'target branch 1, edited: 0+1 b c',
  ]);
  assert.deepEqual(branches({ op: 'add', path: '/3', value: say('d') }), []);
  assert.deepEqual(branches({ op: 'add', path: '/1/metadata', value: { seen: true } }), []);
  const named = edit('json_patch', { patch: [{ op: 'remove', path: '/2' }], name: 'shorter' });
  assert.deepEqual(outcomeOf([...start, named]).branches, ['target branch 1, shorter: 0+2 c']);
});

test('what can’t be done is passed over with its reason, and nothing of it is done', () => {
  const start = [add('a'), add('b')];
  for (const change of [
    { op: 'replace', path: '/7/content', value: 'x' },
    { op: 'add', path: '/9', value: say('x') },
    { op: 'remove', path: '/-1' },
    { op: 'remove', path: '0' },
    { op: 'test', path: '/0/content', value: 'other' },
    { op: 'move', path: '/0/a', from: '/0' },
    { op: 'replace', path: '', value: 'no list' },
    { op: 'add', path: `/0${'/a'.repeat(1000)}`, value: 1 },
    { op: 'explode', path: '/0' },
    { op: 'remove', path: 5 },
  ]) {
    const first = { op: 'replace', path: '/0/content', value: 'CHANGED' };
    const { own, branches, problems } = outcomeOf([...start, patch(first, change)]);
    assert.deepEqual([own, branches, problems.length], ['a b', [], 1], JSON.stringify(change).slice(0, 80));
    assert.match(problems[0] ?? '', /^Event 3 was passed over in the view “target”: .+\.$/);
  }
  for (const event of [
    edit('add', {}),
    edit('reset', {}),
    edit('json_patch', {}),
    edit('rollback', {}),
    edit('leap', {}),
  ]) {
    assert.equal(outcomeOf([...start, event]).problems.length, 1);
  }
  const noise = [
    null,
    5,
    {},
    { type: 'info_event', info: 'x' },
    { type: 'transcript_event', view: 'target' },
  ];
  assert.deepEqual(outcomeOf([...start, ...noise]), { own: 'a b', branches: [], whole: [], problems: [] });
});

test('names such as __proto__ are data, and copies of copies end', () => {
  const polluted = patch(
    { op: 'add', path: '/0/__proto__', value: { role: 'system' } },
    { op: 'add', path: '/0/__proto__/polluted', value: 1 },
    { op: 'add', path: '/0/constructor', value: { prototype: {} } },
  );
  assert.equal(outcomeOf([add('a'), polluted]).own, 'a');
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  const doubling = Array.from({ length: 60 }, (_, at) => ({ op: 'copy', from: '/0', path: `/0/k${at}` }));
  const { own, problems } = outcomeOf([add('a'), patch(...doubling)]);
  assert.deepEqual([own, problems.length], ['a', 1]);
  let deep: unknown = 'x';
  for (let depth = 0; depth < 450; depth++) deep = [deep];
  const deeper = patch(
    { op: 'add', path: '/1', value: { role: 'user', content: deep } },
    ...Array.from({ length: 60 }, () => ({
      op: 'copy',
      from: '/1/content',
      path: `/1/content${'/0'.repeat(90)}`,
    })),
  );
  assert.match(outcomeOf([add('a'), deeper]).problems[0] ?? '', /passed over/);
});

test('each view has its own course; views that are the same as the target aren’t repeated', () => {
  const both = ['target', 'auditor'];
  const events = [
    add('a', both),
    add('b', 'auditor'),
    add('c', both),
    edit('rollback', { count: 1 }, both),
    add('d', 'target'),
    add('e', 'realism'),
    add('j', 'judge'),
  ];
  assert.deepEqual(outcomeOf(events).branches, [
    'target branch 1, rolled back: 0+1 c',
    'auditor final: 0+1 b',
    'auditor branch 1, rolled back: 2+2 c',
    'judge final: -+0 j',
    'realism final: -+0 e',
  ]);
});

test('many events are replayed in time', () => {
  const began = performance.now();
  const events = [
    ...Array.from({ length: 20_000 }, (_, at) => add(String(at))),
    ...Array.from({ length: 20_000 }, () => patch({ op: 'add', path: '/0/metadata', value: {} })),
    ...Array.from({ length: 20_000 }, () => edit('rollback', { count: 0, to_id: 'gone' })),
  ];
  const { problems } = replayEvents(events);
  assert.ok(performance.now() - began < 20_000);
  assert.equal(problems.length, 21);
});
