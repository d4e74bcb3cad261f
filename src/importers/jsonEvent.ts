/** What splitting a file into JSON values yields. */
import type { ImportProblem } from '../core/imported.ts';
import { excerptOf, LIMIT_IN_WORDS } from './limits.ts';

export interface JsonText {
  /** The line (JSON Lines) or the element's number (list), from 1. */
  readonly row: number;
  /** 1-based physical line on which the value begins. */
  readonly line: number;
  readonly text: string;
  /** File offset of the first byte that isn't UTF-8, if any. */
  readonly invalidAt: number | undefined;
}

export type JsonEvent = JsonText | { readonly problem: ImportProblem };

/** For a value longer than the limit. */
export function tooLong(row: number, line: number, beginning: Buffer): JsonEvent {
  const reason = `The ${row === line ? 'line' : 'element'} is longer than ${LIMIT_IN_WORDS}, the limit for one transcript; it was left out.`;
  return { problem: { row, line, severity: 'error', reason, excerpt: excerptOf(beginning) } };
}
