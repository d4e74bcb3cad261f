/** Recognises what is on disk, reads it to its end, and holds what comes to what is promised. */
import { AuditError } from '../../../src/core/errors.ts';
import {
  COLUMN_ROLES,
  type BundleMember,
  type ColumnMapping,
  type ColumnRole,
  type Recognition,
} from '../../../src/core/importPlan.ts';
import type { Importer } from '../../../src/importers/importer.ts';
import { importerById, IMPORTERS } from '../../../src/importers/registry.ts';
import { recognise } from '../../../src/worker/tasks/recognise.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { checkItem } from './checkItems.ts';
import { checkPrototypes } from './checkPrototypes.ts';
import type { Dice } from './dice.ts';

/** Stands beside each input's folder; nothing of it may be read. */
export const CANARY = 'canary-7d1f2c-of-the-fuzzer';
/** An input may bring a problem for each of its bytes and each file, and these. */
const PROBLEMS_FREE = 200;
/** Characters that one byte of input may become, over everything that is yielded, and those that are free. */
const GROWTH = 600;
const CHARACTERS_FREE = 16_000_000;
const MOST_WRONG = 5;
const LONGEST_MESSAGE = 2000;

export interface Opening {
  readonly path: string;
  readonly importer: string;
  readonly members?: readonly BundleMember[];
  readonly mapping?: ColumnMapping;
}

export interface InputReading {
  /** What of it can be imported. */
  readonly openings: readonly Opening[];
  /** The importer that knew it first, where one did. */
  readonly knownBy: string | undefined;
  readonly outcome: 'refused' | 'read' | 'stopped';
  readonly transcripts: number;
  /** What must not be, in words. */
  readonly wrong: readonly string[];
}

/** @param bytes what the input holds when it is unpacked */
export async function readInput(path: string, bytes: number, dice: Dice): Promise<InputReading> {
  const wrong: string[] = [];
  const openings = await openingsOf(path, wrong);
  for (const [index, opening] of openings.entries()) {
    // People give columns other roles than are proposed.
    if (opening.mapping !== undefined && dice.chance(0.3)) {
      openings[index] = { ...opening, mapping: anyRoles(Object.keys(opening.mapping), dice) };
    }
  }
  const forced = dice.chance(0.1) ? await forcedOpening(path, openings, dice) : undefined;
  let outcome: InputReading['outcome'] = openings.length === 0 ? 'refused' : 'read';
  let transcripts = 0;
  for (const opening of forced === undefined ? openings : [...openings, forced]) {
    const reading = await readOpening(opening, bytes, dice.chance(0.03));
    transcripts += reading.transcripts;
    if (reading.stopped && opening !== forced) outcome = 'stopped';
    wrong.push(...reading.wrong.map((words) => `${opening.importer}: ${words}`));
  }
  wrong.push(...checkPrototypes());
  return {
    openings,
    knownBy: openings[0]?.importer,
    outcome,
    transcripts,
    wrong: wrong.slice(0, MOST_WRONG),
  };
}

async function openingsOf(path: string, wrong: string[]): Promise<Opening[]> {
  const { signal } = new AbortController();
  try {
    const { files } = await recognise({ paths: [path] }, { signal, progress: () => undefined });
    for (const { recognition } of files) wrong.push(...checkRecognition(recognition));
    return files.flatMap(({ path: found, recognition, members }): Opening[] => {
      if (recognition.kind === 'refused') return [];
      const mapping = recognition.kind === 'needs-mapping' ? { mapping: recognition.proposal } : undefined;
      return [{ path: found, importer: recognition.importer, ...mapping, ...(members && { members }) }];
    });
  } catch (error) {
    wrong.push(...checkError(error, 'recognising'));
    return [];
  }
}

/** With an importer that it isn't of, as a plan made by hand or by another version may have it. */
async function forcedOpening(path: string, openings: readonly Opening[], dice: Dice): Promise<Opening> {
  const importer = dice.pick(IMPORTERS).id;
  const [first] = openings;
  const file = first?.path ?? path;
  const mapping =
    first?.mapping ?? (importer.startsWith('mapped') ? await anyMapping(file, dice) : undefined);
  return {
    path: file,
    importer,
    ...(mapping && { mapping }),
    ...(first?.members && { members: first.members }),
  };
}

async function anyMapping(path: string, dice: Dice): Promise<ColumnMapping> {
  const reading = await readFileHead(path);
  const columns = reading.kind === 'text' ? (reading.head.text.split('\n')[0] ?? '').split(',', 20) : [];
  return anyRoles(columns, dice);
}

