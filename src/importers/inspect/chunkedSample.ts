/** Reads samples that a log stores in chunks: `samples/{id}_epoch_{n}/sample.json`, `messages/`, `attachments/` … */
import { AuditError } from '../../core/errors.ts';
import { isObject, parseLenientJson } from '../lenientJson.ts';
import type { ZipArchive, ZipMember } from '../zipArchive.ts';
import { referencesIn } from './attachments.ts';
import { readSampleFields, type SampleFields } from './sampleFields.ts';

const MOST_MESSAGES = 100_000;

/** Chunks of a sequence, named by the number of their first item. */
interface Chunk {
  readonly start: number;
  readonly member: ZipMember;
}

/**
 * Reads the sample without its events: of every sequence only the chunks that the conversation needs.
 *
 * @param folder with a slash at its end
 * @throws AuditError `bad-input` when a member of it can't be read
 */
export async function readChunkedSample(
  archive: ZipArchive,
  members: ReadonlyMap<string, ZipMember>,
  folder: string,
): Promise<SampleFields> {
  const shell = members.get(`${folder}sample.json`);
  if (shell === undefined) throw new AuditError('bad-input', 'It has no sample.json.');
  const fields = await readSampleFields(archive.stream(shell));
  const metadata = members.get(`${folder}metadata.json`);
  if (metadata !== undefined) fields.take(['metadata'], await archive.text(metadata));
  const sequences = new Sequences(archive, members, folder);
  const messages: unknown[] = [];
  for (const [start, end] of rangesOf(fields.get('message_refs'))) {
    for (const message of await sequences.items('messages', start, end)) messages.push(message);
    // Ranges may name the same messages over and over.
    if (messages.length <= MOST_MESSAGES) continue;
    fields.faults.push(
      `It has more than ${MOST_MESSAGES.toLocaleString('en')} messages; the rest was left out.`,
    );
    messages.length = MOST_MESSAGES;
    break;
  }
  fields.set('messages', messages);
  const shown = ['messages', 'input', 'output', 'scores', 'metadata', 'target'].map((name) =>
    fields.get(name),
  );
  const wanted = [...referencesIn(shown)]
    .map(Number)
    .filter((index) => Number.isInteger(index) && index >= 0);
  for (const index of wanted.sort((a, b) => a - b)) {
    const [text] = await sequences.items('attachments', index, index + 1);
    if (typeof text === 'string') fields.attachments.add(String(index), text);
  }
  return fields;
}

/** Half-open ranges of a sequence, in order. */
function rangesOf(refs: unknown): (readonly [number, number])[] {
  if (!Array.isArray(refs)) return [];
  return (refs as unknown[]).flatMap((ref) => {
    if (!Array.isArray(ref)) return [];
    const [start, end] = ref as unknown[];
    return typeof start === 'number' && typeof end === 'number' ? [[start, end] as const] : [];
  });
}

class Sequences {
  readonly #archive: ZipArchive;
  readonly #members: ReadonlyMap<string, ZipMember>;
  readonly #folder: string;
  readonly #chunks = new Map<string, readonly Chunk[]>();
  /** The chunk read last of each sequence: what is asked for comes in order. */
  readonly #last = new Map<string, { readonly start: number; readonly items: readonly unknown[] }>();

  constructor(archive: ZipArchive, members: ReadonlyMap<string, ZipMember>, folder: string) {
    this.#archive = archive;
    this.#members = members;
    this.#folder = folder;
  }

  /** Fewer than asked for when the sequence is shorter. */
  async items(sequence: string, start: number, end: number): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const chunk of this.#chunksOf(sequence)) {
      if (chunk.start >= end) break;
      const next = this.#chunksOf(sequence).find((other) => other.start > chunk.start)?.start ?? Infinity;
      if (next <= start) continue;
      const items = await this.#read(sequence, chunk);
      for (const item of items.slice(Math.max(0, start - chunk.start), end - chunk.start)) found.push(item);
    }
    return found;
  }

  async #read(sequence: string, { start, member }: Chunk): Promise<readonly unknown[]> {
    const last = this.#last.get(sequence);
    if (last?.start === start) return last.items;
    const value = parseLenientJson(await this.#archive.text(member));
    const items = Array.isArray(value) ? (value as unknown[]) : isObject(value) ? [value] : [];
    this.#last.set(sequence, { start, items });
    return items;
  }

  #chunksOf(sequence: string): readonly Chunk[] {
    const before = this.#chunks.get(sequence);
    if (before !== undefined) return before;
    const chunks: Chunk[] = [];
    const prefix = `${this.#folder}${sequence}/`;
    for (const [name, member] of this.#members) {
      const start = name.startsWith(prefix)
        ? /^(\d{1,15})\.json$/.exec(name.slice(prefix.length))?.[1]
        : undefined;
      if (start !== undefined) chunks.push({ start: Number(start), member });
    }
    chunks.sort((a, b) => a.start - b.start);
    this.#chunks.set(sequence, chunks);
    return chunks;
  }
}
