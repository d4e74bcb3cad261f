import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lazily } from '../../../src/host/lazily.ts';

test('a part is made once, for all who ask for it, and is then at hand', async () => {
  let made = 0;
  const part = lazily(async () => Promise.resolve({ number: ++made }));
  assert.equal(part.made, undefined);
  const [first, second] = await Promise.all([part(), part()]);
  assert.equal(first, second);
  assert.equal(part.made, first);
  assert.equal(await part(), first);
  assert.equal(made, 1);
});

test('what could not be made is tried again when it is asked for again', async () => {
  let tries = 0;
  const part = lazily(async () => {
    if (++tries === 1) throw new Error('not now');
    return Promise.resolve('here');
  });
  await assert.rejects(part(), /not now/);
  assert.equal(part.made, undefined);
  assert.equal(await part(), 'here');
});
