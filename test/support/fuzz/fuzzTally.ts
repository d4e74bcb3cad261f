/** Adds up what was done with all inputs, for the table at the end. */
import { LIMIT_MEGABYTES, type InputReport } from './fuzzReport.ts';

interface Row {
  inputs: number;
  refused: number;
  read: number;
  stopped: number;
  transcripts: number;
  slowest: number;
  slowestSeed: number;
  memory: number;
  memorySeed: number;
  findings: number;
}

export interface Finding {
  readonly seed: number;
  readonly words: string;
  readonly about: string;
  /** How many inputs showed the same. */
  count: number;
}

const NOTHING = (): Row => ({
  inputs: 0,
  refused: 0,
  read: 0,
  stopped: 0,
  transcripts: 0,
  slowest: 0,
  slowestSeed: 0,
  memory: 0,
  memorySeed: 0,
  findings: 0,
});

export class FuzzTally {
  readonly findings: Finding[] = [];
  inputs = 0;
  readonly #rows = new Map<string, Row>();
  readonly #mutators = new Map<string, number>();
  readonly #known = new Map<string, Finding>();
  #storedInputs = 0;
  #storedRuns = 0;
  readonly #onFinding: (finding: Finding) => void;

  constructor(onFinding: (finding: Finding) => void = () => undefined) {
    this.#onFinding = onFinding;
  }

  input(report: InputReport): void {
    this.inputs++;
    const row = this.#row(report.aim);
    row.inputs++;
    row[report.outcome]++;
    row.transcripts += report.transcripts;
    if (report.milliseconds > row.slowest) {
      row.slowest = report.milliseconds;
      row.slowestSeed = report.seed;
    }
    if (report.peakMegabytes > row.memory && report.peakMegabytes <= LIMIT_MEGABYTES) {
      row.memory = report.peakMegabytes;
      row.memorySeed = report.seed;
    }
    for (const name of report.done) this.#mutators.set(name, (this.#mutators.get(name) ?? 0) + 1);
    for (const words of report.wrong) {
      row.findings++;
      this.found(report.seed, words, `${report.sample}, ${report.done.join(' + ')}`);
    }
  }

  stored(seeds: readonly number[], runs: number, wrong: readonly string[]): void {
    this.#storedInputs += seeds.length;
    this.#storedRuns += runs;
    for (const words of wrong) this.found(seeds[0] ?? 0, words, `stored together: ${seeds.join(', ')}`);
  }

  /** The same words again are counted and not told. */
  found(seed: number, words: string, about = ''): void {
    // Hangs and memory say nothing of where they come from.
    const place = /^(?:input|storing|memory)\b/.test(words) ? about : '';
    const key = words.replace(/\d+/g, '#').slice(0, 200) + place;
    const known = this.#known.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const finding = { seed, words, about, count: 1 };
    this.#known.set(key, finding);
    this.findings.push(finding);
    this.#onFinding(finding);
  }

  table(): string {
    const header = [
      'importer',
      'inputs',
      'refused',
      'read',
      'stopped',
      'transcripts',
      'slowest (ms, seed)',
      'memory (MB, seed)',
      'findings',
    ];
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([aim, row]) => cells(aim, row));
    const total = NOTHING();
    for (const row of this.#rows.values()) {
      for (const name of ['inputs', 'refused', 'read', 'stopped', 'transcripts', 'findings'] as const)
        total[name] += row[name];
      if (row.slowest > total.slowest)
        Object.assign(total, { slowest: row.slowest, slowestSeed: row.slowestSeed });
      if (row.memory > total.memory) Object.assign(total, { memory: row.memory, memorySeed: row.memorySeed });
    }
    const all = [header, ...rows, cells('all', total)];
    const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
    const lines = all.map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
    const mutators = [...this.#mutators]
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`);
    return [
      ...lines,
      '',
      `stored in databases: ${this.#storedInputs} inputs, ${this.#storedRuns} runs`,
      `changes: ${mutators.join(', ')}`,
      `findings: ${this.findings.length}`,
      ...this.findings.map(
        ({ seed, words, about, count }) => `  seed ${seed} (${count} times, ${about}): ${words}`,
      ),
    ].join('\n');
  }

  #row(aim: string): Row {
    const row = this.#rows.get(aim) ?? NOTHING();
    this.#rows.set(aim, row);
    return row;
  }
}

function cells(aim: string, row: Row): string[] {
  const { inputs, refused, read, stopped, transcripts, findings } = row;
  const slowest = `${row.slowest.toFixed(0)}, ${row.slowestSeed}`;
  const memory = `${row.memory.toFixed(0)}, ${row.memorySeed}`;
  return [
    aim,
    ...[inputs, refused, read, stopped, transcripts].map(String),
    slowest,
    memory,
    String(findings),
  ];
}
