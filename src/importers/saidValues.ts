/** What judges and people said, as text, made into judgments and labels once all of it is known. */
import type { ImportedLabel } from '../core/imported.ts';
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import type { LabelAnswer, LabelRole, LabelScheme } from '../core/labelScheme.ts';
import { plainNumber } from './scoreCell.ts';

/** One cell: who said what of an item on which metric. */
export interface Said {
  readonly who: string;
  readonly metric: string;
  readonly human: boolean;
  readonly text: string;
  readonly rationale: string;
  /** File and column, in words. */
  readonly source: string;
}

/** More different answers than this are no scheme that a person labels by. */
const MOST_ANSWERS = 30;

/** Longer words are texts: no answer of a scheme, which every label by it would carry along, and no class. */
export const LONGEST_ANSWER = 200;

const UNPARSED = /^(parse[_ -]?(fail(ed|ure)?|error)|unpars(e)?able|invalid([_ -]output)?)$/i;
const FAILED = /^((api|provider|request)[_ -]?)?error$/i;
const BLANK = /^(|nan|none|null|na|n\/a|<na>)$/i;
const FILTERED = /^(content[_ -]?)?filter(ed)?$/i;

/** Knows the values of each metric over all rows: a metric whose every value is a number is one, others are classes. */
export class SaidValues {
  readonly #metrics = new Map<string, { numeric: boolean; readonly values: Map<string, number> }>();
  readonly #schemes = new Map<string, LabelScheme | undefined>();
  readonly #judges = new Map<string, Judge>();

  /** Takes note of a value; call it for all before the first is turned into anything. */
  note({ metric, text }: Said): void {
    const word = text.trim();
    if (missingReason(word) !== undefined) return;
    const known = this.#metrics.get(metric) ?? { numeric: true, values: new Map<string, number>() };
    this.#metrics.set(metric, known);
    known.numeric &&= plainNumber(word) !== undefined;
    if (known.values.size <= MOST_ANSWERS) known.values.set(word, (known.values.get(word) ?? 0) + 1);
  }

  judgment(said: Said): Judgment {
    const { metric, who, text, rationale } = said;
    const judge = this.#judges.get(who) ?? { name: who, kind: 'imported' };
    this.#judges.set(who, judge);
    const { value, raw } = this.#value(metric, text);
    return {
      metric,
      judge,
      value,
      ...(raw ? { raw: text } : undefined),
      ...(rationale === '' ? undefined : { rationale }),
    };
  }

  /** Undefined for a blank, for a text that is no answer, or when the values are too many for a scheme. */
  label(said: Said): ImportedLabel | undefined {
    const word = said.text.trim();
    if (missingReason(word) !== undefined) return undefined;
    const scheme = this.#scheme(said.metric);
    if (scheme === undefined) return undefined;
    const note = said.rationale === '' ? undefined : { note: said.rationale };
    return { annotator: said.who, part: 'answer', scheme, answer: word, source: said.source, ...note };
  }

  #value(metric: string, text: string): { readonly value: JudgmentValue; readonly raw: boolean } {
    const word = text.trim();
    const reason = missingReason(word);
    if (reason !== undefined) return { value: { kind: 'missing', reason }, raw: word !== '' };
    if (/^(true|false)$/i.test(word)) {
      return { value: { kind: 'boolean', boolean: word.toLowerCase() === 'true' }, raw: false };
    }
    const number = this.#metrics.get(metric)?.numeric === true ? plainNumber(word) : undefined;
    const value: JudgmentValue =
      number === undefined ? { kind: 'class', text: word } : { kind: 'number', number };
    return { value, raw: word !== text };
  }

  #scheme(metric: string): LabelScheme | undefined {
    if (!this.#schemes.has(metric)) {
      const values = [...(this.#metrics.get(metric)?.values.keys() ?? [])].sort();
      this.#schemes.set(metric, values.length > MOST_ANSWERS ? undefined : schemeOf(metric, values));
    }
    return this.#schemes.get(metric);
  }
}

function missingReason(word: string): Extract<JudgmentValue, { kind: 'missing' }>['reason'] | undefined {
  if (word.length > LONGEST_ANSWER) return 'parse-failure';
  if (BLANK.test(word)) return 'unknown';
  if (UNPARSED.test(word)) return 'parse-failure';
  if (FILTERED.test(word)) return 'filtered';
  return FAILED.test(word) ? 'provider-error' : undefined;
}

/** A scheme with these answers; which of them is positive is only known of pairs that say so themselves. */
export function schemeOf(name: string, values: readonly string[]): LabelScheme {
  const positive = positiveOf(values);
  const answers = values.map((value, index): LabelAnswer => {
    const role: LabelRole =
      positive === undefined ? 'undecided' : value === positive ? 'positive' : 'negative';
    return { id: value, key: index < 9 ? String(index + 1) : '', name: value, description: '', role };
  });
  return { name, answers, scores: [] };
}

/** Of `X` and `NOT_X` the first, of yes and no the yes; undefined where the words don't tell. */
export function positiveOf(values: readonly string[]): string | undefined {
  if (values.length !== 2) return undefined;
  return values.find((value) => {
    const other = values.find((candidate) => candidate !== value) ?? '';
    const low = other.toLowerCase().replace(/[\s-]+/g, '_');
    const own = value.toLowerCase().replace(/[\s-]+/g, '_');
    return (
      low === `not_${own}` ||
      low === `non_${own}` ||
      low === `no_${own}` ||
      (own === 'yes' && low === 'no') ||
      (own === 'true' && low === 'false') ||
      (own === '1' && low === '0')
    );
  });
}
