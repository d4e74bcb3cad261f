// The rules' own words stand in one place; the page, the settings and the database's names follow.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { globSync } from 'node:fs';
import { test } from 'node:test';
import { findingRules } from '../../../src/analysis/findings/registry.ts';
import { readRuleSettings } from '../../../src/host/findings/ruleSettings.ts';
import { ruleProperties, rulesInWords, RULES_END, RULES_START } from '../../support/findingsDocument.ts';

const ROOT = join(import.meta.dirname, '../../..');

test('docs/findings.md describes every rule in its own words', () => {
  const text = readFileSync(join(ROOT, 'docs/findings.md'), 'utf8');
  const written = text.split(RULES_START)[1]?.split(RULES_END)[0]?.trim();
  assert.equal(written, rulesInWords(), 'run `node scripts/findingsDocument.ts`');
});

test('every rule can be turned off in the settings, which describe it in its own words', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly contributes: {
      readonly configuration: {
        readonly properties: Readonly<Record<string, { readonly properties?: unknown }>>;
      };
    };
  };
  const setting = manifest.contributes.configuration.properties['transcriptAuditor.findings.rules'];
  assert.deepEqual(setting?.properties, ruleProperties());
});

test('every rule is a file of its name, registered once, with all its words', () => {
  const files = globSync('src/analysis/findings/rules/*.ts', { cwd: ROOT }).map((file) =>
    basename(file, '.ts'),
  );
  assert.deepEqual(findingRules.map(({ text }) => text.id).sort(), files.sort());
  for (const { text } of findingRules) {
    for (const words of [text.title, text.looksFor, text.whyItMatters, text.source])
      assert.ok(words.length > 10, text.id);
    assert.ok(Number.isInteger(text.version) && text.version >= 1);
  }
});

test('settings that can’t be understood are as if they weren’t there', () => {
  assert.deepEqual(
    readRuleSettings({ thinkTags: 'off', emptyAnswers: 'note', nothing: 7, mixedJudges: 'gone' }),
    {
      off: ['thinkTags'],
      severities: { emptyAnswers: 'note' },
    },
  );
  for (const value of [undefined, null, 'off', []])
    assert.deepEqual(readRuleSettings(value), { off: [], severities: {} });
});
