import { splitReasoning } from '../core/reasoningSplit.ts';
import type { Part, Turn } from '../core/transcript.ts';
import { contentParts, encodedBlocks } from './contentParts.ts';

/** What a model wrote, as text: inline reasoning is taken apart, and so is a list of blocks that was written as text. */
export function answerParts(raw: string): Part[] {
  const blocks = encodedBlocks(raw);
  return blocks === undefined ? splitReasoning(raw) : contentParts(blocks);
}

/** What others than models wrote, as text: a list of blocks that was written as text is taken apart, nothing else. */
export function givenParts(raw: string): Part[] {
  const blocks = encodedBlocks(raw);
  return blocks === undefined ? [{ kind: 'text', text: raw }] : contentParts(blocks);
}

/** An answer recorded as plain text. */
export function answerTurn(raw: string): Turn {
  return { role: 'assistant', raw, rawKind: 'text', parts: answerParts(raw) };
}

/** An answer whose reasoning was recorded in a place of its own, such as another column. */
export function answerWithReasoning(answer: string, reasoning: string): Turn {
  if (reasoning === '') return answerTurn(answer);
  const parts = answerParts(answer).filter((part) => part.kind !== 'text' || part.text !== '');
  return {
    role: 'assistant',
    raw: JSON.stringify({ role: 'assistant', reasoning, content: answer }),
    rawKind: 'json',
    parts: [{ kind: 'reasoning', text: reasoning, origin: 'field', closed: true }, ...parts],
  };
}
