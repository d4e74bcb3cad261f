/** Looks through runs with every rule that is on, and stores what was found. */
import { setImmediate as giveWay } from 'node:timers/promises';
import type { FindingRule, RunRule } from '../../analysis/findings/findingRule.ts';
import { findingRules } from '../../analysis/findings/registry.ts';
import { AuditError, messageOf } from '../../core/errors.ts';
import type { FindingSeverity, FoundFinding } from '../../core/finding.ts';
import type { CheckedRun, OtherRun } from '../../core/findingSource.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import {
  hashOf,
  othersState,
  readCheckedRun,
  runState,
  shownRuns,
} from '../../storage/findings/checkedRun.ts';
import { createFindingSource } from '../../storage/findings/findingSource.ts';
import { FindingWriter, type CheckedRule } from '../../storage/findings/findingWriter.ts';
import type { TaskContext } from '../task.ts';
import { FamilyChecks } from './familyChecks.ts';

export interface CheckFindingsParams {
  /** `new`: runs that some rule, in its present version, hasn't looked at. Runs that are as they were are passed over. */
  readonly runs: 'all' | 'new' | readonly number[];
  /** Ids of rules that are turned off: what they found is removed. */
  readonly off: readonly string[];
  /** Severities chosen by the user, by rule. */
  readonly severities: Readonly<Record<string, FindingSeverity>>;
}

export interface CheckProgress {
  readonly runsDone: number;
  readonly runs: number;
}

export interface CheckedFindings {
  /** Runs in which some rule looked. */
  readonly looked: readonly number[];
  /** Findings there now, of the rules that looked. */
  readonly findings: number;
}

type Context = Pick<TaskContext<CheckProgress>, 'signal' | 'yieldFlag' | 'progress' | 'log'>;

/** How long rules go on before other tasks get their turn, in milliseconds. */
const STRETCH_MS = 8;

/** Checks of one connection go one after the other: two would look at the same runs twice. */
const last = new WeakMap<AuditDatabase, Promise<unknown>>();

/** Stops between two pages when cancelled, with AuditError `cancelled`; runs that were done stay done. */
export async function checkFindings(
  params: CheckFindingsParams,
  context: TaskContext<CheckProgress>,
): Promise<CheckedFindings> {
  const database = await context.database();
  if (database.readOnlyReason !== '') return { looked: [], findings: 0 };
  const mine = (last.get(database) ?? Promise.resolve()).then(() => checkNow(database, params, context));
  last.set(
    database,
    mine.catch(() => undefined),
  );
  return mine;
}

async function checkNow(
  database: AuditDatabase,
  params: CheckFindingsParams,
  context: Context,
): Promise<CheckedFindings> {
  const writer = new FindingWriter(database, { yieldFlag: context.yieldFlag, signal: context.signal });
  const rules = findingRules.filter(({ text }) => !params.off.includes(text.id));
  const shown = shownRuns(database.db);
  const check = new RunsCheck(database, writer, params, context, shown);
  const runIds = targets(params.runs, shown, writer, rules);
  for (const [index, runId] of runIds.entries()) {
    await check.run(runId, rules.filter(isRunRule));
    context.progress({ runsDone: index + 1, runs: runIds.length });
  }
  const families = new FamilyChecks(database, check);
  for (const rule of rules) if (rule.scope === 'family') await families.check(rule, runIds);
  return { looked: [...check.looked], findings: check.findings };
}

/** Training data says something of every run, also of those that were there before. */
function targets(
  wanted: CheckFindingsParams['runs'],
  shown: ReadonlyMap<number, OtherRun>,
  writer: FindingWriter,
  rules: readonly FindingRule[],
): readonly number[] {
  const all = [...shown.keys()];
  if (wanted === 'all') return all;
  const ids =
    wanted === 'new'
      ? all.filter((runId) => {
          const checks = writer.checks(runId);
          return rules.some(
            (rule) =>
              appliesTo(rule, shown.get(runId)) && checks.get(rule.text.id)?.version !== rule.text.version,
          );
        })
      : wanted.filter((runId) => shown.has(runId));
  return ids.some((runId) => shown.get(runId)?.trains === true) ? all : ids;
}

function isRunRule(rule: FindingRule): rule is RunRule {
  return rule.scope !== 'family';
}

function appliesTo(rule: FindingRule, run: Pick<OtherRun, 'content'> | undefined): boolean {
  return run?.content !== 'training' || (rule.scope !== 'family' && rule.training === true);
}

