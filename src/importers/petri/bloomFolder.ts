/** The files of one Bloom evaluation: judgments and scenarios, and then the transcripts one by one. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { ImportProblem } from '../../core/imported.ts';
import { readFileHead } from '../fileHead.ts';
import { listFolder, type ListedFile } from '../folderListing.ts';
import type { ReadOptions } from '../importer.ts';
import { readJsonPieces } from '../jsonPieces.ts';
import { isObject, parseLenientJson, type JsonObject } from '../lenientJson.ts';
import { auditKind } from './auditKind.ts';
import { transcriptNumbers, type TranscriptNumbers } from './bloomNames.ts';

export interface BloomFolder {
  readonly judgments: string | undefined;
  readonly scenarios: string | undefined;
  readonly transcripts: AsyncIterable<readonly ListedFile[]>;
}

/** Of a folder (and its `transcripts` folder), or of `judgment.json` and the members beside it. */
export async function bloomFolder(options: ReadOptions): Promise<BloomFolder> {
  const { path, members, signal } = options;
  if (!(await isFolder(path))) {
    const roleOf = (role: string): string[] =>
      (members ?? []).filter((member) => member.role === role).map((member) => member.path);
    const reading = await readFileHead(path);
    const isJudgments = reading.kind !== 'refused' && auditKind(reading.head) === 'bloomJudgments';
    return {
      judgments: isJudgments ? path : undefined,
      scenarios: roleOf('scenarios')[0],
      transcripts: chosen(roleOf('transcript')),
    };
  }
  const files: ListedFile[] = [];
  for await (const some of listFolder(path, { signal, wanted: isStage })) files.push(...some);
  const named = (stem: string): string | undefined =>
    files.find(({ name }) => name.toLowerCase().startsWith(`${stem}.json`))?.path;
  return { judgments: named('judgment'), scenarios: named('ideation'), transcripts: listed(path, signal) };
}

const isStage = (name: string): boolean => /^(judgment|ideation)\.json(\.gz|\.zst)?$/i.test(name);

async function* listed(folder: string, signal: AbortSignal): AsyncGenerator<readonly ListedFile[]> {
  const wanted = (name: string): boolean => transcriptNumbers(name) !== undefined;
  yield* listFolder(folder, { signal, wanted });
  const inner = join(folder, 'transcripts');
  if (await isFolder(inner)) yield* listFolder(inner, { signal, wanted });
}

async function* chosen(paths: readonly string[]): AsyncGenerator<readonly ListedFile[]> {
  for (const path of paths) {
    const stats = await stat(path).catch(() => undefined);
    yield [{ path, name: basename(path), sizeBytes: stats?.size ?? 0, modifiedMs: stats?.mtimeMs ?? 0 }];
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

export interface JudgmentFile {
  readonly header: JsonObject;
  /** By variation and repetition (`keyOf`). */
  readonly judged: ReadonlyMap<string, JsonObject>;
  readonly failed: ReadonlyMap<string, JsonObject>;
  readonly problems: readonly ImportProblem[];
  readonly sha256: string;
}

export function keyOf({ variation, repetition }: TranscriptNumbers): string {
  return `v${variation}r${repetition}`;
}

/** What is the same for every transcript is kept once; the judge's whole texts are kept until they are joined. */
export async function readJudgmentFile(path: string, options: ReadOptions): Promise<JudgmentFile> {
  const judged = new Map<string, JsonObject>();
  const failed = new Map<string, JsonObject>();
  const problems: ImportProblem[] = [];
  const hash = createHash('sha256');
  let header: JsonObject = {};
  const source = {
    path,
    signal: options.signal,
    onBytes: () => undefined,
    onRaw: (bytes: Uint8Array) => hash.update(bytes),
  };
  for await (const batch of readJsonPieces({ ...source, patterns: ['judgments.*', 'failed_judgments.*'] })) {
    for (const event of batch) {
      if ('problem' in event) problems.push(event.problem);
      else if ('rest' in event) header = parsedObject(event.rest) ?? {};
      else {
        const said = parsedObject(event.text);
        const numbers = said === undefined ? undefined : numbersOf(said);
        const into = event.pattern === 'judgments.*' ? judged : failed;
        if (said !== undefined && numbers !== undefined && !into.has(keyOf(numbers)))
          into.set(keyOf(numbers), said);
        else {
          const reason = 'A judgment doesn’t say which transcript it is about, or is there twice.';
          problems.push({
            row: event.row,
            line: event.line,
            severity: 'warning',
            reason,
            excerpt: event.text.slice(0, 200),
          });
        }
      }
    }
  }
  return { header, judged, failed, problems, sha256: hash.digest('hex') };
}

/** Descriptions of the scenarios by variation, from 1; empty when the file can't be read. */
export async function readScenarios(path: string, signal: AbortSignal): Promise<ReadonlyMap<number, string>> {
  const scenarios = new Map<number, string>();
  try {
    const source = { path, signal, onBytes: () => undefined, patterns: ['variations.*'] };
    for await (const batch of readJsonPieces(source)) {
      for (const event of batch) {
        if (!('text' in event)) continue;
        const value = parsed(event.text);
        const text = isObject(value) ? value['description'] : value;
        if (typeof text === 'string') scenarios.set(event.row, text);
      }
    }
  } catch (error) {
    if (!(error instanceof AuditError) || error.kind === 'cancelled') throw error;
  }
  return scenarios;
}

/** Which transcript an object is about. */
export function numbersOf(object: JsonObject): TranscriptNumbers | undefined {
  const variation = object['variation_number'];
  const repetition = object['repetition_number'] ?? 1;
  return Number.isSafeInteger(variation) && Number.isSafeInteger(repetition)
    ? { variation: variation as number, repetition: repetition as number }
    : undefined;
}

function parsedObject(text: string): JsonObject | undefined {
  const value = parsed(text);
  return isObject(value) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
