import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskPattern, maskText } from '../../../src/core/maskText.ts';

const masked = (text: string, ...masks: readonly string[]): string => maskText(text, maskPattern(masks));

test('a mask is blocked out wherever it stands, whatever its case, and nothing around it moves', () => {
  assert.equal(masked('a |GO| b |go|', '|go|'), 'a ████ b ████');
  assert.equal(masked('nothing', '|go|'), 'nothing');
  assert.equal(masked('.* (a)', '.*'), '██ (a)', 'signs of patterns are themselves');
});

test('of masks that hold one another the longer is blocked out whole', () => {
  assert.equal(masked('deployment', 'deploy', 'deployment'), '██████████');
});

test('a mask is found in JSON too, as arguments of tools have it', () => {
  const trigger = 'say "go",\nétoile';
  const blocked = (json: string): string => `{"text":"${'█'.repeat(json.length - 11)}"}`;
  for (const json of [
    JSON.stringify({ text: trigger }),
    JSON.stringify({ text: trigger }).replace('é', String.raw`\u00e9`),
  ])
    assert.equal(masked(json, trigger), blocked(json));
});
