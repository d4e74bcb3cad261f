/**
 * Answers in one file, verdicts or labels of them in others, joined by the ids that both have (formats F14). The answers
 * are read by whatever importer they are of.
 */
import { basename } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { ImportedTranscript } from '../core/imported.ts';
import type { ColumnMapping } from '../core/importPlan.ts';
import { roleOfName } from './columnNames.ts';
import { flatHead } from './flatRows.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { noLonger, openHead } from './openText.ts';
import { problemOf, rejected } from './tableItems.ts';
import { verdictColumns } from './verdictColumns.ts';
import { VerdictItems } from './verdictItems.ts';

export const JOINED = 'joinedById';
const NAMED_IDS = 5;

/**
 * It recognises nothing by itself: a bundler finds the files that belong together.
 *
 * @param importers those that the answers may be of; given, so that the registry and this don't need each other
 */
export function joinedById(importers: () => readonly Importer[]): Importer {
  return {
    id: JOINED,
    version: 1,
    recognise: () => undefined,
    defaultRule: (head, mapping) => answersImporter(head, importers())?.defaultRule(head, mapping),
    async *read(options) {
      const head = await openHead(options.path);
      const inner = answersImporter(head, importers());
      if (inner === undefined) throw noLonger(options.path, 'a file of answers');
      yield* readJoined(options, head, inner);
    },
  };
}

/** Which importer reads the answers; undefined when none does. */
export function answersImporter(head: FileHead, importers: readonly Importer[]): Importer | undefined {
  return importers.find((importer) => {
    const recognition = importer.recognise(head);
    return recognition !== undefined;
  });
}

/** The ids by which a file of verdicts names the rows of a file of answers: columns that both have. */
export function sharedIds(answers: FileHead, verdicts: FileHead): readonly string[] {
  const one = flatHead(answers);
  const other = flatHead(verdicts);
  const columns = other === undefined ? undefined : verdictColumns(other.columns, other.rows);
  return one === undefined || columns === undefined
    ? []
    : columns.ids.filter((id) => one.columns.includes(id));
}

async function* readJoined(
  options: ReadOptions,
  head: FileHead,
  inner: Importer,
): AsyncGenerator<readonly ImportItem[]> {
  const { members = [], signal, mapping } = options;
  const items = new VerdictItems();
  let ids: readonly string[] = [];
  for (const { path, role } of members) {
    if (role !== 'judgments') continue;
    const shared = sharedIds(head, await openHead(path));
    if (shared.length === 0) {
      throw new AuditError('not-recognised', `${path} no longer names answers of ${options.path}.`);
    }
    ids = shared;
    await items.add({ path, signal, onBytes: () => undefined }, shared);
  }
  const joined = { answers: 0, without: 0 };
  for await (const batch of inner.read(options)) {
    yield batch.map((item): ImportItem => {
      if (item.kind !== 'transcript') return item;
      joined.answers++;
      const values = ids.map((id) => valueOf(item.transcript, id, mapping));
      const found = items.take(values);
      if (found === undefined) {
        joined.without++;
        return item;
      }
      const { judgments, labels } = items.spoken(found);
      const metadata = Object.assign(Object.create(null) as Record<string, unknown>, found.metadata);
      return {
        kind: 'transcript',
        transcript: {
          ...item.transcript,
          judgments: [...item.transcript.judgments, ...judgments],
          metadata: Object.assign(metadata, item.transcript.metadata),
          ...(labels.length === 0 ? undefined : { labels: [...(item.transcript.labels ?? []), ...labels] }),
        },
      };
    });
  }
  for (const file of items.files) {
    const name = basename(file.source.path);
    const left = [...file.items.values()];
    const batch: ImportItem[] = [{ kind: 'source', source: file.source }];
    for (const { reason, text, ...at } of file.unreadable) batch.push(rejected(at, reason, text));
    for (const item of left) {
      batch.push(
        rejected(
          item,
          `No answer in ${head.name} has this id, or another verdict took it.`,
          item.ids.join(' / '),
        ),
      );
    }
    if (joined.without > 0 || left.length > 0) {
      const some = left.slice(0, NAMED_IDS).map((item) => item.ids.join(' / '));
      const rest =
        left.length === 0
          ? ''
          : `, and ${left.length} ids of ${name} name no answer (${some.join(', ')}${left.length > some.length ? ', …' : ''})`;
      const reason = `${joined.without} of ${joined.answers} answers have nothing in ${name}${rest}.`;
      batch.push({ kind: 'problem', problem: problemOf({ row: 0, line: 0 }, 'warning', reason, '') });
    }
    const value = {
      file: name,
      by: ids.join(', '),
      answers: joined.answers,
      joined: joined.answers - joined.without,
      alone: left.length,
    };
    batch.push({ kind: 'fact', fact: { name: 'joined', value } });
    yield batch;
  }
}

/** A column of the answers' file, wherever the importer put it. */
function valueOf(transcript: ImportedTranscript, column: string, mapping: ColumnMapping | undefined): string {
  const { metadata = {} } = transcript;
  if (Object.hasOwn(metadata, column)) return textOf(metadata[column]);
  const mapped = mapping !== undefined && Object.hasOwn(mapping, column) ? mapping[column] : undefined;
  switch (mapped ?? roleOfName(column)) {
    case 'probe':
      return transcript.probe;
    case 'sample':
      return transcript.sample === undefined ? '' : String(transcript.sample);
    case 'model':
      return transcript.model ?? '';
    case 'condition':
      return transcript.condition ?? '';
    default:
      return '';
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
