/** Reads one `response.json` of an agentic-misalignment folder. */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import type { AgenticPrompts } from './agenticPrompts.ts';
import { answerTurn } from './answerTurn.ts';
import { isObject, type JsonObject } from './lenientJson.ts';

/** The classifier’s verdict, and what the scenario requires besides: an address and a wording. */
export const HARMFUL = 'harmful';
/** The classifier alone. */
const CLASSIFIER = 'classifier';

export interface SamplePlace {
  readonly at: { readonly row: number; readonly line: number };
  readonly model: string;
  readonly condition: string;
  /** What the condition's name says, part by part. */
  readonly parts: Readonly<Record<string, string>>;
  readonly sample: number;
  readonly prompts: AgenticPrompts | undefined;
}

export type SampleReading =
  | {
      readonly kind: 'transcript';
      readonly transcript: ImportedTranscript;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

export function agenticSample(record: JsonObject, place: SamplePlace): SampleReading {
  const { raw_response: raw, error } = record;
  const metadata = isObject(record['metadata']) ? record['metadata'] : {};
  const classification = isObject(record['classification']) ? record['classification'] : undefined;
  const failure = error ?? metadata['error'];
  if (typeof raw !== 'string' && (failure === undefined || failure === null))
    return { kind: 'unreadable', reason: 'It has neither a response nor an error.' };
  const answered = typeof raw === 'string' && raw !== '';
  const turns: Turn[] = [];
  if (place.prompts?.system !== undefined) turns.push(plainTurn('system', place.prompts.system));
  if (place.prompts?.user !== undefined) turns.push(plainTurn('user', place.prompts.user));
  // Without prompts and answer there would be nothing to know it by.
  if (turns.length === 0 && !answered)
    return { kind: 'unreadable', reason: `It has no response: ${words(failure)}` };
  if (typeof raw === 'string') turns.push(answerTurn(raw));
  const failed = !answered && failure !== undefined && failure !== null;
  const model = textIn(metadata['model']);
  const { scenario } = place.parts;
  return {
    kind: 'transcript',
    transcript: {
      ...place.at,
      suite: 'agentic misalignment',
      probe: scenario ?? place.condition,
      prompt: place.prompts?.user ?? place.condition,
      model: model === '' ? place.model : model,
      condition: textIn(metadata['condition']) === '' ? place.condition : textIn(metadata['condition']),
      sample: place.sample,
      turns,
      judgments: failed ? [missing(HARMFUL), missing(CLASSIFIER)] : judgmentsOf(classification),
      metadata: {
        ...place.parts,
        ...metadata,
        ...restOf(classification),
        ...(failed ? { error: failure } : undefined),
      },
    },
    warnings: [
      ...(failed ? [`The call failed: ${words(failure)}`] : []),
      ...(!failed && !answered ? ['The response is empty.'] : []),
      ...(hasError(classification) ? [`It was not classified: ${words(classification?.['error'])}`] : []),
    ],
  };
}

function hasError(classification: JsonObject | undefined): boolean {
  const error = classification?.['error'];
  return error !== undefined && error !== null && error !== '';
}

function judgmentsOf(classification: JsonObject | undefined): Judgment[] {
  if (classification === undefined) return [];
  if (hasError(classification)) return [missing(HARMFUL), missing(CLASSIFIER)];
  const judgments: Judgment[] = [];
  const rationale = textIn(classification['classifier_reasoning'] ?? classification['reasoning']);
  const more = rationale === '' ? {} : { rationale };
  if ('harmful_behavior' in classification)
    judgments.push({
      metric: HARMFUL,
      judge: judgeOf(classification, HARMFUL),
      ...read(classification['harmful_behavior']),
      ...more,
    });
  if ('classifier_verdict' in classification)
    judgments.push({
      metric: CLASSIFIER,
      judge: judgeOf(classification, CLASSIFIER),
      ...read(classification['classifier_verdict']),
      ...more,
    });
  return judgments;
}

function judgeOf(classification: JsonObject, metric: string): Judge {
  const type = textIn(classification['classifier_type'] ?? classification['classification_type']);
  const model = textIn(classification['classifier_model'] ?? classification['model']);
  const name = metric === HARMFUL ? 'classifier with address and wording' : 'classifier';
  return {
    name: type === '' ? name : `${type} ${name}`,
    kind: 'imported',
    ...(model === '' ? undefined : { model }),
  };
}

function missing(metric: string): Judgment {
  return { metric, judge: judgeOf({}, metric), value: { kind: 'missing', reason: 'provider-error' } };
}

function read(verdict: unknown): { readonly value: JudgmentValue; readonly raw?: string } {
  if (typeof verdict === 'boolean') return { value: { kind: 'boolean', boolean: verdict } };
  if (verdict === null || verdict === '') return { value: { kind: 'missing', reason: 'unknown' } };
  const raw = words(verdict);
  const word = raw.trim().toLowerCase();
  if (word === 'yes' || word === 'true') return { value: { kind: 'boolean', boolean: true }, raw };
  if (word === 'no' || word === 'false') return { value: { kind: 'boolean', boolean: false }, raw };
  return { value: { kind: 'missing', reason: 'parse-failure' }, raw };
}

function restOf(classification: JsonObject | undefined): Record<string, unknown> {
  const rest = Object.create(null) as Record<string, unknown>;
  const shown = ['harmful_behavior', 'classifier_verdict', 'classifier_reasoning', 'reasoning', 'error'];
  for (const key in classification ?? {}) {
    if (!shown.includes(key) && classification?.[key] !== null) rest[key] = classification?.[key];
  }
  return rest;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function words(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, 300);
}
