/** Makes a transcript of what was gathered of an Inspect sample. */
import type { ImportedTranscript } from '../../core/imported.ts';
import type { MissingReason } from '../../core/judgment.ts';
import { plainTurn, textOf, type Turn } from '../../core/transcript.ts';
import type { ImportItem } from '../importer.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { problemOf, rejected } from '../tableItems.ts';
import { metricName, type InspectHeader } from './header.ts';
import { contentOf } from './messageParts.ts';
import { turnsOf } from './messages.ts';
import { known, makingOf, type SampleFields } from './sampleFields.ts';
import { judgmentsOf, unscored } from './scores.ts';

/** Kept with the transcript as recorded. */
const METADATA = [
  'target',
  'choices',
  'sandbox',
  'files',
  'setup',
  'limit',
  'error',
  'invalidation',
  'model_usage',
  'role_usage',
  'started_at',
  'completed_at',
  'total_time',
  'working_time',
  'uuid',
  'metadata',
];

/** Reads the samples of one log, and knows afterwards how many there were and what they were scored on. */
export class SampleReader {
  readonly metrics = new Set<string>();
  count = 0;
  readonly #header: InspectHeader;
  readonly #suite: string;

  constructor(header: InspectHeader, suite: string) {
    this.#header = header;
    this.#suite = suite;
  }

  /** The transcript with what is to be said of it, or why there is none. `where` names the sample in messages. */
  read(
    fields: SampleFields,
    at: { readonly row: number; readonly line: number },
    where: string,
  ): ImportItem[] {
    const id = fields.get('id');
    if (typeof id !== 'string' && typeof id !== 'number') {
      return [rejected(at, ['It has no id, so it is no sample.', ...fields.faults].join(' '), where)];
    }
    // Without its messages a damaged sample would look as if it had not been answered.
    if (fields.faults.length > 0 && fields.get('messages') === undefined) {
      return [rejected(at, `Sample ${id} can’t be read: ${fields.faults.join(' ')}`, where)];
    }
    this.count++;
    const warnings = [...fields.faults];
    const turns = this.#turns(fields, (reason) => warnings.push(reason));
    // Inspect tells the sample 1 from the sample “1”, and a probe's name can't.
    const metadata = { ...metadataOf(fields), ...(typeof id === 'number' ? { sample_id: id } : {}) };
    const epoch = fields.get('epoch');
    const transcript: ImportedTranscript = {
      ...at,
      suite: this.#suite,
      probe: String(id),
      prompt: promptOf(fields, turns),
      ...(this.#header.model === '' ? undefined : { model: this.#header.model }),
      ...(typeof epoch === 'number' && Number.isSafeInteger(epoch) ? { sample: epoch } : undefined),
      turns,
      judgments: this.#judgments(fields),
      ...(Object.keys(metadata).length === 0 ? undefined : { metadata }),
    };
    const problems = warnings.map((reason): ImportItem => {
      return { kind: 'problem', problem: problemOf(at, 'warning', `Sample ${id}: ${reason}`, where) };
    });
    return [{ kind: 'transcript', transcript }, ...problems];
  }

  #turns(fields: SampleFields, warn: (reason: string) => void): Turn[] {
    const output = fields.get('output');
    const reported = isObject(output) ? output['model'] : undefined;
    const models = [this.#header.model, reported].filter(
      (name): name is string => typeof name === 'string' && name !== '',
    );
    const last = makingOf(output);
    const making = new Map(fields.making);
    if (last !== undefined && last.id !== '') making.set(last.id, { ...making.get(last.id), ...last.facts });
    const recorded = fields.get('messages');
    const messages = Array.isArray(recorded) ? (recorded as unknown[]) : [];
    const context = { attachments: fields.attachments, making, models };
    const turns = turnsOf(messages.length > 0 ? messages : inputMessages(fields.get('input')), context, warn);
    if (turns.length === 0) return [plainTurn('user', '')];
    // Messages of older logs have no ids; the last answer is the one that the output tells of.
    const answer = turns.findLastIndex(({ role }) => role === 'assistant');
    const turn = turns[answer];
    if (last?.id !== '' || turn === undefined || Object.keys(last.facts).length === 0) return turns;
    return turns.with(answer, { ...turn, provenance: { ...turn.provenance, ...last.facts } });
  }

  #judgments(fields: SampleFields): ImportedTranscript['judgments'] {
    const single = fields.get('score');
    const name = this.#header.reported[0]?.scorer ?? 'score';
    const scores = fields.get('scores') ?? (isObject(single) ? { [name]: single } : undefined);
    const reason = whyMissing(fields);
    const judgments = judgmentsOf(fields.attachments.resolve(scores), this.#header, reason);
    if (judgments.length === 0 && reason !== 'unknown') {
      const names = this.#header.reported.map((entry) => metricName(entry.name, entry.scorer, this.metrics));
      const expected = names.length > 0 ? names : [...this.#header.scorers.keys()];
      return unscored(this.#header, [...new Set(expected)], reason);
    }
    for (const { metric } of judgments) this.metrics.add(metric);
    return judgments;
  }
}

/** A sample that ended with an error, or at a limit of messages, tokens or time, may not have been scored. */
function whyMissing(fields: SampleFields): MissingReason {
  if ((fields.get('error') ?? null) !== null) return 'provider-error';
  return (fields.get('limit') ?? null) === null ? 'unknown' : 'truncated';
}

/** The input: a text, or the last user message of a dialogue. */
function promptOf(fields: SampleFields, turns: readonly Turn[]): string {
  const input = fields.attachments.resolve(fields.get('input'));
  if (typeof input === 'string') return input;
  const asked = inputMessages(input).findLast((message) => isObject(message) && message['role'] === 'user');
  if (isObject(asked)) {
    const parts = contentOf(asked['content'], 'user', fields.attachments);
    const texts = parts.filter(({ kind }) => kind === 'text');
    return (texts.length > 0 ? texts : parts).map(({ text }) => text).join('\n\n');
  }
  const user = turns.find(({ role }) => role === 'user');
  return user === undefined ? '' : textOf(user, 'text');
}

/** What a sample would have been asked, for one that failed before the first message. */
function inputMessages(input: unknown): readonly unknown[] {
  if (Array.isArray(input)) return input;
  return typeof input === 'string' && input !== '' ? [{ role: 'user', content: input, source: 'input' }] : [];
}

function metadataOf(fields: SampleFields): JsonObject {
  const output = fields.get('output');
  const retries = fields.get('error_retries');
  const said = known({
    ...Object.fromEntries(METADATA.map((name) => [name, fields.attachments.resolve(fields.get(name))])),
    ...(isObject(output) ? { reported_model: output['model'], ...makingOf(output)?.facts } : undefined),
    error_retries: Array.isArray(retries) && retries.length > 0 ? retries.length : undefined,
  });
  return Object.fromEntries(Object.entries(said).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
