/** Makes a transcript of an audit's document. */
import type { ImportedTranscript } from '../../core/imported.ts';
import type { Judge } from '../../core/judgment.ts';
import { textOf } from '../../core/transcript.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { promptName, PROMPT_SUITE } from '../probeNames.ts';
import type { AuditDocument } from './auditDocument.ts';
import { auditTurns, type AuditTurns } from './auditTurns.ts';
import { eventNotes } from './eventNotes.ts';
import { readJudgeOutput, type JudgeReading } from './judgeOutput.ts';
import { textIn, type Speakers } from './petriMessage.ts';

export interface TranscriptReading {
  /** Undefined when there are no turns. */
  readonly transcript: ImportedTranscript | undefined;
  readonly warnings: readonly string[];
}

/** @param suite for audits without a seed: those with one are the same probe in every file */
export function petriTranscript(document: AuditDocument, suite: string): TranscriptReading {
  const header = metadataOf(document);
  const turns = auditTurns(document, speakersOf(header));
  const warnings = [...turns.warnings];
  if (turns.turns.length === 0) return { transcript: undefined, warnings };
  if (!turns.turns.some(({ role }) => role === 'assistant')) warnings.push('The target never answers.');
  const output = header['judge_output'];
  const reading = isObject(output) ? readJudgeOutput(output, judgeOf(header, turns)) : undefined;
  const filled = reading?.suspectedFilledIn ?? [];
  if (filled.length > 0) {
    warnings.push(
      `${filled.length === 1 ? 'One score isn’t' : `${filled.length} scores aren’t`} in the judge’s text (${filled.slice(0, 5).join(', ')}${filled.length > 5 ? ', …' : ''}) and may be filled in.`,
    );
  }
  const seed = textIn(header, 'seed_instruction') || textIn(header, 'description') || '';
  const model = textIn(header, 'target_model');
  const tags = Array.isArray(header['tags'])
    ? (header['tags'] as unknown[]).filter((tag) => typeof tag === 'string')
    : [];
  const first = turns.turns.find(({ role }) => role === 'user');
  const transcript: ImportedTranscript = {
    row: 1,
    line: 1,
    suite: seed === '' ? suite : PROMPT_SUITE,
    probe: seed === '' ? tags.join(', ') || 'audit' : promptName(seed),
    prompt: seed || (first === undefined ? '' : textOf(first, 'text')),
    ...(model ? { model } : undefined),
    turns: turns.turns,
    judgments: reading?.judgments ?? [],
    metadata: metadata(header, document, reading),
    ...(turns.branches.length > 0 ? { branches: turns.branches } : undefined),
  };
  return { transcript, warnings };
}

/** The header's own `metadata`, where there is one. */
export function metadataOf({ header }: Pick<AuditDocument, 'header'>): JsonObject {
  return isObject(header['metadata']) ? header['metadata'] : {};
}

export function speakersOf(header: JsonObject): Speakers {
  const target = textIn(header, 'target_model');
  const auditor = textIn(header, 'auditor_model') ?? textIn(header, 'evaluator_model');
  return { ...(target ? { target } : undefined), ...(auditor ? { auditor } : undefined) };
}

/** The judge's own messages, where the file has them, say which model it is and how it was asked. */
function judgeOf(header: JsonObject, { views }: AuditTurns): Pick<Judge, 'name' | 'model' | 'prompt'> {
  const messages = (views.get('judge') ?? []).filter(isObject);
  const answer = messages.findLast(({ role }) => role === 'assistant');
  const answerMetadata = isObject(answer?.['metadata']) ? answer['metadata'] : {};
  const model =
    textIn(header, 'judge_model') || (answer && textIn(answer, 'model')) || textIn(answerMetadata, 'source');
  const system = messages.find(({ role }) => role === 'system')?.['content'];
  const prompt = typeof system === 'string' && system !== '' ? system : undefined;
  return {
    name: 'Petri judge',
    ...(model ? { model } : undefined),
    ...(prompt === undefined ? undefined : { prompt }),
  };
}

const ELSEWHERE = new Set(['judge_output', 'target_model', 'seed_instruction']);

function metadata(
  header: JsonObject,
  document: AuditDocument,
  reading: JudgeReading | undefined,
): Readonly<Record<string, unknown>> {
  const kept = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(header)) {
    const value = header[key];
    if (ELSEWHERE.has(key) || value === null) continue;
    // The older schema calls the seed a description.
    if (key === 'description' && !textIn(header, 'seed_instruction')) continue;
    kept[key] = /_at$/.test(key) && typeof value === 'string' ? isoTime(value) : value;
  }
  if (reading?.summary !== undefined) kept['judgeSummary'] = reading.summary;
  if (reading !== undefined && reading.suspectedFilledIn.length > 0) {
    kept['suspectedFilledIn'] = reading.suspectedFilledIn;
  }
  return Object.assign(kept, eventNotes(document.events));
}

/** `2025-10-06 12:00:00+00:00` as ISO 8601 writes it; anything else as it is. */
export function isoTime(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/, '$1T$2');
}