function anyRoles(columns: readonly string[], dice: Dice): ColumnMapping {
  const mapping = Object.create(null) as Record<string, ColumnRole>;
  for (const column of columns) mapping[column] = dice.pick(COLUMN_ROLES);
  return mapping;
}

function checkRecognition(recognition: Recognition): string[] {
  try {
    structuredClone(recognition);
  } catch (error) {
    return [`a recognition can’t be sent to the host: ${String(error)}`];
  }
  switch (recognition.kind) {
    case 'refused': {
      const { reason, hint } = recognition;
      if (reason === '' || reason.length + hint.length > LONGEST_MESSAGE)
        return [`a refusal says “${reason.slice(0, 200)}”`];
      return checkWords(`${reason} ${hint}`);
    }
    case 'needs-mapping': {
      const long =
        recognition.preview.length > 10 || recognition.preview.flat().some((cell) => cell.length > 401);
      return long ? ['a preview is too long'] : [];
    }
    case 'transcripts':
      return recognition.description.length > LONGEST_MESSAGE ? ['a description is too long'] : [];
  }
}

/** Words that a user reads must not be those of a programming error. */
function checkWords(words: string): string[] {
  const programming =
    /Cannot (?:read|set|destructure)|is not (?:a function|iterable|defined)|undefined|\[object |Maximum call stack|Invalid (?:array|string|array buffer) length|ERR_ACCESS|Access to this API|ERR_INTERNAL|Assertion/;
  return programming.test(words) ? [`words of a programming error: ${words.slice(0, 400)}`] : [];
}

function checkError(error: unknown, while_: string): string[] {
  if (!(error instanceof AuditError)) {
    return [`${while_} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
  const wrong = checkWords(`${error.message} ${error.hint}`);
  if (error.kind === 'bug' || error.kind === 'cancelled')
    wrong.push(`${while_} threw ${error.kind}: ${error.message}`);
  if (error.message === '' || error.message.length > LONGEST_MESSAGE)
    wrong.push(`${while_} threw a message of ${error.message.length} characters`);
  return wrong;
}

/** Of all texts and names in it. */
function charactersIn(value: unknown, onCanary: () => void): number {
  if (typeof value === 'string') {
    if (value.length >= CANARY.length && value.includes(CANARY)) onCanary();
    return value.length + 2;
  }
  if (typeof value !== 'object' || value === null) return 8;
  let characters = 0;
  for (const [name, inner] of Object.entries(value))
    characters += name.length + charactersIn(inner, onCanary);
  return characters;
}

interface OpeningReading {
  readonly transcripts: number;
  readonly stopped: boolean;
  readonly wrong: readonly string[];
}

/** @param cancelled whether somebody stops it after its first batch */
async function readOpening(opening: Opening, bytes: number, cancelled: boolean): Promise<OpeningReading> {
  const { path, members, mapping } = opening;
  const importer: Importer = importerById(opening.importer);
  const wrong: string[] = [];
  const counts = { transcripts: 0, problems: 0, characters: 0 };
  let stopped = false;
  try {
    const head = await readFileHead(path);
    if (head.kind === 'text') importer.defaultRule(head.head, mapping);
    const controller = new AbortController();
    const { signal } = controller;
    const options = { path, signal, onBytes: () => undefined, onRaw: () => undefined };
    for await (const batch of importer.read({
      ...options,
      ...(mapping && { mapping }),
      ...(members && { members }),
    })) {
      for (const item of batch) {
        if (wrong.length < MOST_WRONG) wrong.push(...checkItem(item));
        if (item.kind === 'transcript') counts.transcripts++;
        if (item.kind === 'problem') {
          counts.problems++;
          wrong.push(...checkWords(item.problem.reason));
        }
        // As the database would have it: what shares a text with others counts each time.
        counts.characters += charactersIn(item, () => wrong.push('a file outside of the input was read'));
      }
      if (cancelled) controller.abort('cancelled');
    }
  } catch (error) {
    stopped = true;
    const isAsked = cancelled && error instanceof AuditError && error.kind === 'cancelled';
    if (!isAsked) wrong.push(...checkError(error, 'reading'));
  }
  if (counts.problems > bytes + PROBLEMS_FREE)
    wrong.push(`there are ${counts.problems} problems in ${bytes} bytes`);
  if (counts.characters > bytes * GROWTH + CHARACTERS_FREE) {
    wrong.push(`${bytes} bytes became ${counts.characters} characters`);
  }
  return { transcripts: counts.transcripts, stopped, wrong };
}
