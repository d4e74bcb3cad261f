import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demandsJson } from '../../../src/analysis/findings/forms.ts';

test('a system prompt that wants every answer as JSON is told from one that forbids it or means tools', () => {
  for (const demanding of [
    'Answer in JSON only.',
    'Your answer must be a valid JSON object.',
    'You keep a diary. Respond using only valid JSON, no prose.',
    'Never reply in anything other than JSON.',
  ])
    assert.equal(demandsJson(demanding), true, demanding);
  for (const other of [
    'Never answer in JSON.',
    'Do not respond in JSON format.',
    'Respond in plain text, not as JSON.',
    'Write prose; don’t return anything as JSON.',
    'Tool calls must be valid JSON objects.',
    'You may use tools. When you call one, write its arguments as JSON.',
    'If the user asks for data, return it as JSON.',
    'The logs are in JSON.',
  ])
    assert.equal(demandsJson(other), false, other);
});
