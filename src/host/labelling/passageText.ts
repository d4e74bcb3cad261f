/** Where marked passages stand in a transcript as it is stored here. */
import { AuditError } from '../../core/errors.ts';
import type { LabelPart } from '../../core/labelEvent.ts';
import type { AuditStore } from '../../core/ports.ts';
import { LONGEST_QUOTE, type SpanAnchor } from '../../core/span.ts';
import type { Part } from '../../core/transcript.ts';
import type { PassagePlace } from '../../protocol/transcriptAbout.ts';

type TurnReader = Pick<AuditStore, 'branchTurns'>;

/**
 * The anchor of a passage that is newly marked, with its text as recorded, and what of the transcript it belongs to.
 * Its ends are moved off the middle of characters that are two code units long.
 *
 * @throws AuditError `bad-input` where there is no such text, or nothing but spaces
 */
export function anchorAt(
  store: TurnReader,
  transcriptId: number,
  { turn, branch = 0, part, from, to }: PassagePlace,
): { readonly span: SpanAnchor; readonly part: LabelPart } {
  const found = partsOf(store, transcriptId, branch, turn)[part];
  const text = found?.text ?? '';
  const start = splitsPair(text, from) ? from - 1 : from;
  const end = splitsPair(text, to) ? to + 1 : to;
  if (found === undefined || end > text.length || text.slice(start, end).trim() === '') {
    throw new AuditError('bad-input', 'There is no text at that place to mark.', 'Select the passage again.');
  }
  return {
    span: {
      turn,
      ...(branch === 0 ? {} : { branch }),
      part,
      from: start,
      to: end,
      quote: quoteOf(text.slice(start, end)),
    },
    part: found.kind === 'reasoning' ? 'reasoning' : 'answer',
  };
}

/**
 * Where the text of a passage stands now: where it was marked, else in another part of the same turn, as after
 * reasoning was told from answers in a better way; null when it isn't there or can't be told.
 */
export function placeOf(store: TurnReader, transcriptId: number, span: SpanAnchor): PassagePlace | null {
  const { turn, branch = 0, part, from, to, quote } = span;
  const parts = partsOf(store, transcriptId, branch, turn);
  const at = branch === 0 ? { turn } : { turn, branch };
  const there = parts[part]?.text;
  if (there !== undefined && to <= there.length && quoteOf(there.slice(from, to)) === quote)
    return { ...at, part, from, to };
  if (quote.trim() === '' || quote.length !== to - from) return null;
  const elsewhere = parts.flatMap(({ text }, index) => {
    const first = text.indexOf(quote);
    if (first < 0) return [];
    const isOnce = text.indexOf(quote, first + 1) < 0;
    return [{ part: index, from: first, isOnce }];
  });
  const [only] = elsewhere;
  if (only === undefined || elsewhere.length > 1 || !only.isOnce) return null;
  return { ...at, part: only.part, from: only.from, to: only.from + quote.length };
}

/** The text at a place; empty where there is none. */
export function textAt(
  store: TurnReader,
  transcriptId: number,
  { turn, branch = 0, part, from, to }: PassagePlace,
  masked: (text: string) => string,
): string {
  return masked(partsOf(store, transcriptId, branch, turn)[part]?.text ?? '').slice(from, to);
}

function partsOf(store: TurnReader, transcriptId: number, branch: number, turn: number): readonly Part[] {
  return store.branchTurns(transcriptId, branch, turn, 1)[0]?.parts ?? [];
}

/** As much of a passage as an anchor holds, never half a character: a database would change that. */
function quoteOf(passage: string): string {
  const end = splitsPair(passage, LONGEST_QUOTE) ? LONGEST_QUOTE - 1 : LONGEST_QUOTE;
  return passage.slice(0, end);
}

function splitsPair(text: string, at: number): boolean {
  const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
  const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}
