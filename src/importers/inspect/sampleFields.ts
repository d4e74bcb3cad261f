/** Gathers what is wanted of one sample while its document goes by. Events are most of a log and mostly passed over. */
import type { ImportProblem } from '../../core/imported.ts';
import { isObject, parseLenientJson, type JsonObject } from '../lenientJson.ts';
import type { JsonPiecesEvent } from '../jsonPieces.ts';
import { JsonPieceSplitter } from '../jsonPieceSplitter.ts';
import { Attachments } from './attachments.ts';

const KEPT = [
  'id',
  'epoch',
  'input',
  'choices',
  'target',
  'sandbox',
  'files',
  'setup',
  'messages',
  'message_refs',
  'output',
  'scores',
  'score',
  'metadata',
  'model_usage',
  'role_usage',
  'started_at',
  'completed_at',
  'total_time',
  'working_time',
  'uuid',
  'invalidation',
  'error',
  'error_retries',
  'limit',
];
/** Where events stand in logs of today and of 2024. */
const EVENTS = ['events', 'transcript.events'];
/** State of solvers and pools that only events refer to. */
const PASSED_OVER = ['store', 'message_pool', 'events_data', 'timelines', 'transcript.content'];
/** Events of model calls repeat the whole conversation; beyond this they are not looked into. */
const MAXIMUM_EVENT_CHARACTERS = 2 * 1024 * 1024;
/** Model calls and faults of one sample that are kept. */
const MOST_CALLS = 100_000;
const MOST_FAULTS = 50;
/** What is kept of a model call, for the turn that it made. */
const OF_CALLS = ['output', 'timestamp', 'completed', 'role'];

/** Patterns of the pieces that `SampleFields.take` wants; `prefix` is the way to the sample, with a dot, or empty. */
export function samplePatterns(prefix: string): string[] {
  const parts = EVENTS.map((name) => `${name}.*`);
  return [...KEPT, ...PASSED_OVER, 'attachments.*', ...parts].map((name) => prefix + name);
}

export class SampleFields {
  readonly attachments = new Attachments();
  /** Stop reason, usage and time of model calls, by the id of the message they made. */
  readonly making = new Map<string, JsonObject>();
  /** What couldn't be read of the sample. */
  readonly faults: string[] = [];
  readonly #values = new Map<string, unknown>();

  get(name: string): unknown {
    return this.#values.get(name);
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  /** `keys` is the way to the piece from the sample on. */
  take(keys: readonly (string | number)[], text: string): void {
    const [field, inner] = keys;
    if (field === 'events' || field === 'transcript') {
      if (text.length <= MAXIMUM_EVENT_CHARACTERS && /"event":\s*"model"/.test(text)) this.#takeCall(text);
      return;
    }
    if (typeof field !== 'string' || PASSED_OVER.includes(field)) return;
    let value: unknown;
    try {
      value = parseLenientJson(text);
    } catch {
      this.#fault(`Its “${field}” isn’t valid JSON.`);
      return;
    }
    if (field !== 'attachments') this.set(field, value);
    else if (typeof value === 'string') this.attachments.add(String(inner), value);
  }

  /** A piece was too long or too deep, or the document ends in the middle. */
  fault(problem: ImportProblem): void {
    this.#fault(problem.reason);
  }

  #fault(reason: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(reason);
  }

  #takeCall(text: string): void {
    const splitter = new JsonPieceSplitter(OF_CALLS);
    const call: Record<string, unknown> = {};
    for (const event of [...splitter.push(Buffer.from(text), -1), ...splitter.finish()]) {
      if ('pattern' in event) call[event.pattern] = lenient(event.text);
    }
    const made = makingOf(call['output']);
    if (made === undefined || this.making.size >= MOST_CALLS) return;
    const { timestamp, completed, role } = call;
    this.making.set(made.id, { ...made.facts, ...known({ timestamp, completed, role }) });
  }
}

/** Id of the message that a model's output holds, and what the output says of its making. */
export function makingOf(output: unknown): { id: string; facts: JsonObject } | undefined {
  if (!isObject(output)) return undefined;
  const choice = Array.isArray(output['choices']) ? (output['choices'] as unknown[])[0] : undefined;
  const message = isObject(choice) ? choice['message'] : undefined;
  const id = isObject(message) ? message['id'] : undefined;
  const { usage, time, error } = output;
  const stop_reason = isObject(choice) ? choice['stop_reason'] : undefined;
  return { id: typeof id === 'string' ? id : '', facts: known({ stop_reason, usage, time, error }) };
}

/** Reads a sample's own document, chunk by chunk. */
export async function readSampleFields(chunks: AsyncIterable<Buffer>): Promise<SampleFields> {
  const fields = new SampleFields();
  const splitter = new JsonPieceSplitter(samplePatterns(''));
  const take = (events: readonly JsonPiecesEvent[]): void => {
    for (const event of events) {
      if ('pattern' in event) fields.take(event.keys, event.text);
      else if ('problem' in event) fields.fault(event.problem);
    }
  };
  for await (const bytes of chunks) take(splitter.push(bytes, -1));
  take(splitter.finish());
  return fields;
}

function lenient(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}

/** Without the members that say nothing. */
export function known(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
  );
}
