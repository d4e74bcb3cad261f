/** Runs the fuzzer's children, watches over them, and gathers what they say. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LIMIT_MEGABYTES, LIMIT_SECONDS, type ChildMessage, type InputReport } from './fuzzReport.ts';
import { FORGETTING } from './peakMemory.ts';
import { LINKS_EACH, SpareLinks } from './spareLinks.ts';
import type { FuzzTally } from './fuzzTally.ts';

const CHILD = fileURLToPath(new URL('./fuzzChild.ts', import.meta.url));
const LOOK_EVERY_MS = 250;
/** Of the clock, for what waits without using the processor, on however busy a machine. */
const LONGEST_WAIT_MS = 60_000;
/** What a process takes that starts, and what storing some inputs may take. */
const ALLOWED_SECONDS = { starting: 60, input: LIMIT_SECONDS, storing: 20 };
/** A new process now and then: what adds up over many inputs is nobody's memory. */
const INPUTS_PER_CHILD = 4000;

export interface FuzzRun {
  readonly first: number;
  readonly count: number;
  readonly children: number;
}

/** Files live in memory where the system has a place for that. */
export async function runFuzzer(run: FuzzRun, tally: FuzzTally): Promise<void> {
  const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(place, 'transcript-auditor-fuzz-'));
  const queue: { first: number; count: number }[] = [];
  for (let at = 0; at < run.count; at += INPUTS_PER_CHILD) {
    queue.push({ first: run.first + at, count: Math.min(INPUTS_PER_CHILD, run.count - at) });
  }
  try {
    const lanes = Array.from({ length: run.children }, async (_, lane) => {
      for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
        const rest = await new Watched(join(folder, `child-${lane}`), part, tally).done;
        // What killed the process is known; the others of its part still have their turn.
        if (rest.count > 0) queue.unshift(rest);
      }
    });
    await Promise.all(lanes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Watched {
  /** What is left to be done. */
  readonly done: Promise<{ first: number; count: number }>;
  readonly #tally: FuzzTally;
  readonly #first: number;
  readonly #end: number;
  readonly #child: ChildProcess;
  #seed: number;
  #what: keyof typeof ALLOWED_SECONDS = 'starting';
  #about = '';
  #since = performance.now();
  #usedBefore = 0;
  #next: number;

  constructor(folder: string, part: { first: number; count: number }, tally: FuzzTally) {
    this.#tally = tally;
    this.#first = part.first;
    this.#seed = part.first;
    this.#next = part.first;
    this.#end = part.first + part.count;
    // It must be there for the permission to be about a folder.
    mkdirSync(folder, { recursive: true });
    new SpareLinks(join(folder, 'links'), LINKS_EACH).make();
    this.#child = fork(CHILD, [folder, String(part.first), String(part.count)], {
      // Nothing may be written but here: what tries to is told that it may not, and says so.
      execArgv: [
        '--disable-warning=SecurityWarning',
        '--permission',
        '--allow-addons',
        '--allow-fs-read=*',
        `--allow-fs-write=${folder}`,
        `--allow-fs-write=${FORGETTING}`,
        '--expose-gc',
        // As the worker that imports has it (src/host/worker/workerClient.ts).
        '--max-semi-space-size=8',
      ],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    setPriority(this.#child.pid ?? 0, 10);
    let said = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
    this.#child.on('message', (message: ChildMessage) => this.#hear(message));
    const timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.done = new Promise((resolve, reject) => {
      this.#child.once('close', (code, signal) => {
        clearInterval(timer);
        rmSync(folder, { recursive: true, force: true });
        if (this.#what === 'starting' && code !== null && code !== 0) reject(new Error(said));
        // Asked to end by somebody else: it is gone on with where it was.
        if (signal === 'SIGTERM') this.#next = Math.max(this.#next, this.#seed);
        else if (this.#what !== 'starting') this.#crashed(code, signal, said);
        resolve({ first: this.#next, count: Math.max(0, this.#end - this.#next) });
      });
    });
  }

  #hear(message: ChildMessage): void {
    // What was on its way when the process was killed is done again.
    if (this.#since === Infinity) return;
    switch (message.kind) {
      case 'begin':
        this.#seed = message.seed;
        this.#what = message.what;
        this.#about = message.about;
        this.#begin();
        return;
      case 'input':
        this.#next = message.report.seed + 1;
        this.#tally.input(message.report);
        if (message.report.peakMegabytes <= LIMIT_MEGABYTES) return;
        this.#tooMuchMemory(message.report);
        return;
      case 'stored':
        this.#tally.stored(message.seeds, message.runs, message.wrong);
        return;
      case 'end':
        this.#next = this.#end;
        this.#what = 'starting';
    }
  }

  /** Part of it may be what earlier inputs left: only what does so in a new process as its first is blamed. */
  #tooMuchMemory({ seed, peakMegabytes }: InputReport): void {
    const isFirst = seed === this.#first;
    if (isFirst) this.#tally.found(seed, `memory: ${peakMegabytes.toFixed(0)} MB`, this.#about);
    this.#kill();
    if (!isFirst) this.#next = seed;
  }

  #begin(): void {
    this.#since = performance.now();
    this.#usedBefore = processorSeconds(this.#child.pid) ?? 0;
  }

  #look(): void {
    const waited = performance.now() - this.#since;
    const used = (processorSeconds(this.#child.pid) ?? waited / 1000) - this.#usedBefore;
    if (used < ALLOWED_SECONDS[this.#what] && waited < LONGEST_WAIT_MS) return;
    this.#tally.found(
      this.#seed,
      `${this.#what} hangs: ${used.toFixed(1)} s of the processor, ${(waited / 1000).toFixed(0)} s in all`,
      this.#about,
    );
    this.#kill();
  }

  /** The seed at hand isn't tried again. */
  #kill(): void {
    this.#next = Math.max(this.#next, this.#seed + 1);
    this.#what = 'starting';
    this.#since = Infinity;
    this.#child.kill('SIGKILL');
  }

  #crashed(code: number | null, signal: string | null, said: string): void {
    this.#tally.found(
      this.#seed,
      `the process ended while ${this.#what}: ${signal ?? code} ${said}`,
      this.#about,
    );
    this.#next = Math.max(this.#next, this.#seed + 1);
  }
}

/** Used so far, by all its threads; undefined where the system doesn't say. */
function processorSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
