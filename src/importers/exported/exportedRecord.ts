/** One transcript that was exported here, as it comes back. */
import { hash } from 'node:crypto';
import { CONTENT_KEY_VERSION, contentKeyInput } from '../../core/contentKey.ts';
import type { ImportedLabel, ImportedTranscript } from '../../core/imported.ts';
import {
  MISSING_REASONS,
  type Citation,
  type Judgment,
  type JudgmentValue,
  type MissingReason,
} from '../../core/judgment.ts';
import type { Turn } from '../../core/transcript.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { judgmentsIn, labelsIn, type ExportedDefinitions } from './exportedDefinitions.ts';
import { exportedBranches, exportedTurns } from './exportedTurns.ts';

/** Where it came from before it was exported, in its metadata. */
const ORIGIN = 'exported_from';

/** @returns the transcript, or why there is none */
export function readExportedRecord(
  record: JsonObject,
  at: { readonly row: number; readonly line: number },
  definitions: ExportedDefinitions,
  file: string,
  warn: (reason: string) => void,
): ImportedTranscript | string {
  const turns = exportedTurns(record);
  if (typeof turns === 'string') return turns;
  if (turns.length === 0) return 'It has no turns.';
  if (!isAsExported(record['content_key'], turns)) {
    warn('Its texts aren’t those that were exported, so that labels on those don’t show at it.');
  }
  const text = (name: string): string => (typeof record[name] === 'string' ? record[name] : '');
  const named = (name: 'model' | 'group' | 'condition') => (text(name) === '' ? {} : { [name]: text(name) });
  const { sample } = record;
  const branches = exportedBranches(record['branches'], turns.length, warn);
  const labels = labelsIn(record).flatMap((label) => exportedLabel(label, definitions, file, warn));
  return {
    row: at.row,
    line: at.line,
    suite: text('suite'),
    probe: text('probe'),
    prompt: text('prompt'),
    ...named('model'),
    ...named('group'),
    ...named('condition'),
    ...(Number.isSafeInteger(sample) ? { sample: sample as number } : {}),
    turns,
    ...(branches.length === 0 ? {} : { branches }),
    judgments: judgmentsIn(record).flatMap((judgment) => judgmentOf(judgment, definitions)),
    metadata: metadataOf(record),
    ...(labels.length === 0 ? {} : { labels }),
  };
}

function isAsExported(key: unknown, turns: readonly Turn[]): boolean {
  if (typeof key !== 'string' || key === '') return true;
  return key.startsWith(
    `${CONTENT_KEY_VERSION}-${hash('sha256', contentKeyInput(turns), 'hex').slice(0, 32)}-`,
  );
}

function judgmentOf(said: JsonObject, definitions: ExportedDefinitions): readonly Judgment[] {
  const { metric, judge, raw, rationale, distribution, scale, quotes, citations } = said;
  if (typeof metric !== 'string') return [];
  const probabilities = isObject(distribution)
    ? Object.entries(distribution).filter(([, share]) => typeof share === 'number' && Number.isFinite(share))
    : [];
  return [
    {
      metric,
      judge: definitions.judge(isObject(judge) ? judge : {}),
      value: valueOf(said),
      ...(isObject(scale) && isScale(scale) ? { scale } : {}),
      ...(typeof raw === 'string' ? { raw } : {}),
      ...(isObject(distribution)
        ? { distribution: Object.fromEntries(probabilities) as Record<string, number> }
        : {}),
      ...(typeof rationale === 'string' ? { rationale } : {}),
      ...(Array.isArray(quotes) ? { quotes: textsOf(quotes) } : {}),
      ...(Array.isArray(citations) ? { citations: citations.flatMap(citationOf) } : {}),
    },
  ];
}

function isScale(scale: JsonObject): scale is { readonly minimum: number; readonly maximum: number } {
  const { minimum, maximum } = scale;
  return Number.isFinite(minimum) && Number.isFinite(maximum) && Number(minimum) < Number(maximum);
}

function valueOf({ value, missing }: JsonObject): JudgmentValue {
  if (typeof value === 'number') {
    // Numbers that are too large for a number are read as infinity.
    return Number.isFinite(value)
      ? { kind: 'number', number: value }
      : { kind: 'missing', reason: 'parse-failure' };
  }
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  if (typeof value === 'string') return { kind: 'class', text: value };
  const known = MISSING_REASONS.find((reason) => reason === missing) ?? ('unknown' satisfies MissingReason);
  return { kind: 'missing', reason: known };
}

function citationOf(value: unknown): readonly Citation[] {
  if (!isObject(value) || typeof value['quote'] !== 'string') return [];
  const { quote, note, messageId } = value;
  return [
    {
      quote,
      ...(typeof note === 'string' ? { note } : {}),
      ...(typeof messageId === 'string' ? { messageId } : {}),
    },
  ];
}

function textsOf(list: readonly unknown[]): readonly string[] {
  return list.filter((item) => typeof item === 'string');
}

/** @param label as a record has it: annotator, answer, scheme with its version, role, scores, note, flag, time */
export function exportedLabel(
  label: JsonObject,
  definitions: ExportedDefinitions,
  file: string,
  warn: (reason: string) => void,
): readonly ImportedLabel[] {
  const { annotator, part, answer, note, scores, flagged, confidence, time, source } = label;
  if (typeof annotator !== 'string' || annotator.trim() === '') {
    warn('A label names nobody who gave it; it was left out.');
    return [];
  }
  const scheme = definitions.scheme(label);
  const known = typeof answer === 'string' && scheme.answers.some(({ id }) => id === answer);
  if (typeof answer === 'string' && !known) {
    warn(
      `${annotator}: there are too many different answers for a scheme; “${answer.slice(0, 60)}” was left out.`,
    );
  }
  const given = Object.entries(isObject(scores) ? scores : {}).filter(([, score]) => Number.isFinite(score));
  return [
    {
      annotator,
      part: part === 'reasoning' ? 'reasoning' : 'answer',
      scheme,
      ...(known ? { answer } : {}),
      ...(given.length === 0 ? {} : { scores: Object.fromEntries(given) as Record<string, number> }),
      ...(typeof note === 'string' && note !== '' ? { note } : {}),
      ...(flagged === true ? { flagged } : {}),
      ...(confidence === 'low' || confidence === 'medium' || confidence === 'high' ? { confidence } : {}),
      ...(typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? { time } : {}),
      source: typeof source === 'string' && source !== '' ? source : `${file}, label of ${annotator}`,
    },
  ];
}

/** What was recorded, and where it came from; of what was exported twice, where it came from at first. */
function metadataOf(record: JsonObject): JsonObject {
  const metadata = isObject(record['metadata']) ? record['metadata'] : {};
  if (Object.hasOwn(metadata, ORIGIN)) return metadata;
  const source = isObject(record['source']) ? record['source'] : {};
  const origin = {
    study: record['study'],
    run: record['run'],
    seed: record['seed'],
    file: source['file'],
    row: numberOf(source['row']),
    line: numberOf(source['line']),
    comparable: record['comparable'],
    fake_endpoints: record['fake_endpoints'],
  };
  const said = Object.entries(origin).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return said.length === 0 ? metadata : { ...metadata, [ORIGIN]: Object.fromEntries(said) };
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}
