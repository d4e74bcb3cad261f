// What VS Code loads when it activates the extension stays small, whatever the extension learns to do.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nodeBundle } from '../../scripts/bundleOptions.js';
import { nativeTarget } from '../../scripts/nativeTarget.js';
import { splitInMemory } from '../../scripts/splitHost.js';

/**
 * Activation has 60 ms, on a laptop as on a server, and each 100 kB of what it loads take about 10 of them to compile and
 * to run. Far below that, so that nobody notices how much the extension can do.
 */
const MOST_BYTES = 150_000;

describe('what activation loads', () => {
  it(`is one file of at most ${MOST_BYTES / 1_000} kB`, async () => {
    const { activation, weights } = await splitInMemory(nodeBundle(true, nativeTarget()));
    const heaviest = weights
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, 15)
      .map(([file, bytes]) => `  ${bytes} ${file}`)
      .join('\n');
    const bytes = Buffer.byteLength(activation);
    assert.ok(
      bytes <= MOST_BYTES,
      `Activation loads ${bytes} bytes. Put what it can do without behind an import(), as src/host/lazily.ts tells; an ` +
        `import from src/host/compose/composeHost.ts on leads there. The heaviest:\n${heaviest}`,
    );
  });

  it('has no module a second time: what parts share with it they take from there', async () => {
    const { activation, parts } = await splitInMemory(nodeBundle(false, nativeTarget()));
    const all = [activation, ...Object.values(parts)];
    assert.ok(all.length > 4, 'the extension has parts');
    for (const name of ['AuditError', 'Session', 'TranscriptPanels', 'LabelDesk']) {
      const made = all.flatMap((text) => [...text.matchAll(new RegExp(`\\b${name} = class\\b`, 'g'))]);
      assert.equal(made.length, 1, name);
    }
  });

  it('leaves SQLite and what commands do to their first use', async () => {
    const { weights } = await splitInMemory(nodeBundle(true, nativeTarget()));
    const late = /better-sqlite3|^src\/storage\/migrations|commandTable\.ts$/;
    assert.deepEqual(
      weights.filter(([file]) => late.test(file)),
      [],
    );
  });
});
