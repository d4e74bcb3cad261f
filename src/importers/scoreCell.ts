/** Reads what a judge's column holds. */
import type { JudgmentValue, TokenDistribution } from '../core/judgment.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';

/** Scores that are means of integers may leave their scale by a rounding error. */
const ROUNDING = 1e-9;

export interface ScoreReading {
  readonly value: JudgmentValue;
  /** The cell, where the value alone doesn't give it back. */
  readonly raw?: string;
  /** What should be said about the row. */
  readonly warning?: string;
}

const UNKNOWN: ScoreReading = { value: { kind: 'missing', reason: 'unknown' } };

/** Bounds of a metric, inclusive. */
export interface Scale {
  readonly minimum: number;
  readonly maximum: number;
}

/** The scale of the judges that this tool's formats come from. */
export const HUNDRED: Scale = { minimum: 0, maximum: 100 };

/**
 * A score cell: a number; blank or NaN (what pandas writes for "nothing"), missing for an unknown reason; CODE or
 * REFUSAL, missing for that reason; anything else, or a number off the scale, a parse failure with its text kept.
 */
export function readScore(cell: string, scale: Scale | undefined): ScoreReading {
  if (cell === '') return UNKNOWN;
  const number = plainNumber(cell);
  if (number !== undefined) {
    if (scale === undefined || (number >= scale.minimum - ROUNDING && number <= scale.maximum + ROUNDING)) {
      return { value: { kind: 'number', number } };
    }
    const warning = `${cell.trim()} is outside ${scale.minimum} to ${scale.maximum} and counts as missing.`;
    return { value: { kind: 'missing', reason: 'parse-failure' }, raw: cell, warning };
  }
  const word = cell.trim().toUpperCase();
  if (word === '') return UNKNOWN;
  if (word === 'NAN' || word === 'NONE' || word === 'NULL' || word === 'NA' || word === '<NA>') {
    return { ...UNKNOWN, raw: cell };
  }
  const bare = word.replace(/[^A-Z]/g, '');
  if (bare === 'CODE') return { value: { kind: 'missing', reason: 'code' }, raw: cell };
  if (bare === 'REFUSAL' || bare === 'REFUSED')
    return { value: { kind: 'missing', reason: 'refusal' }, raw: cell };
  return { value: { kind: 'missing', reason: 'parse-failure' }, raw: cell };
}

/** True for what `readScore` can make something of: a number, or one of the words for "none". */
export function looksLikeScore(cell: string): boolean {
  const reading = readScore(cell, undefined).value;
  return reading.kind !== 'missing' || reading.reason !== 'parse-failure';
}

/** A finite decimal number and nothing else; hexadecimal and the like are text. */
export function plainNumber(cell: string): number | undefined {
  const number = Number(cell);
  if (!Number.isFinite(number)) return undefined;
  if (number === 0 && cell.trim() === '') return undefined;
  const second = cell.trimStart().charCodeAt(1) | 32;
  const prefixed = second === 120 || second === 98 || second === 111; // 0x, 0b, 0o
  return prefixed ? undefined : number;
}

/** `{'0': 0.99, 'I': 7e-09}`, as Python or JSON write it; undefined when it isn't a table of probabilities. */
export function readDistribution(cell: string): TokenDistribution | undefined {
  const value = parsePythonLiteral(cell);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  for (const token in value) {
    const probability = value[token];
    if (typeof probability !== 'number') return undefined;
    // "Not a number" says nothing of the token, and can't be stored.
    if (!Number.isFinite(probability)) Reflect.deleteProperty(value, token);
  }
  return value as TokenDistribution;
}
