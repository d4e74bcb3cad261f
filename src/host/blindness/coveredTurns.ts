/** Turns as a reader sees them who mustn't know whose they are. Pure. */
import { maskPattern, maskText } from '../../core/maskText.ts';
import type { Part, TokenMark, Turn } from '../../core/transcript.ts';
import { hidesArm, type Cover } from './cover.ts';

/** Authors that say how a turn came about and not which model wrote it. */
const PLAIN_AUTHORS = new Set(['prefill', 'authored', 'auditor']);

/** The turns with their makers left out and their masked texts blocked out, as the cover says. */
export function coveredTurns(turns: readonly Turn[], cover: Cover): readonly Turn[] {
  const pattern = maskPattern(cover.masks);
  if (pattern === undefined && !hidesArm(cover)) return turns;
  return turns.map((turn) => coveredTurn(turn, cover, pattern));
}

function coveredTurn(turn: Turn, cover: Cover, pattern: RegExp | undefined): Turn {
  const masked = pattern === undefined ? turn : maskedTurn(turn, pattern);
  if (!hidesArm(cover)) return masked;
  const { author, provenance: _hidden, ...rest } = masked;
  // A prefill is a condition of its own, and an authored turn tells of one.
  const isTold = author !== undefined && !cover.condition && PLAIN_AUTHORS.has(author);
  return isTold ? { ...rest, author } : rest;
}

function maskedTurn(turn: Turn, pattern: RegExp): Turn {
  return {
    ...turn,
    raw: maskText(turn.raw, pattern),
    parts: turn.parts.map((part) => maskedPart(part, pattern)),
  };
}

function maskedPart(part: Part, pattern: RegExp): Part {
  const text = maskText(part.text, pattern);
  switch (part.kind) {
    case 'tool-call':
      return { ...part, text, name: maskText(part.name, pattern) };
    case 'tool-result':
      return {
        ...part,
        text,
        ...(part.name === undefined ? {} : { name: maskText(part.name, pattern) }),
        ...(part.error === undefined
          ? {}
          : { error: { ...part.error, message: maskText(part.error.message, pattern) } }),
      };
    case 'tokens':
      return { ...part, text, tokens: maskedTokens(part.tokens, pattern) };
    case 'text':
    case 'reasoning':
    case 'image':
    case 'data':
      return { ...part, text };
  }
}

/** A mask may run over several tokens: their texts are looked through joined. Ids would tell the tokens. */
function maskedTokens(tokens: readonly TokenMark[], pattern: RegExp): readonly TokenMark[] {
  const joined = tokens.map(({ text }) => text ?? '').join('');
  const masked = maskText(joined, pattern);
  if (masked === joined) return tokens;
  let at = 0;
  return tokens.map((token) => {
    const from = at;
    at += token.text?.length ?? 0;
    const text = masked.slice(from, at);
    if (text === (token.text ?? '')) return token;
    const { id: _id, note, ...rest } = token;
    return { ...rest, text, ...(note === undefined ? {} : { note: maskText(note, pattern) }) };
  });
}