/** Looks at runs, one after the other. */
export class RunsCheck {
  readonly looked = new Set<number>();
  findings = 0;
  readonly writer: FindingWriter;
  readonly #database: AuditDatabase;
  readonly #params: CheckFindingsParams;
  readonly #context: Context;
  readonly #shown: ReadonlyMap<number, OtherRun>;
  #since = performance.now();

  constructor(
    database: AuditDatabase,
    writer: FindingWriter,
    params: CheckFindingsParams,
    context: Context,
    shown: ReadonlyMap<number, OtherRun>,
  ) {
    this.#database = database;
    this.writer = writer;
    this.#params = params;
    this.#context = context;
    this.#shown = shown;
  }

  /** Lets other tasks in when it is time to. @throws AuditError `cancelled` */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since < STRETCH_MS) return;
    if (this.#context.signal.aborted) throw new AuditError('cancelled', 'Cancelled.');
    await giveWay();
    this.#since = performance.now();
  }

  /** Applies the rules that have something new to look at. */
  async run(runId: number, rules: readonly RunRule[]): Promise<void> {
    const { db } = this.#database;
    const run = readCheckedRun(db, runId);
    if (run === undefined) return;
    const checks = this.writer.checks(runId);
    const fitting = rules.filter((rule) => appliesTo(rule, run));
    for (const rule of checks.keys()) {
      const known = findingRules.some(({ text, scope }) => text.id === rule && scope === 'family');
      const off = this.#params.off.includes(rule);
      if (off || (!known && !fitting.some(({ text }) => text.id === rule)))
        await this.writer.forget(runId, rule);
    }
    const states = await this.#states(run);
    const stale = fitting.filter(
      (rule) => !isCurrent(checks.get(rule.text.id), this.#wanted(rule, states[rule.scope])),
    );
    if (stale.length === 0) return;
    const source = createFindingSource(db, run, this.#shown);
    const begun = stale.flatMap(
      (rule) => this.#guarded(rule, run, () => ({ rule, check: rule.begin(source) })) ?? [],
    );
    const failed = new Set<RunRule>();
    const reading = begun.filter(({ check }) => check.row !== undefined);
    if (reading.length > 0) {
      for (const row of source.rows()) {
        for (const { rule, check } of reading) {
          if (failed.has(rule)) continue;
          if (this.#guarded(rule, run, () => (check.row?.(row), true)) !== true) failed.add(rule);
        }
        await this.breathe();
      }
    }
    for (const { rule, check } of begun) {
      if (failed.has(rule)) continue;
      const found = this.#guarded(rule, run, () => check.end());
      if (found !== undefined) await this.store(runId, rule, states[rule.scope], found);
    }
  }

  /** Stores what a rule found, under the user's severities. */
  async store(
    runId: number,
    rule: FindingRule,
    state: string,
    found: readonly FoundFinding[],
  ): Promise<void> {
    const severity = this.#params.severities[rule.text.id];
    const shown = severity === undefined ? found : found.map((one) => ({ ...one, severity }));
    this.findings += await this.writer.replace(runId, this.#wanted(rule, state), shown);
    this.looked.add(runId);
  }

  /** True when the rule has looked at the run in this state. */
  isCurrent(runId: number, rule: FindingRule, state: string): boolean {
    return isCurrent(this.writer.checks(runId).get(rule.text.id), this.#wanted(rule, state));
  }

  #wanted({ text }: FindingRule, state: string): CheckedRule {
    const severity = this.#params.severities[text.id];
    return {
      rule: text.id,
      version: text.version,
      state: severity === undefined ? state : `${state} ${severity}`,
    };
  }

  async #states(run: CheckedRun): Promise<Readonly<Record<RunRule['scope'], string>>> {
    const steps = runState(this.#database.db, run);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) await this.breathe();
    return { run: step.value, others: hashOf([step.value, othersState(run, this.#shown)]) };
  }

  /** A rule that fails is passed over and tried again next time; the others go on. */
  #guarded<T>(rule: FindingRule, run: CheckedRun, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#context.log(`finding rule ${rule.text.id}, run ${run.runId}: ${messageOf(error)}`);
      return undefined;
    }
  }
}

function isCurrent(check: CheckedRule | undefined, wanted: CheckedRule): boolean {
  return check?.version === wanted.version && check.state === wanted.state;
}
