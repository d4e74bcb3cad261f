import { maskPattern, maskText } from '../core/maskText.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { createBranchQueries } from './queries/branchQueries.ts';

/** One turn that holds the text, and how many times. */
export interface TurnMatch {
  readonly turn: number;
  readonly count: number;
}

const TURNS_AT_ONCE = 500;

/**
 * Turns whose shown parts hold the text, case ignored; for the worker, since it reads the whole transcript.
 *
 * @param branch 0: the transcript's own turns
 * @param masks texts that the reader doesn't see, so that looking for them finds nothing
 */
export function findInTranscript(
  database: AuditDatabase,
  transcriptId: number,
  text: string,
  branch = 0,
  masks: readonly string[] = [],
): TurnMatch[] {
  const needle = text.toLowerCase();
  if (needle === '') return [];
  const hidden = maskPattern(masks);
  const store = createBranchQueries(database);
  const matches: TurnMatch[] = [];
  for (let from = 0; ; from += TURNS_AT_ONCE) {
    const turns = store.branchTurns(transcriptId, branch, from, TURNS_AT_ONCE);
    for (const [offset, turn] of turns.entries()) {
      const count = turn.parts.reduce(
        (sum, part) => sum + occurrences(maskText(part.text, hidden).toLowerCase(), needle),
        0,
      );
      if (count > 0) matches.push({ turn: from + offset, count });
    }
    if (turns.length < TURNS_AT_ONCE) return matches;
  }
}

function occurrences(text: string, needle: string): number {
  let count = 0;
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) count += 1;
  return count;
}
