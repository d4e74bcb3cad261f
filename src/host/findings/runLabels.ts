/** Runs' names for findings that read the same in several runs. */
import type { FindingRow } from '../../core/findingStore.ts';

/** What of a run's name fits before a title in a narrow side bar, characters. */
const LONGEST = 26;

/**
 * For each rule that found something in more than one run: those runs by id, with names short enough to stand before a
 * title. A rule of one run is left out, its findings tell themselves apart.
 */
export function runLabels(findings: readonly FindingRow[]): ReadonlyMap<string, ReadonlyMap<number, string>> {
  const byRule = new Map<string, Map<number, string>>();
  for (const { rule, runId, runName } of findings) {
    const runs = byRule.get(rule) ?? new Map<number, string>();
    byRule.set(rule, runs.set(runId, runName));
  }
  return new Map(
    [...byRule].filter(([, runs]) => runs.size > 1).map(([rule, runs]) => [rule, shortened(runs)]),
  );
}

/** Names that are too long lose what they all begin with, then their middle: what tells them apart is at their ends. */
function shortened(runs: ReadonlyMap<number, string>): ReadonlyMap<number, string> {
  const shared = sharedBeginning([...runs.values()]);
  return new Map(
    [...runs].map(([runId, name]) => {
      if (name.length <= LONGEST) return [runId, name];
      const own = shared === 0 ? name : `…${name.slice(shared)}`;
      return [runId, own.length <= LONGEST ? own : withoutMiddle(own)];
    }),
  );
}

/** How many characters all names begin with, up to the last one between words; never a whole name. */
function sharedBeginning([first = '', ...others]: readonly string[]): number {
  let length = 0;
  while (
    length < first.length - 1 &&
    others.every((name) => length < name.length - 1 && name[length] === first[length])
  )
    length += 1;
  return /^.*[\s_./-]/su.exec(first.slice(0, length))?.[0].length ?? 0;
}

function withoutMiddle(name: string): string {
  const half = Math.floor((LONGEST - 1) / 2);
  return `${name.slice(0, LONGEST - 1 - half)}…${name.slice(-half)}`;
}
