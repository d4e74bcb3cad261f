/** An Inspect log with people's labels as score edits, as one JSON document. */
import { AuditError } from '../../core/errors.ts';
import { changeJson } from '../../exporters/exactJson.ts';
import type { ExportChunk } from '../../exporters/exporter.ts';
import { withScoreEdit, type ScoreEdit } from '../../exporters/inspect/editScore.ts';
import { fieldsOf, type Fields } from '../../exporters/fields.ts';
import { splicedFile, type Splice } from '../../exporters/spliceFile.ts';
import { readHeader } from '../../importers/inspect/header.ts';
import { readJsonPieces } from '../../importers/jsonPieces.ts';
import { parseLenientJson } from '../../importers/lenientJson.ts';
import { openZip } from '../../importers/zipArchive.ts';

/** The edit of the sample in that row (from 1, as the importer counts); undefined where there is none. */
export type EditAt = (row: number) => ScoreEdit | undefined;

/** A JSON log: the edited samples anew, every other byte as it was. */
export function editedJsonLog(path: string, editAt: EditAt, signal: AbortSignal): AsyncIterable<ExportChunk> {
  return splicedFile(path, splices(path, editAt, signal));
}

async function* splices(path: string, editAt: EditAt, signal: AbortSignal): AsyncGenerator<Splice> {
  const options = { path, signal, onBytes: () => undefined, patterns: ['samples.*'] };
  let single: string | undefined;
  for await (const events of readJsonPieces(options)) {
    for (const event of events) {
      if (!('pattern' in event)) continue;
      // By its place in the list, as the importer counts: samples too large to be read are counted too.
      const edit = editAt(Number(event.keys[1]) + 1);
      if (edit === undefined) continue;
      if (hasLoneScore(event.text)) single ??= await scorerOf(path, signal);
      const text = editedSample(event.text, edit, single);
      if (text === undefined) continue;
      if (event.offset < 0) {
        throw new AuditError(
          'bad-input',
          `${path} is compressed, or not UTF-8.`,
          'Unpack it, import it, and try again; the labels apply to it.',
        );
      }
      yield { offset: event.offset, bytes: event.bytes, text };
    }
  }
}

const HEADER = 'header.json';
/** Scores over epochs, a member of JSON logs. */
const REDUCTIONS = 'reductions.json';
const WHOLE = /^samples\/[^/]+\.json$/;
const CHUNKED = /^samples\/[^/]+\/sample\.json$/;

/**
 * An `.eval` log written as a JSON log, samples in the order of its directory.
 *
 * @throws AuditError `bad-input` for a log that never ended (it has no header) and for chunked samples
 */
export async function* editedEvalLog(
  path: string,
  editAt: EditAt,
  signal: AbortSignal,
): AsyncGenerator<ExportChunk> {
  const archive = await openZip(path, signal);
  try {
    // A member that was written again stands in the directory twice: the later one counts.
    const members = new Map(archive.members.map((member) => [member.name, member]));
    const header = members.get(HEADER);
    if (header === undefined || [...members.keys()].some((name) => CHUNKED.test(name))) {
      const what = header === undefined ? 'never ended' : 'stores its samples in chunks';
      const hint = 'Write it as JSON with Inspect’s “log convert --to json”, import that, and try again.';
      throw new AuditError('bad-input', `The log ${path} ${what}.`, hint);
    }
    const head = (await archive.text(header)).trim();
    if (!isObjectText(head)) {
      throw new AuditError(
        'bad-input',
        `The header of the log ${path} is damaged.`,
        'Inspect’s own “log recover” may restore it.',
      );
    }
    yield { text: `${head.slice(0, -1).trimEnd()}${/^\{\s*\}$/.test(head) ? '' : ','}\n`, count: 0 };
    const reductions = members.get(REDUCTIONS);
    if (reductions !== undefined) {
      yield { text: '"reductions": ', count: 0 };
      for await (const bytes of archive.stream(reductions)) yield { text: '', bytes, count: 0 };
      yield { text: ',\n', count: 0 };
    }
    yield { text: '"samples": [', count: 0 };
    let row = 0;
    for (const [name, member] of members) {
      if (!WHOLE.test(name)) continue;
      signal.throwIfAborted();
      row += 1;
      const edit = editAt(row);
      // One too large to be held has no transcript, and so no label; it is copied like the others without one.
      const edited = edit === undefined ? undefined : editedSample(await archive.text(member), edit);
      yield { text: `${row === 1 ? '\n' : ',\n'}${edited ?? ''}`, count: edited === undefined ? 0 : 1 };
      if (edited !== undefined) continue;
      for await (const bytes of archive.stream(member)) yield { text: '', bytes, count: 0 };
    }
    yield { text: '\n]}\n', count: 0 };
  } finally {
    await archive.close();
  }
}

function isObjectText(text: string): boolean {
  try {
    return fieldsOf(parseLenientJson(text)) !== undefined;
  } catch {
    return false;
  }
}

/** The sample's text with the edit; undefined when it is there already, or the text is no sample. */
function editedSample(text: string, edit: ScoreEdit, single?: string): string | undefined {
  const sample = fieldsOf(parseLenientJson(text));
  if (sample === undefined || withScoreEdit(sample, edit, single) === undefined) return undefined;
  return changeJson(text, (value) => withScoreEdit(value as Fields, edit, single));
}

/** As in logs of 2024; a word of a conversation may look like it, which costs one more look at the header. */
function hasLoneScore(text: string): boolean {
  return /"score"\s*:\s*\{/.test(text);
}

/** The scorer that the header names first, whose score a lone one is; as the importer calls it. */
async function scorerOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  const header: Record<string, unknown> = {};
  const options = { path, signal, onBytes: () => undefined, patterns: ['eval', 'results'] };
  for await (const events of readJsonPieces(options)) {
    for (const event of events) if ('pattern' in event) header[event.pattern] = parseLenientJson(event.text);
  }
  return readHeader(header)?.reported[0]?.scorer;
}
