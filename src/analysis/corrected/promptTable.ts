import type { AuditInput } from './auditInput.ts';
import { type AuditCell, judgeClassOf, type PromptPart } from './auditTable.ts';
import type { PooledStratum } from './poolStrata.ts';
import type { StratumTally } from './tableOf.ts';

type MutablePart = { -readonly [Key in keyof PromptPart]: PromptPart[Key] };

/** Each prompt's transcripts and weighted labels by cell. */
export function promptTable(
  input: Pick<AuditInput, 'frame' | 'units'>,
  strata: readonly StratumTally[],
  pools: readonly PooledStratum[],
  cells: readonly AuditCell[],
): { readonly prompts: readonly (readonly PromptPart[])[]; readonly promptNames: readonly string[] } {
  const groupOf = new Map(
    pools.flatMap(({ members }, group) => members.map((h) => [strata[h]?.name, group])),
  );
  const weightOf = new Map(
    strata.map(({ name, sizes, units }) => [
      name,
      units.length === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / units.length,
    ]),
  );
  const cellAt = new Map(cells.map(({ group, judge }, at) => [`${group} ${judge}`, at]));
  const prompts = new Map<string, Map<number, MutablePart>>();
  const partOf = (stratum: string, prompt: string, judge: AuditCell['judge']): MutablePart | undefined => {
    const cell = cellAt.get(`${groupOf.get(stratum)} ${judge}`);
    if (cell === undefined) return undefined;
    let parts = prompts.get(prompt);
    if (parts === undefined) prompts.set(prompt, (parts = new Map<number, MutablePart>()));
    let part = parts.get(cell);
    if (part === undefined) parts.set(cell, (part = { cell, size: 0, weight: 0, positive: 0, negative: 0 }));
    return part;
  };
  for (const { stratum, prompt, judge, n } of input.frame) {
    if (n === 0) continue;
    const part = partOf(stratum, prompt, judgeClassOf(judge));
    if (part !== undefined) part.size += n;
  }
  for (const { stratum, prompt, judge, human } of input.units) {
    const part = partOf(stratum, prompt, judgeClassOf(judge));
    const weight = weightOf.get(stratum) ?? 0;
    if (part === undefined) continue;
    part.weight += weight;
    if (human !== 'excluded') part[human] += weight;
  }
  const names = [...prompts.keys()].sort();
  return { prompts: names.map((name) => [...(prompts.get(name)?.values() ?? [])]), promptNames: names };
}
