// Spoils files in every way that comes to mind and imports them: `npm run test:fuzz`.
//
//   TA_FUZZ=200000      how many inputs
//   TA_FUZZ_SEED=0      the first one's seed: an input belongs to its seed, so a run goes on where another ended
//   TA_FUZZ_CHILDREN=1  processes at once; by default one less than the machine has cores
import { availableParallelism } from 'node:os';
import { runFuzzer } from '../test/support/fuzz/fuzzParent.ts';
import { EXTREMES } from '../test/support/fuzz/extremes.ts';
import { FuzzTally } from '../test/support/fuzz/fuzzTally.ts';

const SAY_EVERY_MS = 30_000;

const count = Number(process.env['TA_FUZZ'] ?? 200_000);
const first = Number(process.env['TA_FUZZ_SEED'] ?? -EXTREMES.length);
const children = Number(process.env['TA_FUZZ_CHILDREN'] ?? Math.max(1, availableParallelism() - 1));

const tally = new FuzzTally(({ seed, words, about }) => console.log(`seed ${seed} (${about}): ${words}`));
const began = performance.now();
const timer = setInterval(() => {
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${tally.inputs} inputs, ${(tally.inputs / seconds).toFixed(0)} a second, ${tally.findings.length} findings`,
  );
}, SAY_EVERY_MS);
// What was found so far is said also when it is stopped.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    sayAll();
    process.exit(1);
  });
}
await runFuzzer({ first, count: count + Math.max(0, -first), children }, tally);
clearInterval(timer);
sayAll();
process.exitCode = tally.findings.length === 0 ? 0 : 1;

function sayAll(): void {
  const minutes = (performance.now() - began) / 60_000;
  console.log(`\n${tally.table()}\n\n${tally.inputs} inputs in ${minutes.toFixed(1)} minutes`);
}
