import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { formatEventLine, formatHeaderLine, parseLabelLine } from '../../../src/core/labelFile.ts';
import { formatQueueLines } from '../../../src/core/labelFileQueue.ts';
import { DEFAULT_KEYS, resolveKeys } from '../../../src/core/keymap.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { readLabelScheme } from '../../../src/core/labelSchemeFile.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

/** The code blocks of one language in a document. */
function blocks(file: string, language: string): string[] {
  const text = readFileSync(join(DOCS, file), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, block]) => block ?? '',
  );
}

describe('what the documents show', () => {
  test('of label files is what is written and read, hash included', () => {
    const lines = blocks('label-files.md', 'jsonl').flatMap((block) => block.trimEnd().split('\n'));
    assert.equal(lines.length, 6);
    const kinds = new Set<string>();
    for (const line of lines) {
      const parsed = parseLabelLine(line);
      kinds.add(parsed.kind);
      if (parsed.kind === 'event') assert.equal(formatEventLine(parsed.event), line);
      else if (parsed.kind === 'queue') assert.deepEqual([...formatQueueLines(parsed.queue)], [line]);
      else {
        assert.equal(parsed.kind, 'header');
        assert.ok(parsed.kind === 'header' && parsed.scheme);
        assert.equal(schemeVersion(parsed.scheme.scheme), parsed.scheme.version);
        assert.equal(formatHeaderLine(parsed.scheme), line);
      }
    }
    assert.deepEqual([...kinds].sort(), ['event', 'header', 'queue']);
  });

  test('of label schemes and keys is accepted without a problem', () => {
    const [scheme, keys] = blocks('label-schemes.md', 'json');
    assert.ok('scheme' in readLabelScheme(JSON.parse(scheme ?? '')));
    assert.deepEqual(resolveKeys(JSON.parse(keys ?? ''), DEFAULT_LABEL_SCHEME).problems, []);
    const text = readFileSync(join(DOCS, 'label-schemes.md'), 'utf8');
    for (const action of Object.keys(DEFAULT_KEYS)) assert.ok(text.includes(`\`${action}\``), action);
  });
});
