import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LONGEST_INSTRUCTIONS } from '../../../src/core/labelScheme.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const read = (path: string): unknown => JSON.parse(readFileSync(join(REPOSITORY, path), 'utf8'));

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly items?: object }>> };
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

test('scheme files are completed and checked in the editor as those of the settings are', () => {
  const { contributes } = read('package.json') as Manifest;
  const rule = contributes.jsonValidation.find(({ fileMatch }) => fileMatch.includes('schemes'));
  assert.equal(rule?.fileMatch, '.transcript-auditor/schemes/*.json');
  const { $schema: _, title: __, ...schema } = read(rule.url) as Record<string, unknown>;
  const { configuration } = contributes;
  const all = (
    Array.isArray(configuration) ? configuration : [configuration]
  ) as Manifest['contributes']['configuration'][];
  const setting = all.find(({ properties }) => 'transcriptAuditor.labelSchemes' in properties);
  assert.deepEqual(setting?.properties['transcriptAuditor.labelSchemes']?.items, schema);
  const { properties } = schema as { properties: Record<string, { maxLength?: number }> };
  assert.deepEqual(Object.keys(properties), ['name', 'metric', 'instructions', 'answers', 'scores']);
  assert.equal(properties['instructions']?.maxLength, LONGEST_INSTRUCTIONS);
});
