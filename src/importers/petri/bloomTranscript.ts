/** Makes a transcript of a Bloom rollout, joined with what the judge said of it. */
import type { ImportedTranscript } from '../../core/imported.ts';
import type { Judge, Judgment } from '../../core/judgment.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { promptName } from '../probeNames.ts';
import type { AuditDocument } from './auditDocument.ts';
import { keyOf, numbersOf, type JudgmentFile } from './bloomFolder.ts';
import { bloomJudge, failedBloomJudgment, readBloomJudgment, type BloomJudging } from './bloomJudgments.ts';
import { transcriptNumbers, type TranscriptNumbers } from './bloomNames.ts';
import { textIn } from './petriMessage.ts';
import { metadataOf, petriTranscript, type TranscriptReading } from './petriTranscript.ts';

export interface BloomContext {
  /** For rollouts that don't say which behaviour they are about. */
  readonly suite: string;
  readonly judging?: JudgmentFile;
  readonly judge?: Judge;
  /** Descriptions by variation. */
  readonly scenarios?: ReadonlyMap<number, string>;
}

/** @param name the file's, which numbers it where the document doesn't */
export function bloomTranscript(
  document: AuditDocument,
  name: string,
  context: BloomContext,
): TranscriptReading {
  const base = petriTranscript(withSystemPrompt(document), context.suite);
  if (base.transcript === undefined) return base;
  const numbers = numbersOf(metadataOf(document)) ?? transcriptNumbers(name);
  const key = numbers === undefined ? '' : keyOf(numbers);
  const said = context.judging?.judged.get(key);
  const failed = said === undefined ? context.judging?.failed.get(key) : undefined;
  const judge = context.judge ?? bloomJudge({});
  const own = isObject(document.header['judgment']) ? document.header['judgment'] : undefined;
  const heard = said ?? (failed === undefined ? own : undefined);
  const judging = heard === undefined ? undefined : readBloomJudgment(heard, judge);
  const judgments: readonly Judgment[] =
    failed === undefined
      ? (judging?.judgments ?? base.transcript.judgments)
      : [failedBloomJudgment(failed, judge)];
  return {
    transcript: {
      ...base.transcript,
      ...placed(base.transcript, numbers, heard, context),
      judgments,
      metadata: { ...base.transcript.metadata, ...notesOf(judging) },
    },
    warnings: [...base.warnings, ...warningsOf(judging)],
  };
}

/** The scenario is the probe, whatever the answer; answers to it are samples. */
function placed(
  transcript: ImportedTranscript,
  numbers: TranscriptNumbers | undefined,
  heard: JsonObject | undefined,
  { judging, scenarios, suite }: BloomContext,
): Partial<ImportedTranscript> {
  const behavior = judging === undefined ? undefined : textIn(judging.header, 'behavior_name');
  const described =
    (heard && textIn(heard, 'variation_description')) ||
    (numbers === undefined ? undefined : scenarios?.get(numbers.variation)) ||
    '';
  if (numbers === undefined) return { suite: behavior || suite };
  return {
    suite: behavior || suite,
    probe: described === '' ? `scenario ${numbers.variation}` : promptName(described),
    sample: numbers.repetition,
    prompt: described || transcript.prompt,
  };
}

function notesOf(judging: BloomJudging | undefined): Record<string, unknown> {
  if (judging === undefined) return {};
  const { summary, unparsedSamples, suspectedFilledIn } = judging;
  return {
    ...(summary === undefined ? undefined : { judgeSummary: summary }),
    ...(Object.keys(unparsedSamples).length > 0 ? { unparsedSamples } : undefined),
    ...(suspectedFilledIn.length > 0 ? { suspectedFilledIn } : undefined),
  };
}

function warningsOf(judging: BloomJudging | undefined): readonly string[] {
  return Object.entries(judging?.unparsedSamples ?? {}).map(([metric, count]) => {
    const lost = judging?.suspectedFilledIn.includes(metric) === true;
    const samples = count === 1 ? 'One sample' : `${count} samples`;
    return `${samples} of the judge’s on ${metric} couldn’t be read and counted as 0 for Bloom; ${lost ? 'the score is missing here' : 'the mean here is of the others'}.`;
  });
}

/** Some rollouts keep the system prompt beside the messages. */
function withSystemPrompt(document: AuditDocument): AuditDocument {
  const prompt = textIn(document.header, 'target_system_prompt');
  if (!prompt) return document;
  const message = { role: 'system', content: prompt };
  const isSystem = (value: unknown): boolean =>
    isObject(value) && (value['role'] === 'system' || value['type'] === 'system');
  const edits = document.events.map((event) =>
    isObject(event) && isObject(event['edit']) ? event : undefined,
  );
  if (edits.some((event) => event !== undefined && isSystem((event['edit'] as JsonObject)['message'])))
    return document;
  if ([...document.messages, ...document.targetMessages].some(isSystem)) return document;
  const first = edits.find((event) => event !== undefined);
  if (first === undefined) {
    return document.targetMessages.length > 0
      ? { ...document, targetMessages: [message, ...document.targetMessages] }
      : { ...document, messages: [message, ...document.messages] };
  }
  const view = first['view'] ?? first['views'];
  return {
    ...document,
    events: [{ ...first, view, edit: { operation: 'add', message } }, ...document.events],
  };
}
