/** Answers of OpenAI's Batch interface, joined with what was asked in the input file (formats F12). */
import { basename } from 'node:path';
import type { ImportedTranscript } from '../core/imported.ts';
import { standInTurn } from '../core/standInTurn.ts';
import type { Turn } from '../core/transcript.ts';
import { batchFile, customIdOf, isFailure } from './batchFiles.ts';
import { requestTurns, responseChoices, type BatchChoice } from './batchTurns.ts';
import { markPrefills } from './chatMessage.ts';
import { promptOf } from './chatRecord.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { keptLogprobs } from './keptLogprobs.ts';
import { readJsonTexts } from './jsonTexts.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { LineIndex } from './lineIndex.ts';
import { memberFile } from './memberFile.ts';
import { noLonger, openHead, placedName, stemOf } from './openText.ts';
import { probeByPrompt, PROMPT_SUITE, type ProbeNamer } from './probeNames.ts';
import { invalidBytes, problemOf, rejected } from './tableItems.ts';

/** Requests without an answer are told of one by one up to here, then counted. */
const NAMED_MISSING = 1000;

export const openaiBatch: Importer = {
  id: 'openaiBatch',
  version: 2,

  recognise(head) {
    const file = batchFile(head);
    if (file === undefined) return undefined;
    if (file.kind === 'input') {
      return {
        kind: 'refused',
        reason: 'It is the input of an OpenAI batch: requests without answers.',
        hint: 'Choose it together with the batch’s output file.',
      };
    }
    if (file.failed) {
      return {
        kind: 'refused',
        reason: 'It is a file of failed requests of an OpenAI batch: it holds no answers.',
        hint: 'Choose it together with the batch’s input and output files.',
      };
    }
    const carries = ['model'] as const;
    const description = 'OpenAI batch output without its input: answers without what was asked';
    return { kind: 'transcripts', importer: 'openaiBatch', description, carries, headerOnly: false };
  },

  defaultRule: () => undefined,

  read: readBatch,
};

async function* readBatch(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const members = options.members ?? [];
  const byRole = (role: string): string[] =>
    members.filter((one) => one.role === role).map(({ path }) => path);
  const inputs = byRole('input');
  const outputs = [options.path, ...byRole('output')];
  const requests = await Requests.open(inputs, options);
  try {
    if (inputs.length === 0) yield [noInput()];
    for (const path of outputs) {
      if (batchFile(await openHead(path))?.kind !== 'output')
        throw noLonger(path, 'an OpenAI batch’s output');
      const several = outputs.length > 1;
      const file = several ? await memberFile(path, options) : { options, source: [] };
      if (file === undefined) continue;
      if (file.source.length > 0) yield file.source;
      yield* readOutput(file.options, requests);
    }
    for (const path of byRole('errors'))
      yield* readOutput({ path, signal: options.signal, onBytes: () => undefined }, requests, basename(path));
    yield requests.unanswered();
  } finally {
    await requests.close();
  }
}

async function* readOutput(
  options: ReadOptions,
  requests: Requests,
  fileName?: string,
): AsyncGenerator<readonly ImportItem[]> {
  const named = fileName === undefined ? '' : `${fileName}: `;
  for await (const events of readJsonTexts({ ...options, layout: 'lines' })) {
    const items: ImportItem[] = [];
    for (const event of events) {
      if ('problem' in event) {
        items.push({ kind: 'problem', problem: event.problem });
        continue;
      }
      let value: unknown;
      try {
        value = parseLenientJson(event.text);
      } catch {
        items.push(rejected(event, `${named}It isn’t valid JSON.`, event.text));
        continue;
      }
      const read = isObject(value) ? await readAnswer(value, event, requests) : 'It isn’t a JSON object.';
      if (typeof read === 'string') items.push(rejected(event, named + read, event.text));
      else for (const item of read) items.push(item);
      if (event.invalidAt !== undefined) {
        const problem = problemOf(event, 'warning', invalidBytes(event.invalidAt), event.text);
        items.push({ kind: 'problem', problem });
      }
    }
    yield items;
  }
}

/** The line's answers, one when nothing else was asked for; in words why there are none. */
async function readAnswer(
  line: JsonObject,
  at: { readonly row: number; readonly line: number },
  requests: Requests,
): Promise<readonly ImportItem[] | string> {
  const id = line['custom_id'];
  if (typeof id !== 'string') return 'It has no custom_id.';
  requests.answered(id);
  const response = isObject(line['response']) ? line['response'] : undefined;
  const body = isObject(response?.['body']) ? response['body'] : undefined;
  const status = response?.['status_code'];
  const error = line['error'] ?? body?.['error'];
  if (body === undefined || isFailure(status) || (error !== null && error !== undefined))
    return `The request “${id.slice(0, 100)}” failed${typeof status === 'number' ? ` with status ${status}` : ''}: ${errorWords(error)}`;
  const choices = responseChoices(body);
  if (typeof choices === 'string') return `The request “${id.slice(0, 100)}”: ${choices}`;
  const asked = await requests.of(id);
  if (typeof asked === 'string') return asked;
  return choices.map((choice) => ({
    kind: 'transcript',
    transcript: transcriptOf(
      { id, choice, several: choices.length > 1, body, response, at },
      asked,
      requests,
    ),
  }));
}

