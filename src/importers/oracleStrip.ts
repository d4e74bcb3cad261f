/** The tokens that an activation oracle was shown the activations of. */
import type { Part, TokenMark } from '../core/transcript.ts';
import type { JsonObject } from './lenientJson.ts';

/** Positions from the first to before the last, counted from 0. */
export type Span = readonly [from: number, to: number];

export interface OracleStrip {
  readonly part: Part;
  /** Which positions were read, by kind of reading. */
  readonly read: { readonly tokens?: Span; readonly segment?: Span };
}

/**
 * Marked are the positions that were read one by one or as a segment; the whole sequence is always read whole, so it
 * marks nothing. What the oracle said of a token is its note.
 *
 * @returns undefined when the record has neither ids nor texts of tokens
 */
export function oracleStrip(record: JsonObject, config: JsonObject): OracleStrip | undefined {
  const ids = listIn(record['context_input_ids']);
  const texts = listIn(record['context_tokens']);
  const count = Math.max(ids.length, texts.length);
  if (count === 0) return undefined;
  const notes = notesByPosition(listIn(record['token_responses']), count, config);
  const tokens = notes.size > 0 ? extent([...notes.keys()]) : undefined;
  const segment =
    listIn(record['segment_responses']).length > 0
      ? spanIn(config['segment_start_idx'], config['segment_end_idx'], count)
      : undefined;
  const marks: TokenMark[] = [];
  for (let position = 0; position < count; position++) {
    const id = ids[position];
    const text = texts[position];
    const note = notes.get(position);
    const marked =
      note !== undefined || (segment !== undefined && position >= segment[0] && position < segment[1]);
    marks.push({
      position,
      ...(typeof id === 'number' && Number.isSafeInteger(id) ? { id } : undefined),
      ...(typeof text === 'string' ? { text } : undefined),
      ...(marked ? { marked } : undefined),
      ...(note === undefined ? undefined : { note }),
    });
  }
  const words =
    texts.length > 0 ? texts.map((text) => (typeof text === 'string' ? text : '�')).join('') : ids.join(' ');
  return {
    part: { kind: 'tokens', text: words, tokens: marks },
    read: {
      ...(tokens === undefined ? undefined : { tokens }),
      ...(segment === undefined ? undefined : { segment }),
    },
  };
}

/** Answers stand at their token's place in a list as long as the context, or begin where the settings say. */
function notesByPosition(
  answers: readonly unknown[],
  count: number,
  config: JsonObject,
): ReadonlyMap<number, string> {
  const start =
    answers.length === count
      ? 0
      : (spanIn(config['token_start_idx'], config['token_end_idx'], count)?.[0] ?? 0);
  const notes = new Map<number, string>();
  answers.forEach((answer, index) => {
    const position = start + index;
    if (typeof answer === 'string' && position < count) notes.set(position, answer);
  });
  return notes;
}

/** A negative start counts from the end, and the end then as well, where 0 is the end itself. */
function spanIn(start: unknown, end: unknown, count: number): Span | undefined {
  if (!Number.isSafeInteger(start)) return undefined;
  const fromEnd = (start as number) < 0;
  const from = fromEnd ? count + (start as number) : (start as number);
  const last = Number.isSafeInteger(end) ? (end as number) : fromEnd ? 0 : count;
  const to = fromEnd || last < 0 ? count + Math.min(last, 0) : last;
  const span = [Math.max(0, from), Math.min(count, to)] as const;
  return span[0] < span[1] ? span : undefined;
}

/** Of positions in ascending order. */
function extent(positions: readonly number[]): Span {
  return [positions[0] ?? 0, (positions.at(-1) ?? 0) + 1];
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
