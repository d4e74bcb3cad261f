/** Inspect logs in their zip form, `.eval` (formats F5): finished, running and crashed ones, whole or chunked samples. */
import { AuditError, messageOf } from '../../core/errors.ts';
import { readChunksRaw, throwIfAborted } from '../byteSource.ts';
import type { FileHead, ImportItem, Importer, ReadOptions, ZipHead } from '../importer.ts';
import { parseLenientJson } from '../lenientJson.ts';
import { rejected } from '../tableItems.ts';
import { openZip, type ZipArchive, type ZipMember } from '../zipArchive.ts';
import { readChunkedSample } from './chunkedSample.ts';
import { readHeader, type InspectHeader } from './header.ts';
import { accuracyRule, closingItems, describeLog } from './logItems.ts';
import { SampleReader } from './sample.ts';
import { readSampleFields, type SampleFields } from './sampleFields.ts';

const HEADER = 'header.json';
const JOURNAL = '_journal/start.json';
const WHOLE = /^samples\/[^/]+\.json$/;
const CHUNKED = /^(samples\/[^/]+\/)sample\.json$/;
/** The first transcripts are there to be read at once; later ones are stored some at a time. */
const SAMPLES_A_BATCH = 50;
const BYTES_A_BATCH = 4 * 1024 * 1024;
const MAXIMUM_REDUCTIONS_BYTES = 4 * 1024 * 1024;

export const inspectEval: Importer = {
  id: 'inspectEval',
  version: 1,

  recognise(head) {
    const header = headerIn(head);
    if (header === undefined) return looksLikeLog(head.zip) ? NO_HEADER : undefined;
    return {
      kind: 'transcripts',
      importer: 'inspectEval',
      description: describeLog(header),
      carries: ['model'],
      headerOnly: !(head.zip?.names.some((name) => WHOLE.test(name) || CHUNKED.test(name)) ?? false),
    };
  },

  defaultRule: (head) => accuracyRule(headerIn(head)),

  read: (options) => readEval(options),
};

const NO_HEADER = {
  kind: 'refused',
  reason:
    'It is an Inspect log without its header: neither header.json nor _journal/start.json can be read in it.',
  hint: 'Inspect’s own “log recover” may restore it.',
} as const;

function headerIn(head: FileHead): InspectHeader | undefined {
  if (head.zip === undefined) return undefined;
  for (const name of [HEADER, JOURNAL]) {
    const header = headerOf(head.zip.texts.get(name));
    if (header !== undefined) return header;
  }
  return undefined;
}

function headerOf(text: string | undefined): InspectHeader | undefined {
  try {
    return text === undefined ? undefined : readHeader(parseLenientJson(text));
  } catch {
    return undefined;
  }
}

function looksLikeLog(zip: ZipHead | undefined): boolean {
  const names = zip?.names ?? [];
  return names.includes(HEADER) || names.includes(JOURNAL) || names.some((name) => /^_journal\//.test(name));
}

async function* readEval(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const archive = await openZip(options.path, options.signal);
  try {
    yield* readLog(archive, options);
    await archive.checkUnchanged();
  } finally {
    await archive.close();
  }
  const { path, signal, onRaw } = options;
  // Members were read where they stand; the hash is that of the whole file in order.
  if (onRaw === undefined) return;
  for await (const _ of readChunksRaw({ path, signal, onBytes: () => undefined, onRaw }));
}

async function* readLog(archive: ZipArchive, options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  // A member that was written again stands in the directory twice: the later one counts.
  const members = new Map(archive.members.map((member) => [member.name, member]));
  const header = await headerFrom(archive, members);
  const reader = new SampleReader(header, header.task);
  let batch: ImportItem[] = [];
  let bytes = 0;
  let row = 0;
  for (const [name, member] of members) {
    if (!WHOLE.test(name) && !CHUNKED.test(name)) continue;
    throwIfAborted(options.signal);
    row++;
    bytes += member.declaredBytes;
    for (const item of await sampleItems(archive, members, member, reader, row)) batch.push(item);
    if (row > 1 && batch.length < SAMPLES_A_BATCH && bytes < BYTES_A_BATCH) continue;
    yield batch;
    options.onBytes(member.offset + member.packedBytes);
    batch = [];
    bytes = 0;
  }
  yield [
    ...batch,
    ...closingItems(header, reader, await reductionsOf(archive, members.get('reductions.json'))),
  ];
  options.onBytes(archive.sizeBytes);
}

async function headerFrom(
  archive: ZipArchive,
  members: ReadonlyMap<string, ZipMember>,
): Promise<InspectHeader> {
  for (const name of [HEADER, JOURNAL]) {
    const member = members.get(name);
    const header = member === undefined ? undefined : headerOf(await archive.text(member));
    if (header !== undefined) return header;
  }
  throw new AuditError('not-recognised', NO_HEADER.reason, NO_HEADER.hint);
}

/** A sample that can't be read is a problem of its own and stops nothing. */
async function sampleItems(
  archive: ZipArchive,
  members: ReadonlyMap<string, ZipMember>,
  member: ZipMember,
  reader: SampleReader,
  row: number,
): Promise<ImportItem[]> {
  const at = { row, line: row };
  try {
    return reader.read(await fieldsOf(archive, members, member), at, member.name);
  } catch (error) {
    if (error instanceof AuditError && error.kind !== 'bad-input') throw error;
    return [rejected(at, `A sample can’t be read: ${messageOf(error)}`, member.name)];
  }
}

async function fieldsOf(
  archive: ZipArchive,
  members: ReadonlyMap<string, ZipMember>,
  member: ZipMember,
): Promise<SampleFields> {
  const folder = CHUNKED.exec(member.name)?.[1];
  if (folder !== undefined) return await readChunkedSample(archive, members, folder);
  return await readSampleFields(archive.stream(member));
}

/** Scores over epochs, where there are several and the file isn't huge. */
async function reductionsOf(archive: ZipArchive, member: ZipMember | undefined): Promise<unknown> {
  if (member === undefined || member.declaredBytes > MAXIMUM_REDUCTIONS_BYTES) return undefined;
  try {
    return parseLenientJson(await archive.text(member));
  } catch {
    return undefined;
  }
}
