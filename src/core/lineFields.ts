/** Reading single fields of the lines of label files; each throws a `FieldProblem` that says what is wrong. */
import { parseContentKey, type ContentKey } from './contentKey.ts';

/** Of counts, places and indexes: far above anything real, and far below what sums could spoil. */
const LARGEST = 1_000_000_000;

export type Fields = Readonly<Record<string, unknown>>;

/** A field that isn't as it should be; its message is the reason shown for the line. */
export class FieldProblem extends Error {
  readonly hint: string;
  constructor(reason: string, hint = '') {
    super(reason);
    this.hint = hint;
  }
}

export function value(fields: Fields, name: string): unknown {
  if (!Object.hasOwn(fields, name)) throw new FieldProblem(`“${name}” is absent.`);
  return fields[name];
}

export function text(fields: Fields, name: string): string {
  const found = value(fields, name);
  if (typeof found !== 'string') throw new FieldProblem(`“${name}” is not text.`);
  return found;
}

/**
 * Half a surrogate pair can't be stored; what stands for it is what is stored, so that reading the line again changes
 * nothing.
 */
export function wellFormed(read: typeof text): typeof text {
  return (fields, name) => read(fields, name).toWellFormed();
}

export function filled(fields: Fields, name: string): string {
  const found = text(fields, name);
  if (found === '') throw new FieldProblem(`“${name}” is empty.`);
  return found;
}

export function flag(fields: Fields, name: string): boolean {
  const found = value(fields, name);
  if (typeof found !== 'boolean') throw new FieldProblem(`“${name}” is neither true nor false.`);
  return found;
}

export function nullable<T>(
  fields: Fields,
  name: string,
  read: (fields: Fields, name: string) => T,
): T | null {
  return value(fields, name) === null ? null : read(fields, name);
}

export function oneOf<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T {
  const found = text(fields, name);
  const known = allowed.find((candidate) => candidate === found);
  if (known === undefined) {
    throw new FieldProblem(
      `“${name}” is ${JSON.stringify(found.slice(0, 60))}, not one of ${allowed.join(', ')}.`,
    );
  }
  return known;
}

export function eventId(fields: Fields, name: string): string {
  const found = text(fields, name);
  if (!/^[0-9A-Za-z]{26}$/.test(found)) throw new FieldProblem(`“${name}” is not an event id.`);
  return found;
}

/** A transcript's content key. */
export function contentKey(fields: Fields, name: string): ContentKey {
  const found = text(fields, name);
  const key = parseContentKey(found);
  if (key !== undefined) return key;
  throw /^t[2-9]\d*-/.test(found)
    ? new FieldProblem('The transcript’s key is of a later version.', 'A newer Transcript Auditor reads it.')
    : new FieldProblem(`“${name}” is not a transcript’s key: ${JSON.stringify(found.slice(0, 60))}.`);
}

/** Any text but blanks. */
export function personName(fields: Fields, name: string): string {
  const found = text(fields, name);
  if (found.trim() === '') throw new FieldProblem(`“${name}” is empty.`);
  return found;
}

export function wholeNumber(fields: Fields, name: string, minimum: number): number {
  const found = value(fields, name);
  if (typeof found !== 'number' || !Number.isInteger(found) || found < minimum || found > LARGEST) {
    throw new FieldProblem(`“${name}” is not a whole number from ${minimum} to ${LARGEST}.`);
  }
  // JSON knows a negative zero, which is written as another text.
  return found + 0;
}

/** The fields of an object. */
export function record(fields: Fields, name: string): Fields {
  const found = value(fields, name);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw new FieldProblem(`“${name}” is not an object.`);
  }
  return found as Fields;
}

/** A list, each entry read as a field of the same name. */
export function listOf<T>(
  fields: Fields,
  name: string,
  read: (fields: Fields, name: string) => T,
): readonly T[] {
  const found = value(fields, name);
  if (!Array.isArray(found)) throw new FieldProblem(`“${name}” is not a list.`);
  return found.map((entry: unknown) => read({ [name]: entry }, name));
}

/** `{ [name]: … }` where the line has the field, `{}` where not. */
export function optional<N extends string, T>(
  fields: Fields,
  name: string,
  as: N,
  read: (fields: Fields, name: string) => T,
): { readonly [K in N]?: T } {
  return Object.hasOwn(fields, name) ? ({ [as]: read(fields, name) } as { readonly [K in N]?: T }) : {};
}

export function seconds(fields: Fields, name: string): number {
  const found = value(fields, name);
  if (typeof found !== 'number' || !Number.isFinite(found) || found < 0) {
    throw new FieldProblem(`“${name}” is not a number of seconds.`);
  }
  return found;
}

/** Time is for display, but a file that another program will read should hold one form only. */
export function time(fields: Fields, name: string): string {
  const found = text(fields, name);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(found) || Number.isNaN(Date.parse(found))) {
    throw new FieldProblem(`“${name}” is not a time like 2026-01-31T12:00:00.000Z.`);
  }
  return found;
}
