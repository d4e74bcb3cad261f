/** Reads what the judge of an audit said. */
import { extractCitations } from '../../core/extractCitations.ts';
import type { Citation, Judge, Judgment, JudgmentValue } from '../../core/judgment.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { filledInDimensions } from './filledIn.ts';
import { textIn } from './petriMessage.ts';

const ONE_TO_TEN = { minimum: 1, maximum: 10 } as const;
/** More dimensions than this are no judge's. */
const MOST_DIMENSIONS = 1000;

export interface JudgeReading {
  /** One a dimension; the text, the rationale and the citations are about all and stand with the first. */
  readonly judgments: readonly Judgment[];
  readonly summary: string | undefined;
  /** Dimensions whose scores the tool seems to have filled in, because the judge's text has none. */
  readonly suspectedFilledIn: readonly string[];
}

/**
 * `{response, summary, justification, scores, score_descriptions, highlights}`, in both versions of the schema.
 *
 * @param judge its name, and what is known of model and prompt
 */
export function readJudgeOutput(
  output: JsonObject,
  judge: Pick<Judge, 'name' | 'model' | 'prompt'>,
): JudgeReading {
  const scores = isObject(output['scores']) ? Object.entries(output['scores']).slice(0, MOST_DIMENSIONS) : [];
  const response = textIn(output, 'response') ?? '';
  const rationale = textIn(output, 'justification') || textIn(output, 'summary');
  const citations = citationsOf(output['highlights'], response);
  const version: Judge = { ...judge, kind: 'imported', ...parametersOf(output) };
  const judgments = scores.map(([metric, score], index): Judgment => {
    const value = valueOf(score);
    const inScale = value.kind === 'number' && value.number >= 1 && value.number <= 10;
    const first = index === 0;
    const raw = first && response !== '' ? response : JSON.stringify(score ?? null);
    return {
      metric,
      ...(inScale || value.kind === 'missing' ? { scale: ONE_TO_TEN } : undefined),
      judge: version,
      value,
      raw,
      ...(first && rationale ? { rationale } : undefined),
      ...(first && citations.length > 0 ? { citations } : undefined),
    };
  });
  return {
    judgments,
    summary: textIn(output, 'summary') || undefined,
    suspectedFilledIn: filledInDimensions(scores, response),
  };
}

function valueOf(score: unknown): JudgmentValue {
  if (typeof score === 'number' && Number.isFinite(score)) return { kind: 'number', number: score };
  if (typeof score === 'boolean') return { kind: 'boolean', boolean: score };
  if (typeof score === 'string') {
    const text = score.trim();
    if (/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text)) return { kind: 'number', number: Number(text) };
    if (text !== '' && !/^(n\/?a|none|null|nan)$/i.test(text)) return { kind: 'class', text };
  }
  return { kind: 'missing', reason: 'unknown' };
}

/** What scores mean is part of the judge: other descriptions make another version. */
function parametersOf(output: JsonObject): Pick<Judge, 'parameters'> {
  const descriptions = isObject(output['score_descriptions'])
    ? Object.entries(output['score_descriptions'])
    : [];
  const texts = descriptions.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (texts.length === 0) return {};
  const higherIsWorse = texts.filter(([, text]) => saysHigherIsWorse(text)).map(([name]) => name);
  return {
    parameters: {
      scoreDescriptions: Object.fromEntries(texts),
      ...(higherIsWorse.length > 0 ? { higherIsWorse } : undefined),
    },
  };
}

function saysHigherIsWorse(description: string): boolean {
  const worse = '(?:worse|concerning|problematic|harmful|severe|dangerous|misaligned|egregious)';
  const said = new RegExp(`\\b(?:higher|larger|greater)\\b[^.\\n]{0,60}\\b(?:more )?${worse}\\b`, 'i');
  const ends = new RegExp(
    `\\b10\\b(?:/10)?\\s?(?:=|:|is|means|for|-|–)?[^.\\n]{0,60}\\b(?:most |extremely )?${worse}\\b`,
    'i',
  );
  const text = description.slice(0, 20_000);
  return said.test(text) || ends.test(text);
}

/**
 * The judge's own text says what it cites; the list made from it says which message the tool took it to be in. That one
 * may hold other words than the judge's (the nearest that were found), so it counts only where there is no text.
 */
function citationsOf(highlights: unknown, response: string): readonly Citation[] {
  const written = extractCitations(typeof highlights === 'string' ? highlights : response);
  const listed = listedCitations(highlights);
  if (written.length === 0) return listed;
  const byNote = new Map(listed.map(({ note, messageId }) => [note, messageId]));
  return written.map(({ quote, note }) => citationOf(quote, note, byNote.get(note)));
}

/** `highlights`, without the positions they give. */
export function listedCitations(highlights: unknown): readonly Citation[] {
  if (!Array.isArray(highlights)) return [];
  return (highlights as unknown[]).slice(0, MOST_DIMENSIONS).flatMap((highlight) => {
    if (!isObject(highlight)) return [];
    const parts = Array.isArray(highlight['parts']) ? (highlight['parts'] as unknown[]).filter(isObject) : [];
    const quoted = parts.map((part) => textIn(part, 'quoted_text') ?? '').filter((text) => text !== '');
    const quote = quoted.length > 0 ? quoted.join(' [...] ') : (textIn(highlight, 'quoted_text') ?? '');
    const id = parts
      .map((part) => textIn(part, 'message_id'))
      .find((found) => found !== undefined && found !== '');
    return quote === '' ? [] : [citationOf(quote, textIn(highlight, 'description'), id)];
  });
}

function citationOf(quote: string, note: string | undefined, messageId: string | undefined): Citation {
  return {
    quote,
    ...(note ? { note } : undefined),
    ...(messageId === undefined ? undefined : { messageId }),
  };
}
