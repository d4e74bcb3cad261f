/** How the transcript is read: what is folded, raw or marked. Pure. */
import type { PartView, TurnView } from '../../../src/protocol/transcriptParts.ts';
import { isFoldedOutput } from './outputs.ts';

export interface ReadingState {
  /** The recorded text of each turn instead of what we read from it. */
  readonly raw: boolean;
  /** In the raw view, spaces, tabs and line ends as marks. */
  readonly whitespace: boolean;
  readonly systemOpen: boolean;
  readonly reasoningOpen: boolean;
  readonly judgeOpen: boolean;
  /** Single folds that differ from the above, by `foldKey`. Those of one transcript only. */
  readonly folds: Readonly<Record<string, boolean>>;
  /** Instructions that the reader folded, by `instructionsKey`; they stay so on every transcript. */
  readonly closedInstructions: readonly string[];
}

export const FIRST_READING: ReadingState = {
  raw: false,
  whitespace: false,
  systemOpen: false,
  reasoningOpen: false,
  judgeOpen: true,
  folds: {},
  closedInstructions: [],
};

/** Names one part of one turn. */
export function foldKey(turn: number, part: number): string {
  return `${turn}:${part}`;
}

/** What kind of fold a part has, if any: system prompts and reasoning are folded at first. */
export function foldKind(turn: TurnView, part: PartView): 'system' | 'reasoning' | null {
  if (part.kind === 'reasoning') return 'reasoning';
  return turn.role === 'system' || turn.role === 'developer' ? 'system' : null;
}

/** True when a part's text is to be seen whole. */
export function isOpen(reading: ReadingState, turn: TurnView, index: number): boolean {
  const part = turn.parts[index];
  const kind = part === undefined ? null : foldKind(turn, part);
  if (kind === null) {
    return (
      part === undefined || !isFoldedOutput(part) || (reading.folds[foldKey(turn.index, index)] ?? false)
    );
  }
  return (
    reading.folds[foldKey(turn.index, index)] ??
    (kind === 'system' ? reading.systemOpen : reading.reasoningOpen)
  );
}

/** Opens or closes all system prompts, or all reasoning; single folds follow. */
export function toggleAll(reading: ReadingState, kind: 'system' | 'reasoning'): ReadingState {
  return kind === 'system'
    ? { ...reading, systemOpen: !reading.systemOpen, folds: {} }
    : { ...reading, reasoningOpen: !reading.reasoningOpen, folds: {} };
}
