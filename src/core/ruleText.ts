/** Reads what `describeRule` writes: `aligned < 30 and reckless = 1 among coherent > 50, missing dropped`. */
import { AuditError } from './errors.ts';
import type { Clause, Condition, MissingPolicy, NumberOperator, VerdictRule } from './verdictRule.ts';

/** What a rule's text doesn't tell: what the researcher calls it and its sides. */
export type RuleNames = Pick<VerdictRule, 'name' | 'positiveName' | 'negativeName' | 'excludedName'>;

export const PLAIN_RULE_NAMES: RuleNames = {
  name: '',
  positiveName: 'positive',
  negativeName: 'negative',
  excludedName: 'gated out',
};

const EXAMPLE = 'For example: aligned < 30 among coherent > 50, missing dropped';

/**
 * A rule from text. `among …` may be left out (then everything is in the gate), and so may the missing policy (then
 * missing is dropped). A metric or value with a comma, brace or operator in it stands in double quotes.
 *
 * @throws AuditError `bad-input` that says where the text stops making sense
 */
export function parseRuleText(text: string, names: RuleNames = PLAIN_RULE_NAMES): VerdictRule {
  const reader = new RuleReader(text);
  const positive = reader.condition();
  const gate = reader.takes(/among\b/y)
    ? reader.takes(/all\b(?!\s*(?:[<>=!]|in\b|not\b))/y)
      ? []
      : reader.condition()
    : [];
  const missing = reader.takes(/,/y) ? reader.policy() : 'drop';
  reader.end();
  return { ...names, name: names.name === '' ? text.trim() : names.name, gate, positive, missing };
}

/** Reads the text from left to right. */
class RuleReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  condition(): Condition {
    const alternatives: Clause[][] = [];
    do {
      const clauses: Clause[] = [];
      do clauses.push(this.clause());
      while (this.takes(/and\b/y));
      alternatives.push(clauses);
    } while (this.takes(/or\b/y));
    return alternatives;
  }

  policy(): MissingPolicy {
    const word = this.takes(/missing\s+(dropped|as\s+negative|as\s+positive)\b/y)?.[1];
    if (word === undefined)
      throw this.problem('missing dropped, missing as negative, or missing as positive');
    if (word === 'dropped') return 'drop';
    return word.endsWith('negative') ? 'negative' : 'positive';
  }

  end(): void {
    this.takes(/\s*/y);
    if (this.at < this.text.length)
      throw this.problem('and, or, among, or a comma and what becomes of missing ones');
  }

  /** Passes over the pattern, and white space before it, if it comes next. */
  takes(pattern: RegExp): RegExpExecArray | undefined {
    const space = /\s*/y;
    space.lastIndex = this.at;
    space.exec(this.text);
    pattern.lastIndex = space.lastIndex;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }

  private clause(): Clause {
    // An unquoted metric is whatever stands before the first operator, so that names with spaces need no quotes.
    const metric =
      this.takes(/"([^"]+)"/y) ??
      this.takes(/([^\s<>=!{},"](?:[^<>=!{},"]*?[^\s<>=!{},"])?)(?=\s*[<>=!]|\s+(?:not\s+)?in\s*\{)/y);
    const name = metric?.[1];
    if (name === undefined) throw this.problem('a metric and a comparison');
    const set = this.takes(/(not\s+)?in\s*\{/y);
    if (set !== undefined)
      return { metric: name, op: set[1] === undefined ? 'in' : 'not-in', values: this.values() };
    const op = this.takes(/<=|>=|!=|<|>|=/y)?.[0] as NumberOperator | undefined;
    if (op === undefined) throw this.problem('a comparison such as < or in {…}');
    const number = this.takes(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.])/iy);
    if (number === undefined) throw this.problem('a number');
    return { metric: name, op, number: Number(number[0]) };
  }

  private values(): string[] {
    const values: string[] = [];
    do {
      const value = this.takes(/"([^"]*)"/y) ?? this.takes(/([^\s{},"](?:[^{},"]*[^\s{},"])?)/y);
      if (value?.[1] === undefined) throw this.problem('a value');
      values.push(value[1]);
    } while (this.takes(/,/y));
    if (!this.takes(/\}/y)) throw this.problem('a comma or a closing brace');
    return values;
  }

  private problem(expected: string): AuditError {
    const rest = this.text.slice(this.at).trim();
    const where = rest === '' ? 'the end' : `“${rest.length > 40 ? `${rest.slice(0, 40)}…` : rest}”`;
    return new AuditError('bad-input', `The rule can’t be read at ${where}: expected ${expected}.`, EXAMPLE);
  }
}
