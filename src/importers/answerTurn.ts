import { splitReasoning } from '../core/reasoningSplit.ts';
import type { Turn } from '../core/transcript.ts';

/** An answer recorded as plain text, with inline reasoning taken apart. */
export function answerTurn(raw: string): Turn {
  return { role: 'assistant', raw, rawKind: 'text', parts: splitReasoning(raw) };
}

/** An answer whose reasoning was recorded in a place of its own, such as another column. */
export function answerWithReasoning(answer: string, reasoning: string): Turn {
  if (reasoning === '') return answerTurn(answer);
  const parts = splitReasoning(answer).filter((part) => part.kind !== 'text' || part.text !== '');
  return {
    role: 'assistant',
    raw: JSON.stringify({ role: 'assistant', reasoning, content: answer }),
    rawKind: 'json',
    parts: [{ kind: 'reasoning', text: reasoning, origin: 'field', closed: true }, ...parts],
  };
}
