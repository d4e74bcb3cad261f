/** The verdict rule of transcripts that were exported here. */
import { parseRuleText } from '../../core/ruleText.ts';
import { describeRule, type Clause, type Condition, type VerdictRule } from '../../core/verdictRule.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';

const OPERATORS: readonly unknown[] = ['<', '<=', '>', '>=', '=', '!='];

/**
 * The one rule that all of these transcripts were under; undefined where they had several, or none.
 *
 * @param records as `exportedRecords` gives them, from the beginning of the file
 */
export function commonRule(records: readonly JsonObject[]): VerdictRule | undefined {
  const [words, ...others] = new Set(records.map(ruleWords));
  if (words === undefined || words === '' || others.length > 0) return undefined;
  for (const record of records) {
    const rule = readRule(ruleIn(record));
    if (rule !== undefined) return rule;
  }
  return ruleOfWords(words);
}

/** The rule spelled out, as it was exported; empty for none. */
export function ruleWords(record: JsonObject): string {
  const words = ruleIn(record)?.['description'];
  return typeof words === 'string' ? words : '';
}

function ruleIn({ verdict }: JsonObject): JsonObject | undefined {
  return isObject(verdict) && isObject(verdict['rule']) ? verdict['rule'] : undefined;
}

/** A table's rule in words; undefined where they can be read in more than one way. */
function ruleOfWords(words: string): VerdictRule | undefined {
  try {
    const rule = parseRuleText(words);
    return describeRule(rule) === words ? rule : undefined;
  } catch {
    return undefined;
  }
}

function readRule(value: JsonObject | undefined): VerdictRule | undefined {
  if (value === undefined) return undefined;
  const [gate, positive] = [conditionOf(value['gate']), conditionOf(value['positive'])];
  const { missing } = value;
  const [name, positiveName, negativeName, excludedName] = [
    'name',
    'positiveName',
    'negativeName',
    'excludedName',
  ].map((field) => value[field]);
  if (gate === undefined || positive === undefined) return undefined;
  if (missing !== 'drop' && missing !== 'negative' && missing !== 'positive') return undefined;
  if (typeof name !== 'string' || typeof positiveName !== 'string') return undefined;
  if (typeof negativeName !== 'string' || typeof excludedName !== 'string') return undefined;
  const good = value['positiveIsGood'] === true ? ({ positiveIsGood: true } as const) : {};
  return { name, gate, positive, missing, positiveName, negativeName, ...good, excludedName };
}

function conditionOf(value: unknown): Condition | undefined {
  if (!Array.isArray(value)) return undefined;
  const alternatives = (value as readonly unknown[]).map((clauses) =>
    Array.isArray(clauses) ? (clauses as readonly unknown[]).map(clauseOf) : [undefined],
  );
  const whole = alternatives.filter((clauses): clauses is Clause[] => !clauses.includes(undefined));
  return whole.length === alternatives.length ? whole : undefined;
}

function clauseOf(value: unknown): Clause | undefined {
  if (!isObject(value) || typeof value['metric'] !== 'string') return undefined;
  const { metric, op, number, values } = value;
  if (op === 'in' || op === 'not-in') {
    if (!Array.isArray(values)) return undefined;
    const words = (values as readonly unknown[]).filter((word) => typeof word === 'string');
    return words.length === values.length ? { metric, op, values: words } : undefined;
  }
  if (!OPERATORS.includes(op) || typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return { metric, op: op as Exclude<Clause['op'], 'in' | 'not-in'>, number };
}
