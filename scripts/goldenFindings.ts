/**
 * Writes test/golden/findings.json anew from the public data: look at every change for truth before committing it.
 * `node scripts/goldenFindings.ts [folder of the data]`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenFindings } from '../test/support/goldenFindings.ts';
import { GOLDEN_FOLDERS } from '../test/support/goldenFolders.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../shared/data');
const golden = await goldenFindings(folder, GOLDEN_FOLDERS);
writeFileSync(
  join(import.meta.dirname, '../test/golden/findings.json'),
  `${JSON.stringify(golden, null, 2)}\n`,
);
