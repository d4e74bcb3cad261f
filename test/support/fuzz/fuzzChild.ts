/** Runs inputs one after the other in a process that may hang, crash or be killed; its parent watches it. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXTREMES } from './extremes.ts';
import { loadCorpus, type Corpus } from './corpus.ts';
import type { ChildMessage } from './fuzzReport.ts';
import { makeInput } from './makeInput.ts';
import { CANARY } from './readInput.ts';
import { removeInput, runInput, runPath, type RunInput } from './runInput.ts';
import { LINKS_EACH, SpareLinks } from './spareLinks.ts';
import { storeInputs } from './storeInputs.ts';

/** One input of so many goes into a database, so many at a time, and so many times before a new one is begun. */
const STORED_OF = 12;
const STORED_AT_ONCE = 16;
const STORED_IN_ONE = 6;
/** Of the process’s own. */
const FILES_ALLOWED = 8;

const [folder = '', first = '0', count = '0'] = process.argv.slice(2);

class Child {
  readonly #inputs = join(folder, 'inputs');
  readonly #links = new SpareLinks(join(folder, 'links'), LINKS_EACH);
  #kept: RunInput[] = [];
  #stored = 0;

  async run(from: number, to: number): Promise<void> {
    mkdirSync(this.#inputs);
    writeFileSync(join(this.#inputs, 'canary.txt'), CANARY);
    writeFileSync(join(this.#inputs, 'canary.json'), JSON.stringify({ question: CANARY, answer: CANARY }));
    const corpus = await loadCorpus();
    const before = openFiles();
    for (let seed = from; seed < to; seed++) await this.#input(corpus, seed);
    await this.#store();
    const left = openFiles() - before;
    if (left > FILES_ALLOWED) throw new Error(`${left} files were left open`);
    tell({ kind: 'end' });
  }

  async #input(corpus: Corpus, seed: number): Promise<void> {
    if (seed < 0) {
      await this.#extreme(seed);
      return;
    }
    const input = makeInput(corpus, seed);
    tell({ kind: 'begin', seed, what: 'input', about: `${input.sample}, ${input.done.join(' + ')}` });
    const run = await runInput(input, seed, this.#inputs, this.#links);
    tell({ kind: 'input', report: run.report });
    const isStored = run.openings.length > 0 && run.report.milliseconds < 500 && seed % STORED_OF === 0;
    if (isStored) this.#kept.push(run);
    else removeInput(run);
    if (this.#kept.length >= STORED_AT_ONCE) await this.#store();
  }

  async #extreme(seed: number): Promise<void> {
    const extreme = EXTREMES[-1 - seed];
    if (extreme === undefined) return;
    const own = join(this.#inputs, `input-${seed}`);
    mkdirSync(join(own, 'files'), { recursive: true });
    tell({ kind: 'begin', seed, what: 'starting', about: `making ${extreme.name}` });
    const { path, bytes } = await extreme.write(join(own, 'files'));
    tell({ kind: 'begin', seed, what: 'input', about: extreme.name });
    const about = { sample: extreme.name, aim: 'by hand', done: [] };
    const run = await runPath({ path, bytes, own, folder: this.#inputs, seed, about });
    tell({ kind: 'input', report: run.report });
    removeInput(run);
  }

  async #store(): Promise<void> {
    if (this.#kept.length === 0) return;
    const seeds = this.#kept.map(({ report }) => report.seed);
    tell({
      kind: 'begin',
      seed: seeds[0] ?? 0,
      what: 'storing',
      about: `stored together: ${seeds.join(', ')}`,
    });
    const database = join(folder, 'databases', `${Math.floor(this.#stored++ / STORED_IN_ONE)}.db`);
    const openings = this.#kept.flatMap((run) => run.openings);
    const { runs, wrong } = await storeInputs(openings, database);
    tell({ kind: 'stored', seeds, runs, wrong });
    for (const run of this.#kept) removeInput(run);
    this.#kept = [];
    if (this.#stored % STORED_IN_ONE === 0) rmSync(database, { force: true });
  }
}

/** Where the system tells. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}

// A file that was left open, or a promise that nobody listens to.
process.on('warning', (warning) => {
  throw warning;
});
process.once('disconnect', () => process.exit());
await new Child().run(Number(first), Number(first) + Number(count));
process.disconnect?.();
