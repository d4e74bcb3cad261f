/** Inspect logs as one JSON document (formats F5), its members in any order. */
import type { FileHead, ImportItem, Importer, ReadOptions } from '../importer.ts';
import { readJsonPieces, type JsonPiecesEvent } from '../jsonPieces.ts';
import { JsonPieceSplitter } from '../jsonPieceSplitter.ts';
import { parseLenientJson, type JsonObject } from '../lenientJson.ts';
import { AuditError } from '../../core/errors.ts';
import { readHeader, type InspectHeader } from './header.ts';
import { accuracyRule, closingItems, describeLog } from './logItems.ts';
import { SampleReader } from './sample.ts';
import { SampleFields, samplePatterns } from './sampleFields.ts';

/** Everything beside the samples. */
const HEADER = [
  'version',
  'status',
  'eval',
  'plan',
  'results',
  'stats',
  'error',
  'invalidated',
  'tags',
  'metadata',
  'log_updates',
  'reductions',
];
const SAMPLES = samplePatterns('samples.*.');

export const inspectJson: Importer = {
  id: 'inspectJson',
  version: 1,

  recognise(head) {
    const beginning = readBeginning(head);
    if (beginning === undefined) return undefined;
    const { header, samples, cut } = beginning;
    if (cut) return CUT;
    return {
      kind: 'transcripts',
      importer: 'inspectJson',
      description: header === undefined ? 'Inspect log' : describeLog(header),
      carries: ['model'],
      headerOnly: head.complete && samples === 0,
    };
  },

  defaultRule: (head) => accuracyRule(readBeginning(head)?.header),

  read: (options) => readLog(options),
};

const CUT = {
  kind: 'refused',
  reason: 'It is JSON that ends in the middle; it begins as logs of Inspect do, and holds no sample.',
  hint: 'It may be cut off or still being written.',
} as const;

interface Beginning {
  readonly header: InspectHeader | undefined;
  readonly samples: number;
  /** The document ends before anything that could be imported. */
  readonly cut: boolean;
}

/** Undefined when the document isn't an Inspect log, as far as its beginning tells. */
function readBeginning(head: FileHead): Beginning | undefined {
  if (!/^\s*\{/.test(head.text)) return undefined;
  const splitter = new JsonPieceSplitter([...HEADER, 'samples.*']);
  const events = [...splitter.push(Buffer.from(head.text), -1), ...splitter.finish()];
  const header = readHeader(headerOf(events));
  const samples = events.flatMap((event) =>
    'pattern' in event && event.pattern === 'samples.*' ? [event.text] : [],
  );
  if (header !== undefined) return { header, samples: samples.length, cut: false };
  // The header may stand behind the samples, which tell as well what they are.
  const first = samples[0] ?? openSample(head);
  if (first !== undefined && isSample(first)) return { header: undefined, samples: 1, cut: false };
  const keys = events.flatMap((event) => ('pattern' in event ? [event.pattern] : []));
  const last = events.at(-1);
  const open = last !== undefined && 'rest' in last && !last.complete && head.complete;
  return open && keys[0] === 'version' && /^\{?\s*\}?$/.test(last.rest) && /"(status|eval)"/.test(head.text)
    ? { header: undefined, samples: 0, cut: true }
    : undefined;
}

/** The beginning of the first sample, where it is longer than the head. */
function openSample(head: FileHead): string | undefined {
  return head.complete ? undefined : /"samples"\s*:\s*\[\s*(\{[\s\S]*)/.exec(head.text)?.[1];
}

function isSample(text: string): boolean {
  const splitter = new JsonPieceSplitter(['id', 'epoch', 'input', 'target']);
  const found = splitter
    .push(Buffer.from(text), -1)
    .flatMap((event) => ('pattern' in event ? [event.pattern] : []));
  return ['id', 'epoch', 'input', 'target'].every((key) => found.includes(key));
}

function headerOf(events: readonly JsonPiecesEvent[]): JsonObject {
  const members = events.flatMap((event): [string, unknown][] => {
    if (!('pattern' in event) || !HEADER.includes(event.pattern)) return [];
    try {
      return [[event.pattern, parseLenientJson(event.text)]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(members);
}

async function* readLog(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const log = new JsonLog(options);
  for await (const events of readJsonPieces({ ...options, patterns: [...HEADER, ...SAMPLES] })) {
    const items: ImportItem[] = [];
    for (const event of events) for (const item of await log.take(event)) items.push(item);
    if (items.length > 0) yield items;
  }
}

/** A log as it goes by, piece by piece. */
class JsonLog {
  readonly #options: ReadOptions;
  readonly #before: JsonPiecesEvent[] = [];
  #reader: SampleReader | undefined;
  #header: InspectHeader | undefined;
  #fields = new SampleFields();
  /** Place in the list of the sample at hand; -1 before the first. */
  #index = -1;
  #line = 1;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  async take(event: JsonPiecesEvent): Promise<ImportItem[]> {
    if ('rest' in event) return [...(await this.#finishSample()), ...(await this.#close())];
    if ('problem' in event) {
      if (this.#index < 0) return [{ kind: 'problem', problem: event.problem }];
      this.#fields.fault(event.problem);
      return [];
    }
    const [root, index, ...keys] = event.keys;
    if (root !== 'samples' || typeof index !== 'number') {
      this.#before.push(event);
      return [];
    }
    const done = index === this.#index ? [] : await this.#finishSample();
    if (index !== this.#index) {
      this.#index = index;
      this.#line = event.line;
    }
    this.#fields.take(keys, event.text);
    return done;
  }

  async #finishSample(): Promise<ImportItem[]> {
    if (this.#index < 0) return [];
    const fields = this.#fields;
    this.#fields = new SampleFields();
    const { reader } = await this.#known();
    const row = this.#index + 1;
    return reader.read(fields, { row, line: this.#line }, `samples[${this.#index}]`);
  }

  async #close(): Promise<ImportItem[]> {
    const { reader, header } = await this.#known();
    const log = headerOf(this.#before);
    // What stands behind the samples, results often, is known only now.
    return closingItems(readHeader(log) ?? header, reader, log['reductions']);
  }

  /** The header, which transcripts are named by; read ahead when the samples stand before it. */
  async #known(): Promise<{ reader: SampleReader; header: InspectHeader }> {
    if (this.#header === undefined || this.#reader === undefined) {
      this.#header = readHeader(headerOf(this.#before)) ?? (await headerBehind(this.#options));
      this.#reader = new SampleReader(this.#header, this.#header.task);
    }
    return { reader: this.#reader, header: this.#header };
  }
}

/** @throws AuditError `not-recognised` when there is no header anywhere */
async function headerBehind({ path, signal }: ReadOptions): Promise<InspectHeader> {
  const found: JsonPiecesEvent[] = [];
  for await (const events of readJsonPieces({
    path,
    signal,
    onBytes: () => undefined,
    patterns: [...HEADER, 'samples.*'],
  })) {
    found.push(...events.filter((event) => 'pattern' in event && event.pattern !== 'samples.*'));
  }
  const header = readHeader(headerOf(found));
  if (header !== undefined) return header;
  throw new AuditError(
    'not-recognised',
    `${path} has samples of Inspect, but no header that says what was asked of whom.`,
  );
}
