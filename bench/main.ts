/**
 * Measures what the product promises and prints one JSON line a figure.
 *
 *   npm run bench [-- --only NAME] [-- --quick]
 */
import { auditMillion } from './auditMillion.ts';
import type { Bench } from './figure.ts';
import { evalJudgedVsIdeal, evalMemory, evalVsIdeal } from './evalVsIdeal.ts';
import { importMillion } from './importMillion.ts';
import { importVsPlainInsert } from './importVsPlainInsert.ts';
import { inVsCode } from './inVsCode.ts';
import { labelSave } from './labelSave.ts';
import { nextTranscript } from './nextTranscript.ts';
import { openEvalLog } from './openEvalLog.ts';
import { treePage } from './treePage.ts';

const benches: readonly Bench[] = [
  ...inVsCode,
  nextTranscript,
  importVsPlainInsert,
  importMillion,
  openEvalLog,
  labelSave,
  treePage,
  auditMillion,
  evalVsIdeal,
  evalJudgedVsIdeal,
  evalMemory,
];

const quick = process.argv.includes('--quick');
const at = process.argv.indexOf('--only');
const only = at === -1 ? undefined : process.argv[at + 1];
const chosen = benches.filter(({ name }) => only === undefined || name === only);
if (chosen.length === 0) {
  console.error(`There is no figure “${only}”. Known are ${benches.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 2;
}
for (const bench of chosen) {
  for await (const figure of bench.run({ quick }))
    console.log(JSON.stringify({ ...figure, ...(quick ? { quick } : {}) }));
}
