/** Which instructions are folded: those of one scheme as they read now. Pure. */
import type { SchemeView } from '../../../src/protocol/transcriptPanel.ts';
import type { ReadingState } from '../reading/readingState.ts';

type Instructed = Pick<SchemeView, 'name' | 'instructions'>;

/**
 * Names the instructions of a scheme as they read now: once they change they are another text, which shows again however
 * the one before was folded.
 */
export function instructionsKey({ name, instructions = '' }: Instructed): string {
  // A sum over the text, the multiplier FNV-1a's: what is kept stays short, and nothing depends on it but a fold.
  let sum = 0;
  for (let at = 0; at < instructions.length; at++) {
    sum = Math.imul(sum ^ instructions.charCodeAt(at), 16777619) >>> 0;
  }
  return `${sum.toString(36)} ${name}`;
}

export function areInstructionsOpen(reading: ReadingState, scheme: Instructed): boolean {
  return !reading.closedInstructions.includes(instructionsKey(scheme));
}

/** Folds them, or unfolds them again. */
export function toggleInstructions(reading: ReadingState, scheme: Instructed): ReadingState {
  const key = instructionsKey(scheme);
  const others = reading.closedInstructions.filter((closed) => closed !== key);
  const closedInstructions = others.length < reading.closedInstructions.length ? others : [...others, key];
  return { ...reading, closedInstructions };
}