interface AnswerAt {
  readonly id: string;
  readonly choice: BatchChoice;
  readonly several: boolean;
  readonly body: JsonObject;
  readonly response: JsonObject | undefined;
  readonly at: { readonly row: number; readonly line: number };
}

function transcriptOf(
  { id, choice, several, body, response, at }: AnswerAt,
  asked: Asked,
  { suite, probeOf }: Requests,
): ImportedTranscript {
  const turn: Turn = {
    ...choice.turn,
    provenance: {
      ...(choice.finishReason === '' ? undefined : { stopReason: choice.finishReason }),
      ...(body['usage'] === undefined ? undefined : { usage: body['usage'] }),
      ...keptLogprobs(choice.logprobs),
    },
  };
  const turns = markPrefills([...asked.turns, turn]);
  const prompt = promptOf(turns);
  const model = body['model'] ?? asked.parameters['model'];
  return {
    row: at.row,
    line: at.line,
    suite,
    probe: probeOf(prompt),
    prompt,
    ...(typeof model === 'string' && model !== '' ? { model } : undefined),
    ...(several ? { sample: choice.index } : undefined),
    turns,
    judgments: [],
    metadata: {
      ...asked.parameters,
      custom_id: id,
      ...(choice.finishReason === '' ? undefined : { finish_reason: choice.finishReason }),
      ...(body['usage'] === undefined ? undefined : { usage: body['usage'] }),
      ...(response?.['request_id'] === undefined ? undefined : { request_id: response['request_id'] }),
      ...(typeof body['system_fingerprint'] === 'string' && {
        system_fingerprint: body['system_fingerprint'],
      }),
    },
  };
}

interface Asked {
  readonly turns: readonly Turn[];
  /** Of the request, without its texts. */
  readonly parameters: JsonObject;
}

/** The input files, on disk; only where each request stands is in memory, and which were answered. */
class Requests {
  readonly suite: string;
  readonly probeOf: ProbeNamer;
  readonly #indexes: readonly LineIndex[];
  readonly #placed: string;
  readonly #answered = new Set<string>();

  private constructor(indexes: readonly LineIndex[], placed: string, suite: string, probeOf: ProbeNamer) {
    this.#indexes = indexes;
    this.#placed = placed;
    this.suite = suite;
    this.probeOf = probeOf;
  }

  static async open(inputs: readonly string[], { path, signal, suite }: ReadOptions): Promise<Requests> {
    const indexes: LineIndex[] = [];
    const prompts: string[] = [];
    const whole = stemOf(path);
    for (const input of inputs) {
      for (const value of batchFile(await openHead(input))?.json.values ?? []) {
        const turns = isObject(value['body']) ? requestTurns(value['body']) : '';
        if (typeof turns !== 'string') prompts.push(promptOf(turns));
      }
      indexes.push(await LineIndex.build(input, signal, customIdOf));
    }
    const byPrompt = probeByPrompt(prompts);
    const name = byPrompt === undefined ? (suite ?? whole) : PROMPT_SUITE;
    return new Requests(indexes, placedName(path, whole), name, byPrompt ?? (() => whole));
  }

  answered(id: string): void {
    if (this.#indexes.length > 0) this.#answered.add(id);
  }

  async of(id: string): Promise<Asked | string> {
    if (this.#indexes.length === 0) return { turns: [standInTurn(this.#placed, id)], parameters: {} };
    for (const index of this.#indexes) {
      const text = await index.text(id);
      if (text === undefined) continue;
      let value: unknown;
      try {
        value = parseLenientJson(text);
      } catch {
        return `The request “${id.slice(0, 100)}” isn’t valid JSON in the input file, so that it isn’t known what was asked.`;
      }
      const body = isObject(value) && isObject(value['body']) ? value['body'] : {};
      const turns = requestTurns(body);
      if (typeof turns === 'string') return `The request “${id.slice(0, 100)}”: ${turns}`;
      const { messages: _, input: __, prompt: ___, instructions: ____, ...parameters } = body;
      return { turns, parameters };
    }
    return `The request “${id.slice(0, 100)}” is not in the input file, so that it isn’t known what was asked.`;
  }

  unanswered(): ImportItem[] {
    const items: ImportItem[] = [];
    let more = 0;
    for (const index of this.#indexes) {
      for (const { key, line } of index.lines()) {
        if (this.#answered.has(key)) continue;
        if (items.length >= NAMED_MISSING) more++;
        else
          items.push(
            missing(`The request “${key.slice(0, 100)}” of ${basename(index.path)} has no answer.`, line),
          );
      }
    }
    if (more > 0) items.push(missing(`${more.toLocaleString('en')} more requests have no answer.`, 1));
    return items;
  }

  async close(): Promise<void> {
    for (const index of this.#indexes) await index.close();
  }
}

function missing(reason: string, line: number): ImportItem {
  return { kind: 'problem', problem: problemOf({ row: line, line }, 'warning', reason, '') };
}

function noInput(): ImportItem {
  const reason =
    'The batch’s input file is not here: answers are kept without what was asked. Choose both to have it.';
  return { kind: 'problem', problem: problemOf({ row: 0, line: 1 }, 'warning', reason, '') };
}

function errorWords(error: unknown): string {
  if (isObject(error) && typeof error['message'] === 'string') return error['message'].slice(0, 300);
  if (typeof error === 'string') return error.slice(0, 300);
  return error === null || error === undefined
    ? 'no response was recorded.'
    : JSON.stringify(error).slice(0, 300);
}
