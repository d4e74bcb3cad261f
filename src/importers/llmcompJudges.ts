/** Verdicts that llmcomp keeps apart from the answers: `{metadata, data: {question or "null": {answer: response}}}`. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { Judge, Judgment, JudgmentValue, TokenDistribution } from '../core/judgment.ts';
import { scoreFromDistribution } from '../core/tokenScore.ts';
import type { ImportItem, ReadOptions } from './importer.ts';
import { readJsonPieces } from './jsonPieces.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { HUNDRED, plainNumber, type Scale } from './scoreCell.ts';
import { problemOf } from './tableItems.ts';

/** Verdicts are held until the answers come. */
const MOST_CHARACTERS = 200_000_000;
/** What a verdict takes beside its text. */
const VERDICT_CHARACTERS = 200;
/** Longer ones are reasons with a verdict in their last line. */
const LONGEST_CLASS = 60;

export interface LlmcompJudge {
  /** Undefined when the cache has nothing for them: the judge was not asked. */
  judge(question: string, answer: string): Judgment | undefined;
}

/**
 * Reads judges' caches into memory by hash of question and answer, so that no answer's text is held.
 *
 * @throws AuditError as `readChunks` does
 */
export async function* readLlmcompJudges(
  paths: readonly string[],
  options: ReadOptions,
): AsyncGenerator<readonly ImportItem[], readonly LlmcompJudge[]> {
  const judges: LlmcompJudge[] = [];
  let held = 0;
  for (const path of paths) {
    const said = new Map<string, string>();
    let rest = '';
    const { signal } = options;
    const pieces = readJsonPieces({ path, signal, onBytes: () => undefined, patterns: ['data.*.*'] });
    for await (const events of pieces) {
      const problems: ImportItem[] = [];
      for (const event of events) {
        if ('rest' in event) rest = event.rest;
        else if ('problem' in event) {
          const reason = `${basename(path)}: ${event.problem.reason}`;
          problems.push({ kind: 'problem', problem: { ...event.problem, severity: 'warning', reason } });
        } else {
          held += event.text.length + VERDICT_CHARACTERS;
          if (held > MOST_CHARACTERS) throw tooMany(path);
          said.set(keyOf(String(event.keys[1]), String(event.keys[2])), event.text);
        }
      }
      if (problems.length > 0) yield problems;
    }
    const metadata = metadataIn(rest);
    if (metadata === undefined) {
      yield [noMetadata(path)];
      continue;
    }
    judges.push(judgeOf(metadata, said, basename(path)));
  }
  return judges;
}

function tooMany(path: string): AuditError {
  return new AuditError(
    'bad-input',
    `${basename(path)} holds more verdicts than fit into memory.`,
    'Import the answers without the folder of their judges, or in several parts.',
  );
}

function noMetadata(path: string): ImportItem {
  const reason = `${basename(path)}: it doesn’t say which judge it is of; its verdicts were left out.`;
  return { kind: 'problem', problem: problemOf({ row: 0, line: 1 }, 'warning', reason, '') };
}

function metadataIn(rest: string): JsonObject | undefined {
  try {
    const value = parseLenientJson(rest);
    return isObject(value) && isObject(value['metadata']) ? value['metadata'] : undefined;
  } catch {
    return undefined;
  }
}

/** 16 bytes as text; question and answer are kept apart by the first one's length. */
function keyOf(question: string, answer: string): string {
  return createHash('sha256')
    .update(`${question.length}\n${question}${answer}`)
    .digest()
    .toString('latin1', 0, 16);
}

function judgeOf(metadata: JsonObject, said: ReadonlyMap<string, string>, file: string): LlmcompJudge {
  const text = (key: string): string => {
    const value = metadata[key];
    return typeof value === 'string' ? value : '';
  };
  const prompt = text('prompt');
  const metric = text('name') === '' ? file.replace(/\.json$/, '') : text('name');
  const judge: Judge = {
    name: metric,
    kind: 'imported',
    ...(text('model') === '' ? undefined : { model: text('model') }),
    ...(prompt === '' ? undefined : { prompt }),
  };
  const scale = scaleIn(prompt);
  const numbers = allNumbers(said.values());
  const usesQuestion = metadata['uses_question'] !== false;
  return {
    judge(question, answer) {
      // A judge that isn't shown the question keeps its word under the key "null".
      const found =
        said.get(keyOf(usesQuestion ? question : 'null', answer)) ??
        said.get(keyOf(usesQuestion ? 'null' : question, answer));
      if (found === undefined) return undefined;
      const response = parsed(found);
      const distribution = distributionOf(response);
      if (distribution !== undefined) {
        const empty = Object.keys(distribution).length === 0;
        const value: JudgmentValue = empty
          ? { kind: 'missing', reason: 'provider-error' }
          : scoreFromDistribution(distribution, scale);
        return { metric, judge, scale, value, distribution };
      }
      const raw = typeof response === 'string' ? response : found;
      return numbers
        ? { metric, judge, scale, value: numberOf(raw, scale), raw }
        : { metric, judge, ...wordOf(raw), raw };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return text;
  }
}

/** `{token: probability}`; undefined for everything else, an empty table included. */
export function distributionOf(value: unknown): TokenDistribution | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const probabilities = entries.every(
    ([, p]) => p === null || (typeof p === 'number' && p >= 0 && p <= 1 + 1e-6),
  );
  if (!probabilities) return undefined;
  const distribution = Object.create(null) as Record<string, number>;
  for (const [token, p] of entries) if (typeof p === 'number') distribution[token] = p;
  return distribution;
}

/** The ends of the scale as the prompt names them; 0 to 100, the tool's own, when it doesn't. */
function scaleIn(prompt: string): Scale {
  const ends = /\b(?:from|between|scale of)\s+(\d{1,3})\s*(?:to|and|-|–)\s*(\d{1,3})\b/i.exec(prompt);
  const minimum = Number(ends?.[1] ?? 0);
  const maximum = Number(ends?.[2] ?? 100);
  return minimum < maximum ? { minimum, maximum } : HUNDRED;
}

function allNumbers(texts: Iterable<string>): boolean {
  let any = false;
  for (const text of texts) {
    const value = parsed(text);
    if (value === '' || value === null) continue;
    const number =
      typeof value === 'number' ? value : typeof value === 'string' ? plainNumber(value) : undefined;
    if (number === undefined) return false;
    any = true;
  }
  return any;
}

function numberOf(raw: string, scale: Scale): JudgmentValue {
  if (raw.trim() === '') return { kind: 'missing', reason: 'unknown' };
  const number = plainNumber(raw);
  if (number === undefined || number < scale.minimum || number > scale.maximum)
    return { kind: 'missing', reason: 'parse-failure' };
  return { kind: 'number', number };
}

/** A word or a short line is the class; after longer reasons their last line is, if it is one. */
function wordOf(raw: string): { readonly value: JudgmentValue; readonly rationale?: string } {
  const text = raw.trim();
  if (text === '') return { value: { kind: 'missing', reason: 'unknown' } };
  if (text.length <= LONGEST_CLASS && !text.includes('\n')) return { value: { kind: 'class', text } };
  const last = text.split('\n').at(-1)?.trim() ?? '';
  return last !== '' && last.length <= LONGEST_CLASS
    ? { value: { kind: 'class', text: last }, rationale: text }
    : { value: { kind: 'missing', reason: 'parse-failure' }, rationale: text };
}
