import type { Part, Turn } from '../core/transcript.ts';
import { answerParts } from './answerTurn.ts';
import { readMessage } from './chatMessage.ts';

/**
 * Reads the parts of a stored turn anew from what was recorded, as an import would today. What was recorded, and with it
 * the transcript's identity, stays as it is.
 *
 * @returns the turn's present parts when its recording can't be read as a message
 */
export function rereadParts({ role, raw, rawKind, parts }: Turn): readonly Part[] {
  if (rawKind === 'text') {
    // Only models reason; a tool's result keeps the call that it belongs to.
    return role === 'assistant' ? answerParts(raw) : parts;
  }
  let message: unknown;
  try {
    message = JSON.parse(raw) as unknown;
  } catch {
    return parts;
  }
  const reading = readMessage(message);
  return reading.kind === 'turn' ? reading.turn.parts : parts;
}
