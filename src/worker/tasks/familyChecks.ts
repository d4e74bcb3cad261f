import type { FamilyRule } from '../../analysis/findings/findingRule.ts';
import type { FoundFinding } from '../../core/finding.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { hashOf } from '../../storage/findings/checkedRun.ts';
import { familiesOf, readFamily, type FamilyKey } from '../../storage/findings/familySource.ts';
import type { RunsCheck } from './checkFindings.ts';

interface Family {
  readonly runIds: readonly number[];
  readonly state: string;
  /** Filled in when it was looked at. */
  found: ReadonlyMap<number, readonly FoundFinding[]> | undefined;
}

/** Looks at runs of one model together. Each new run may change what is said of the others, by Holm's correction. */
export class FamilyChecks {
  readonly #database: AuditDatabase;
  readonly #check: RunsCheck;

  constructor(database: AuditDatabase, check: RunsCheck) {
    this.#database = database;
    this.#check = check;
  }

  /** Applies the rule to the families of these runs that changed. */
  async check(rule: FamilyRule, runIds: readonly number[]): Promise<void> {
    const families = new Map<string, Family>();
    const affected = new Set<number>();
    for (const runId of runIds) {
      const own = this.#familiesOf(runId, families);
      if (this.#check.isCurrent(runId, rule, stateOf(own))) continue;
      // A run without model names or a rule has no family; that it was looked at is noted all the same.
      if (own.length === 0) await this.#check.store(runId, rule, stateOf(own), []);
      for (const family of own) for (const member of family.runIds) affected.add(member);
    }
    for (const runId of [...affected].sort((a, b) => a - b)) {
      const own = this.#familiesOf(runId, families);
      const found: FoundFinding[] = [];
      for (const family of own) {
        family.found ??= await this.#look(rule, this.#keyOf.get(family));
        found.push(...(family.found.get(runId) ?? []));
      }
      await this.#check.store(runId, rule, stateOf(own), found);
    }
  }

  readonly #keyOf = new WeakMap<Family, FamilyKey>();

  #familiesOf(runId: number, known: Map<string, Family>): readonly Family[] {
    return familiesOf(this.#database.db, runId).map((key) => {
      const name = `${key.modelId} ${key.ruleId}`;
      let family = known.get(name);
      if (family === undefined) {
        const read = readFamily(this.#database.db, key);
        family = {
          runIds: [...new Set(read.family.members.map((member) => member.runId))],
          state: read.state,
          found: undefined,
        };
        known.set(name, family);
        this.#keyOf.set(family, key);
      }
      return family;
    });
  }

  async #look(
    rule: FamilyRule,
    key: FamilyKey | undefined,
  ): Promise<ReadonlyMap<number, readonly FoundFinding[]>> {
    const found = new Map<number, FoundFinding[]>();
    if (key === undefined) return found;
    for (const one of rule.check(readFamily(this.#database.db, key).family)) {
      await this.#check.breathe();
      if (one === undefined) continue;
      const list = found.get(one.runId) ?? [];
      found.set(one.runId, list);
      list.push(one.finding);
    }
    return found;
  }
}

function stateOf(families: readonly Family[]): string {
  return hashOf(families.map(({ state }) => state));
}
