/** What rules read of a transcript's turns. */
import type { CheckedRow } from '../../core/findingSource.ts';
import { textOf, type Turn } from '../../core/transcript.ts';

/** Turns that the experimenter wrote as if the model had said them. */
export function isPutInItsMouth({ author }: Turn): boolean {
  return author === 'authored' || author === 'prefill';
}

/** Turns that the model said. */
export function saidTurns(row: CheckedRow): readonly Turn[] {
  return row.turns.filter((turn) => turn.role === 'assistant' && !isPutInItsMouth(turn));
}

/** The turn that judges judge: the last one that the model said. */
export function answerTurn(row: CheckedRow): Turn | undefined {
  return row.turns.findLast((turn) => turn.role === 'assistant' && !isPutInItsMouth(turn));
}

/** The text of the answer, its reasoning left out; empty when there is none. */
export function answerOf(row: CheckedRow): string {
  const turn = answerTurn(row);
  return turn === undefined ? '' : textOf(turn, 'text');
}

/** What the model was given before its last answer, as one text: equal for transcripts that were asked the same. */
export function askedOf(row: CheckedRow): string {
  const answer = answerTurn(row);
  const end = answer === undefined ? row.turns.length : row.turns.indexOf(answer);
  return JSON.stringify(row.turns.slice(0, end).map(({ role, raw }) => [role, raw.trim()]));
}

/** A number that equal texts share and others hardly ever do (FNV-1a over two lanes, 53 bits). */
export function printOf(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff);
}
