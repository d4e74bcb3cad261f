/** Whether a reader who isn't told the condition can tell it from the text; for the worker, since it looks at many. */
import { maskPattern, maskText } from '../core/maskText.ts';
import { textOf, type Turn } from '../core/transcript.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { createTurnReader } from './rows/turnRows.ts';

/** Turns of each transcript that are compared. */
const MOST_TURNS = 40;
/** Transcripts of other conditions that are compared, those with the same prompt first. */
const MOST_COMPARED = 60;
/** A shorter name of a condition stands in ordinary texts by chance. */
const SHORTEST_NAME = 4;

interface Own {
  readonly probeId: number;
  readonly promptId: number;
  readonly runId: number;
  readonly condition: string | null;
}

/**
 * True when the text tells the condition: its name stands in what the model was given, or no transcript of another
 * condition in the same runs and probe was given the same. Where there is no other condition there is nothing to tell.
 *
 * It errs on that side: prompts that were asked under one condition only count as telling, whether or not anybody could
 * know which.
 *
 * @param masks what the reader doesn't see, in any of them
 * @param runNames the runs that the reader knows it may be from; its own counts always
 */
export function conditionInferable(
  { db }: AuditDatabase,
  transcriptId: number,
  masks: readonly string[],
  runNames: readonly string[],
): boolean {
  const own = db
    .prepare<[number], Own>(
      `SELECT t.probe_id AS probeId, t.prompt_id AS promptId, t.run_id AS runId, c.name AS condition
       FROM transcript t JOIN arm a ON a.id = t.arm_id LEFT JOIN condition c ON c.id = a.condition_id WHERE t.id = ?`,
    )
    .get(transcriptId);
  if (own === undefined) return false;
  const pattern = maskPattern(masks);
  const readTurns = createTurnReader(db);
  const given = (id: number): readonly string[] =>
    givenTexts(readTurns(id, 0, MOST_TURNS)).map((text) => maskText(text, pattern).trim());
  const mine = given(transcriptId);
  if (own.condition !== null && namesIt(mine, own.condition)) return true;
  // Arms first, each by its index over (arm, probe): the transcripts of a probe alone aren't indexed.
  const others = db
    .prepare<
      [{ probe: number; prompt: number; run: number; runs: string; condition: string }],
      { id: number }
    >(
      `SELECT t.id FROM arm a JOIN visible_run r ON r.id = a.run_id LEFT JOIN condition c ON c.id = a.condition_id
         CROSS JOIN transcript t ON t.arm_id = a.id AND t.probe_id = @probe
       WHERE (r.id = @run OR r.name IN (SELECT value FROM json_each(@runs))) AND coalesce(c.name, '') <> @condition
       ORDER BY t.prompt_id <> @prompt, t.id LIMIT ${MOST_COMPARED}`,
    )
    .all({
      probe: own.probeId,
      prompt: own.promptId,
      run: own.runId,
      runs: JSON.stringify(runNames),
      condition: own.condition ?? '',
    });
  const seen = JSON.stringify(mine);
  return others.length > 0 && !others.some(({ id }) => JSON.stringify(given(id)) === seen);
}

/**
 * What the model was given, turn by turn: everything that it didn't write. Replies of an auditor or another model differ
 * with what they reply to, so of those only what comes before the first answer counts.
 */
function givenTexts(turns: readonly Turn[]): readonly string[] {
  const firstAnswer = turns.findIndex(({ role }) => role === 'assistant');
  return turns.flatMap((turn, index) => {
    const { role, author } = turn;
    const isPut = author === 'prefill' || author === 'authored';
    if (role === 'assistant') return isPut ? [`${role}: ${wholeText(turn)}`] : [];
    const isReply = role === 'tool' || (author !== undefined && !isPut);
    return isReply && index > firstAnswer && firstAnswer >= 0 ? [] : [`${role}: ${wholeText(turn)}`];
  });
}

function wholeText(turn: Turn): string {
  return turn.parts.length === 1 ? (turn.parts[0]?.text ?? '') : textOf(turn, 'text') || turn.raw;
}

function namesIt(texts: readonly string[], condition: string): boolean {
  const name = condition.trim().toLowerCase();
  return name.length >= SHORTEST_NAME && texts.some((text) => text.toLowerCase().includes(name));
}
