// What is bundled is named with its licence: the file in the repository is that of a build of today.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bundledPackages, notices, NOTICES } from '../../scripts/thirdPartyNotices.js';
import { REPOSITORY } from './importGraph.ts';

describe('the notices of third parties', { timeout: 180_000 }, () => {
  it('name every package that a production build bundles, with its licence', () => {
    const kept = readFileSync(join(REPOSITORY, NOTICES), 'utf8');
    const fresh = notices();
    // In one piece: a difference between texts of this size would be printed for minutes.
    assert.ok(kept === fresh, `${NOTICES} isn’t in step with what is bundled: run “npm run notices”`);
    for (const name of ['better-sqlite3', '@resvg/resvg-wasm', 'openai', 'preact']) {
      assert.match(kept, new RegExp(`^${name} \\d`, 'm'));
    }
    assert.match(kept, /SIL OPEN FONT LICENSE/);
    assert.match(kept, /Mozilla Public License, version 2\.0/);
  });

  it('leave out what only helps building, and know packages inside of packages', () => {
    const some = { bytesInOutput: 1 };
    const found = bundledPackages([
      {
        'src/a.ts': some,
        'node_modules/a/node_modules/@b/c/index.js': some,
        'node_modules/a/x.js': { bytesInOutput: 0 },
        '../../node_modules/d/e.js': some,
      },
    ]);
    assert.deepEqual(found, ['../../node_modules/d', 'node_modules/a/node_modules/@b/c']);
  });
});
