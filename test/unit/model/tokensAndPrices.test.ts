// Counting tokens and money for estimates.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costOf } from '../../../src/evals/spending.ts';
import { priceOf } from '../../../src/model/prices.ts';
import { loadTokenCounter, roughTokens } from '../../../src/model/tokens.ts';
import { cpuClock } from '../../support/cpuTime.ts';

describe('counting tokens', () => {
  it('gives what the o200k tokenizer gives, and of long texts, which it counts in pieces, within two in a hundred', async () => {
    const counter = await loadTokenCounter();
    assert.equal(counter.count('The quick brown fox jumps over the dog', 'gpt-4o'), 8);
    const sentence = 'The committee met on Tuesday, and nobody remembered the minutes. ';
    const one = counter.count(sentence, 'gpt-4o');
    const many = counter.count(sentence.repeat(200), 'gpt-4o');
    assert.ok(Math.abs(many / (one - 1) / 200 - 1) < 0.02, `${many} for 200 times ${one}`);
  });

  it('takes words that are special to the tokenizer for text', async () => {
    const counter = await loadTokenCounter();
    assert.ok(counter.count('before <|endoftext|> after', 'gpt-4o') > 3);
  });

  it('never stands still, whatever the text', async () => {
    const counter = await loadTokenCounter();
    counter.count('warm', 'gpt-4o');
    const spent = cpuClock();
    for (const text of [
      'a'.repeat(100_000),
      ' '.repeat(100_000),
      '漢字'.repeat(50_000),
      '😀'.repeat(20_000),
    ]) {
      assert.ok(counter.count(text, 'gpt-4o') > 100);
    }
    assert.ok(spent() < 2500, `${spent()} ms`);
  });

  it('says for which models it is an estimate', async () => {
    const counter = await loadTokenCounter();
    const exact = [
      'gpt-4o-mini',
      'gpt-4.1-2025-04-14',
      'openai/gpt-5',
      'o3-mini',
      'ft:gpt-4o-2024-08-06:org::id',
      'openai/gpt-oss-20b',
    ];
    const others = ['gpt-4', 'gpt-3.5-turbo', 'claude-opus-4', 'Qwen/Qwen3-32B', 'llama-3-70b', 'mo3-model'];
    assert.deepEqual(
      exact.filter((model) => counter.isEstimate(model)),
      [],
    );
    assert.deepEqual(
      others.filter((model) => !counter.isEstimate(model)),
      [],
    );
  });

  it('falls back on characters when the tokenizer is not there', async () => {
    const counter = await loadTokenCounter(() => Promise.reject(new Error('gone')));
    assert.equal(counter.count('12345678', 'gpt-4o'), 2);
    assert.equal(counter.isEstimate('gpt-4o'), true);
    assert.equal(roughTokens('漢字漢字'), 3);
  });
});

describe('the cost of a call', () => {
  const endpoint = { prices: { dear: { input: 3, output: 15 }, '*': { input: 1, output: 2 } } };

  it('is tokens by their prices for a million', () => {
    const usage = { promptTokens: 1000, completionTokens: 200 };
    const cost = (model: string) => costOf(priceOf(endpoint, model) ?? assert.fail(), usage);
    assert.equal(cost('dear'), 0.006);
    assert.equal(cost('other'), 0.0014);
  });

  it('is unknown, not nothing, where no price is set', () => {
    assert.equal(priceOf({}, 'dear'), undefined);
    assert.equal(priceOf({ prices: { dear: { input: 1, output: 1 } } }, 'toString'), undefined);
  });
});
