import type { Part, Turn } from '../core/transcript.ts';

/**
 * A whole conversation as text for a judge: one numbered heading a turn, reasoning and tool calls named. Turns that were
 * put into the model's mouth say so, since the judge is asked about what the model did.
 */
export function transcriptText(turns: readonly Turn[]): string {
  return turns
    .map((turn, index) => `[${index + 1}] ${heading(turn)}\n${turn.parts.map(partText).join('\n')}`)
    .join('\n\n');
}

function heading(turn: Turn): string {
  const name = turn.role.toUpperCase();
  if (turn.role !== 'assistant') return name;
  if (turn.author === 'prefill') return `${name} (beginning given to it)`;
  return turn.author === 'authored' ? `${name} (not written by it)` : name;
}

function partText(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reasoning':
      return `(reasoning) ${part.text}`;
    case 'tool-call':
      return `(calls ${part.name}) ${part.text}`;
    case 'tool-result':
      return `(tool result) ${part.text}`;
    case 'image':
      return '(image)';
    case 'data':
      return `(data) ${part.text}`;
    case 'tokens':
      return part.text;
  }
}
