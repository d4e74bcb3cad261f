import type { Part, Turn } from '../core/transcript.ts';
import { answerParts } from './answerTurn.ts';
import { readMessage } from './chatMessage.ts';
import { contentParts, encodedBlocks } from './contentParts.ts';
import { isInspectMessage, partsOfMessage } from './inspect/messages.ts';
import { isObject } from './lenientJson.ts';

/**
 * Reads the parts of a stored turn anew from what was recorded, as an import would today. What was recorded, and with it
 * the transcript's identity, stays as it is.
 *
 * @returns the turn's present parts when its recording can't be read as a message
 */
export function rereadParts({ role, raw, rawKind, parts }: Turn): readonly Part[] {
  if (rawKind === 'text') {
    if (role === 'assistant') return answerParts(raw);
    // Only models reason; a tool's result keeps the call that it belongs to.
    const blocks = role === 'tool' ? undefined : encodedBlocks(raw);
    return blocks === undefined ? parts : contentParts(blocks);
  }
  let message: unknown;
  try {
    message = JSON.parse(raw) as unknown;
  } catch {
    return parts;
  }
  // What stands beside the message in its file can't be had from here.
  if (raw.includes('"attachment://')) return parts;
  if (isObject(message) && isInspectMessage(message)) return partsOfMessage(message);
  const reading = readMessage(message);
  return reading.kind === 'turn' ? reading.turn.parts : parts;
}
