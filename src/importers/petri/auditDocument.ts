/** Reads the JSON document of one audit: a header, events, and lists of messages. */
import type { ImportProblem } from '../../core/imported.ts';
import type { ByteSourceOptions } from '../byteSource.ts';
import type { FileHead } from '../importer.ts';
import { JsonPieceSplitter } from '../jsonPieceSplitter.ts';
import { readJsonPieces, type JsonPiecesEvent } from '../jsonPieces.ts';
import { isObject, parseLenientJson, type JsonObject } from '../lenientJson.ts';
import { excerptOf } from '../limits.ts';

export interface AuditDocument {
  /** Everything but the lists below. */
  readonly header: JsonObject;
  readonly events: readonly unknown[];
  readonly messages: readonly unknown[];
  readonly targetMessages: readonly unknown[];
  readonly problems: readonly ImportProblem[];
  /** False when the document ends in the middle. */
  readonly complete: boolean;
}

const PATTERNS = ['events.*', 'messages.*', 'target_messages.*'] as const;
/** One audit is held in memory; what comes behind this many bytes of messages is left out. */
const MOST_BYTES = 96 * 1024 * 1024;
/** What a message takes beside its text. */
const MESSAGE_BYTES = 200;

/** @throws AuditError as `readJsonPieces` does */
export async function readAuditDocument(options: ByteSourceOptions): Promise<AuditDocument> {
  const collector = new Collector();
  for await (const batch of readJsonPieces({ ...options, patterns: PATTERNS })) collector.take(batch);
  return collector.done();
}

/** What a file's beginning holds of it: the header's last members may be missing. Undefined for what is no object. */
export function readAuditHead(head: FileHead): AuditDocument | undefined {
  if (!head.text.trimStart().startsWith('{')) return undefined;
  const splitter = new JsonPieceSplitter(PATTERNS);
  const collector = new Collector();
  collector.take(splitter.push(Buffer.from(head.text), -1));
  collector.take(splitter.finish());
  return collector.done();
}

class Collector {
  readonly #lists = new Map<string, unknown[]>(PATTERNS.map((pattern) => [pattern, []]));
  readonly #problems: ImportProblem[] = [];
  #header: JsonObject = {};
  #complete = false;
  #bytes = 0;
  #full = false;

  take(events: readonly JsonPiecesEvent[]): void {
    for (const event of events) {
      if ('problem' in event) {
        this.#problems.push(event.problem);
      } else if ('rest' in event) {
        const rest = parsed(event.rest);
        if (isObject(rest)) this.#header = rest;
        this.#complete = event.complete;
      } else {
        this.#bytes += event.text.length + MESSAGE_BYTES;
        const value = this.#bytes > MOST_BYTES ? undefined : parsed(event.text);
        if (value !== undefined) this.#lists.get(event.pattern)?.push(value);
        else if (this.#bytes <= MOST_BYTES) this.#problem(event.line, event.text, 'It isn’t valid JSON.');
        else if (!this.#full) {
          this.#full = true;
          this.#problem(event.line, event.text, 'Messages behind the first 96 MiB were left out.');
        }
      }
    }
  }

  #problem(line: number, text: string, reason: string): void {
    this.#problems.push({ row: 1, line, severity: 'warning', reason, excerpt: excerptOf(text) });
  }

  done(): AuditDocument {
    const [events = [], messages = [], targetMessages = []] = PATTERNS.map((name) => this.#lists.get(name));
    const { header, problems, complete } = {
      header: this.#header,
      problems: this.#problems,
      complete: this.#complete,
    };
    return { header, events, messages, targetMessages, problems, complete };
  }
}

function parsed(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
