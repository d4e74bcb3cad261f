/** Turns and their parts as the page draws them, texts cut to what it needs at first. Pure. */
import type { Part, TokenMark, Turn } from '../../core/transcript.ts';
import { PART_TEXT_LIMIT } from '../../protocol/transcriptPanel.ts';
import { STRIP_LIMIT, type PartView, type TokenView, type TurnView } from '../../protocol/transcriptParts.ts';
import { cutText, valueText } from './cutText.ts';
import { drawableImage, INLINE_IMAGE_CHARACTERS } from './imageSource.ts';

const MOST_NAME_CHARACTERS = 500;
const MOST_MESSAGE_CHARACTERS = 4_000;
const MOST_TOKEN_CHARACTERS = 200;
const MOST_NOTE_CHARACTERS = 2_000;
const MOST_FACTS = 60;

export function turnView(turn: Turn, index: number): TurnView {
  const provenance = turn.provenance === undefined ? [] : facts(turn.provenance);
  return {
    index,
    role: turn.role,
    parts: turn.parts.map(partView),
    ...(turn.author === undefined ? {} : { author: cutText(turn.author, MOST_NAME_CHARACTERS) }),
    ...(provenance.length === 0 ? {} : { provenance }),
  };
}

function partView(part: Part): PartView {
  const common = {
    kind: part.kind,
    text: cutText(part.text, PART_TEXT_LIMIT),
    fullLength: part.text.length,
  };
  switch (part.kind) {
    case 'text':
      return common;
    case 'reasoning':
      return { ...common, closed: part.closed, ...(part.redacted === true ? { redacted: true } : {}) };
    case 'tool-call':
      return { ...common, toolName: cutText(part.name, MOST_NAME_CHARACTERS), ...called(part.callId) };
    case 'tool-result':
      return {
        ...common,
        ...(part.name === undefined ? {} : { toolName: cutText(part.name, MOST_NAME_CHARACTERS) }),
        ...called(part.callId),
        ...(part.error === undefined ? {} : { error: errorView(part.error) }),
      };
    case 'image':
      return { ...common, ...imageFields(part.source) };
    case 'data':
      return {
        ...common,
        ...(part.mediaType === undefined ? {} : { mediaType: cutText(part.mediaType, MOST_NAME_CHARACTERS) }),
      };
    case 'tokens':
      return {
        ...common,
        tokens: part.tokens.slice(0, STRIP_LIMIT).map(tokenView),
        tokenCount: part.tokens.length,
      };
  }
}

function called(callId: string | undefined): { callId?: string } {
  return callId === undefined || callId === '' ? {} : { callId: cutText(callId, MOST_NAME_CHARACTERS) };
}

function errorView({ type, message }: { readonly type?: string; readonly message: string }) {
  return {
    message: cutText(message, MOST_MESSAGE_CHARACTERS),
    ...(type === undefined ? {} : { type: cutText(type, MOST_NAME_CHARACTERS) }),
  };
}

function imageFields(source: string | undefined): Partial<PartView> {
  if (source === undefined) return {};
  const image = drawableImage(source);
  if (image.uri === null) return { imageRefusal: image.refusal };
  return image.uri.length <= INLINE_IMAGE_CHARACTERS
    ? { imageSource: image.uri }
    : { imageBytes: image.bytes };
}

function tokenView({ position, id, text, marked, note }: TokenMark): TokenView {
  return {
    position,
    ...(id === undefined ? {} : { id }),
    ...(text === undefined ? {} : { text: cutText(text, MOST_TOKEN_CHARACTERS) }),
    ...(marked === true ? { marked } : {}),
    ...(note === undefined ? {} : { note: cutText(note, MOST_NOTE_CHARACTERS) }),
  };
}

/** Names and values as text, those of a usage record one by one. */
function facts(provenance: Readonly<Record<string, unknown>>): { name: string; value: string }[] {
  return Object.entries(provenance)
    .flatMap(([name, value]) =>
      name === 'usage' && isRecord(value) ? Object.entries(value) : [[name, value] as const],
    )
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .slice(0, MOST_FACTS)
    .map(([name, value]) => ({ name: cutText(name, MOST_NAME_CHARACTERS), value: valueText(value) }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
