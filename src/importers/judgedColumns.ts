/** Judges' words that stand beside a conversation under names of the file's own: `judge_score`, `verdict`. */
import type { Judge, Judgment } from '../core/judgment.ts';
import { isCounterName } from './columnNames.ts';
import type { JsonObject } from './lenientJson.ts';
import { cellText, judgmentOf } from './cellJudgment.ts';
import { roleOfCells } from './proposeMapping.ts';

/** Names that say that somebody judged, and none that say who, how or why. */
const JUDGED = /(^|_)(score|rating|verdict|judge?ment|judge|misaligned|harmful|refused|flagged)(_|$)/i;
const ABOUT_IT =
  /(^|_)(model|name|prompt|reason\w*|explanation|rationale|raw|text|response|id|time|version|type|threshold|tokens?|max|min)(_|$)/i;

export interface JudgedColumn {
  readonly role: 'score' | 'class';
  readonly judge: Judge;
}

/**
 * @param values objects from the beginning of the file
 * @param known names that are read in another way
 */
export function judgedColumns(
  values: readonly JsonObject[],
  known: readonly string[],
): readonly JudgedColumn[] {
  const names = new Set(values.flatMap((value) => Object.keys(value)));
  return [...names].flatMap((name): JudgedColumn[] => {
    if (known.includes(name) || !JUDGED.test(name) || ABOUT_IT.test(name) || isCounterName(name)) return [];
    const found = values.map((value) => value[name]).filter((value) => value !== null && value !== undefined);
    if (found.some((value) => typeof value === 'object')) return [];
    const role = roleOfCells(
      name,
      found.map(cellText).filter((cell) => cell !== ''),
    );
    return role === 'score' || role === 'class' ? [{ role, judge: { name, kind: 'imported' } }] : [];
  });
}

/** What they say of one record; names it doesn't have were not asked. */
export function judgedIn(
  record: JsonObject,
  columns: readonly JudgedColumn[],
  used: Set<string>,
  warn: (reason: string) => void,
): Judgment[] {
  return columns.flatMap(({ role, judge }) => {
    const value = record[judge.name];
    if (!Object.hasOwn(record, judge.name) || (typeof value === 'object' && value !== null)) return [];
    used.add(judge.name);
    return [judgmentOf(judge, role, value, warn)];
  });
}
