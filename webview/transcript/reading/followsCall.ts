import type { TurnStore } from './turnStore.ts';

/** True for a turn of results that answers calls of the turn before it, or stands among others that do. */
export function followsCall(turns: Pick<TurnStore, 'turn' | 'partner'>, index: number): boolean {
  const turn = turns.turn(index);
  if (turn === undefined || !turn.parts.some(({ kind }) => kind === 'tool-result')) return false;
  const call = turn.parts.flatMap((_, part) => turns.partner(index, part) ?? [])[0];
  if (call === undefined || call.turn >= index) return false;
  for (let between = call.turn + 1; between < index; between += 1) {
    if (turns.turn(between)?.role !== turn.role) return false;
  }
  return true;
}
