/** Writes docs/findings.md's list of rules anew from the registry. `node scripts/findingsDocument.ts` */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesInWords, RULES_END, RULES_START } from '../test/support/findingsDocument.ts';

const path = join(import.meta.dirname, '../docs/findings.md');
const text = readFileSync(path, 'utf8');
const [before = '', rest = ''] = text.split(RULES_START);
const after = rest.split(RULES_END)[1] ?? '';
writeFileSync(path, `${before}${RULES_START}\n\n${rulesInWords()}\n\n${RULES_END}${after}`);
