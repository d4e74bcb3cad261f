import {
  describeRule,
  type Clause,
  type Condition,
  type NumberOperator,
  type VerdictRule,
} from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { ruleVersion } from './versionHash.ts';

interface RuleRow {
  readonly name: string;
  readonly missing: VerdictRule['missing'];
  readonly positiveName: string;
  readonly negativeName: string;
  readonly excludedName: string;
  readonly positiveIsGood: 0 | 1;
}

interface ClauseRow {
  readonly part: 'gate' | 'predicate';
  readonly alternative: number;
  readonly position: number;
  readonly metric: string;
  readonly op: NumberOperator | 'in' | 'not-in';
  readonly number: number | null;
  readonly text: string | null;
}

/** Stores a rule as rows, so that the public views apply it; the same rule twice is one row. Returns its id. */
export function saveRule(db: SqliteConnection, rule: VerdictRule): number {
  const plain = { ...rule, gate: simplified(rule.gate), positive: simplified(rule.positive) };
  const version = ruleVersion(plain);
  const known = db
    .prepare<[string], number>('SELECT id FROM verdict_rule WHERE version_hash = ?')
    .pluck()
    .get(version);
  if (known !== undefined) return known;
  const id = Number(
    db
      .prepare(
        `INSERT INTO verdict_rule (name, missing_policy, positive_name, negative_name, excluded_name, description,
           version_hash, positive_is_good) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        rule.name,
        rule.missing,
        rule.positiveName,
        rule.negativeName,
        rule.excludedName,
        describeRule(rule),
        version,
        rule.positiveIsGood === true ? 1 : 0,
      ).lastInsertRowid,
  );
  const insert = db.prepare(
    `INSERT INTO verdict_clause (rule_id, part, alternative, position, metric, op, number, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [part, condition] of [
    ['gate', plain.gate],
    ['predicate', plain.positive],
  ] as const) {
    condition.forEach((clauses, alternative) =>
      clauses.forEach((clause, position) => {
        for (const [number, text] of operandsOf(clause)) {
          insert.run(id, part, alternative, position, clause.metric, clause.op, number, text);
        }
      }),
    );
  }
  return id;
}

/** An alternative without clauses always holds, and so does a condition that has one; rows can't spell it otherwise. */
function simplified(condition: Condition): Condition {
  return condition.some((clauses) => clauses.length === 0) ? [] : condition;
}

/** One row a value; an empty list of values is one row without a value, which nothing equals. */
function operandsOf(clause: Clause): readonly (readonly [number | null, string | null])[] {
  if ('number' in clause) return [[clause.number, null]];
  return clause.values.length === 0 ? [[null, null]] : clause.values.map((value) => [null, value]);
}

/** Reads a rule back; undefined for an id that isn't there. */
export function loadRule(db: SqliteConnection, id: number): VerdictRule | undefined {
  const row = db
    .prepare<[number], RuleRow>(
      `SELECT name, missing_policy AS missing, positive_name AS positiveName, negative_name AS negativeName,
         excluded_name AS excludedName, positive_is_good AS positiveIsGood FROM verdict_rule WHERE id = ?`,
    )
    .get(id);
  if (row === undefined) return undefined;
  const { positiveIsGood, ...rule } = row;
  const rows = db
    .prepare<[number], ClauseRow>(
      `SELECT part, alternative, position, metric, op, number, text FROM verdict_clause WHERE rule_id = ?
       ORDER BY part, alternative, position, rowid`,
    )
    .all(id);
  return {
    ...rule,
    gate: conditionOf(rows, 'gate'),
    positive: conditionOf(rows, 'predicate'),
    ...(positiveIsGood === 1 ? { positiveIsGood: true } : {}),
  };
}

function conditionOf(rows: readonly ClauseRow[], part: ClauseRow['part']): Condition {
  const alternatives: Clause[][] = [];
  for (const row of rows) {
    if (row.part !== part) continue;
    const clauses = (alternatives[row.alternative] ??= []);
    const known = clauses[row.position];
    clauses[row.position] = known === undefined ? clauseOf(row) : withValue(known, row.text);
  }
  return alternatives;
}

function clauseOf({ metric, op, number, text }: ClauseRow): Clause {
  if (op === 'in' || op === 'not-in') return { metric, op, values: text === null ? [] : [text] };
  return { metric, op, number: number ?? 0 };
}

function withValue(clause: Clause, text: string | null): Clause {
  return 'values' in clause && text !== null ? { ...clause, values: [...clause.values, text] } : clause;
}

/** Rules by id, each read once: a stored rule never changes. */
export class RuleCache {
  readonly #db: SqliteConnection;
  readonly #rules = new Map<number, VerdictRule>();

  constructor(db: SqliteConnection) {
    this.#db = db;
  }

  get(id: number | null): VerdictRule | null {
    if (id === null) return null;
    const known = this.#rules.get(id) ?? loadRule(this.#db, id);
    if (known === undefined) return null;
    this.#rules.set(id, known);
    return known;
  }
}
