/** Streams the rows of a CSV file with the lines they stand on; bad rows become problems, good ones are kept. */
import type { ImportProblem } from '../core/imported.ts';
import { readChunks, type ByteSourceOptions } from './byteSource.ts';
import { CsvRecordScanner, type ScanOutcome } from './csvRecordScanner.ts';
import { excerptOf, LIMIT_IN_WORDS, MAXIMUM_RECORD_BYTES } from './limits.ts';
import { Utf8Watch } from './utf8Watch.ts';

export interface CsvRow {
  /** 1-based data row; the header isn't counted. */
  readonly row: number;
  /** 1-based physical line on which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
  /** File offset of the first byte that isn't UTF-8, if any; such bytes were read as U+FFFD. */
  readonly invalidAt: number | undefined;
  /** Set when the row was read although it isn't quite right: what is odd about it. */
  readonly oddity?: string;
}

export type CsvEvent = CsvRow | { readonly problem: ImportProblem };

export interface CsvOptions extends ByteSourceOptions {
  /** One character. */
  readonly delimiter: string;
  /** True when lines end with a lone return, as on the oldest Macs. */
  readonly returnEndsRow: boolean;
  /** How many cells a row must have; extra empty cells at its end are let pass. */
  readonly columns: number;
}

const ROWS_A_BATCH = 400;
const NEWLINE = 10;
const RETURN = 13;

/**
 * The rows after the header, in batches of about 400, in source order.
 *
 * A row whose quotes are broken is reported with the line where the quote opened; reading goes on at the line after it,
 * and what can't be made out as rows from there on belongs to the same problem. Memory stays bounded by the limit on
 * one row.
 *
 * @throws AuditError as `readChunks` does
 */
export async function* readCsvRows(options: CsvOptions): AsyncGenerator<readonly CsvEvent[]> {
  const reader = new CsvReader(options);
  for await (const { bytes, offset } of readChunks(options)) yield* reader.push(bytes, offset);
  yield* reader.finish();
}

/** A stretch that couldn't be read as rows. */
interface Damage {
  readonly row: number;
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

class CsvReader {
  readonly #options: CsvOptions;
  readonly #scanner: CsvRecordScanner;
  readonly #utf8 = new Utf8Watch();
  /** From the record at hand on, and where that stands in the file. */
  #bytes: Buffer = Buffer.alloc(0);
  #offset = 0;
  /** Chunks that wait until there are enough of them to make looking at a long record again worth it. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #enough = 0;
  /** Up to where lines are counted, and the line (from 1) that index is on. */
  #counted = 0;
  #line = 1;
  #afterReturn = false;
  #row = -1;
  #events: CsvEvent[] = [];
  #damage: Damage | undefined;
  /** True while skipping to the end of an overlong line. */
  #discarding = false;

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#scanner = new CsvRecordScanner(options.delimiter, options.returnEndsRow);
  }

  *push(bytes: Buffer, offset: number): Generator<readonly CsvEvent[]> {
    this.#utf8.push(bytes, offset);
    if (this.#bytes.length + this.#waitingBytes === 0) this.#offset = offset;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#bytes.length + this.#waitingBytes >= this.#enough) yield* this.#read(false);
  }

  *finish(): Generator<readonly CsvEvent[]> {
    this.#utf8.finish();
    yield* this.#read(true);
    this.#endDamage(this.#lineAt(this.#bytes.length));
    yield this.#takeEvents();
  }

  *#read(ended: boolean): Generator<readonly CsvEvent[]> {
    this.#bytes = Buffer.concat([this.#bytes, ...this.#waiting]);
    this.#waiting = [];
    this.#waitingBytes = 0;
    let at = 0;
    if (this.#discarding) at = this.#nextLine(0);
    for (;;) {
      at = this.#scanner.skipBlankLines(this.#bytes, at);
      if (at >= this.#bytes.length) break;
      const outcome = this.#scanner.scan(this.#bytes, at, ended);
      if (outcome === 'record') {
        this.#record(at);
        at = this.#scanner.end;
      } else if (outcome === 'incomplete' && this.#bytes.length - at <= MAXIMUM_RECORD_BYTES) {
        break;
      } else {
        at = this.#recover(outcome, at, ended);
      }
      if (this.#events.length >= ROWS_A_BATCH) yield this.#takeEvents();
    }
    if (this.#events.length > 0) yield this.#takeEvents();
    this.#letGo(Math.min(at, this.#bytes.length));
  }

  /** Keeps what is still to be read, and waits for as much again before a long record is looked at anew. */
  #letGo(at: number): void {
    this.#lineAt(at);
    this.#counted -= at;
    this.#bytes = this.#bytes.subarray(at);
    if (this.#offset >= 0) this.#offset += at;
    this.#enough = Math.min(this.#bytes.length * 2, MAXIMUM_RECORD_BYTES + 1);
  }

  /** The line that an index is on; indexes must not decrease from call to call. */
  #lineAt(at: number): number {
    let line = this.#line;
    let afterReturn = this.#afterReturn;
    // A plain loop: lines are short, and a native search for each newline costs three times as much.
    for (let index = this.#counted; index < at; index++) {
      const byte = this.#bytes[index] ?? 0;
      if (byte === NEWLINE || afterReturn) line++;
      afterReturn = byte === RETURN;
    }
    this.#counted = Math.max(this.#counted, at);
    this.#line = line;
    this.#afterReturn = afterReturn;
    // A return is a line end of its own unless a newline follows.
    return afterReturn && this.#bytes[at] !== NEWLINE ? line + 1 : line;
  }

  #record(from: number): void {
    const { cells, end } = this.#scanner;
    const line = this.#lineAt(from);
    const invalidAt = this.#offset < 0 ? undefined : this.#utf8.takeBefore(this.#offset + end);
    // The header is known already.
    if (this.#row < 0) {
      this.#row = 0;
      return;
    }
    const { columns } = this.#options;
    if (cells.length > columns && cells.slice(columns).every((cell) => cell === '')) cells.length = columns;
    if (cells.length !== columns) {
      if (this.#damage !== undefined || (cells.length === 1 && cells[0]?.trim() === '')) return;
      this.#row++;
      const reason = `The row has ${counted(cells.length)} where the header has ${columns}.`;
      const excerpt = excerptOf(this.#bytes.subarray(from, end));
      this.#events.push({ problem: { row: this.#row, line, severity: 'error', reason, excerpt } });
      return;
    }
    this.#endDamage(line - 1);
    this.#row++;
    this.#events.push({ row: this.#row, line, cells, invalidAt });
  }

  /** Notes what is wrong with the record that begins at `from`; returns where to go on: the line after the fault. */
  #recover(outcome: ScanOutcome, from: number, ended: boolean): number {
    const quoteAt = this.#scanner.quoteAt;
    if (outcome === 'quote-in-unquoted' && this.#acceptOddLine(from)) return this.#scanner.end;
    if (this.#damage === undefined) {
      this.#row = Math.max(1, this.#row + 1);
      this.#lineAt(from);
      const line = this.#lineAt(Math.max(from, quoteAt));
      const excerpt = excerptOf(this.#bytes.subarray(from, from + 2000));
      this.#damage = { row: this.#row, line, reason: reasonOf(outcome, quoteAt >= 0, ended), excerpt };
    }
    return this.#nextLine(Math.max(from, quoteAt));
  }

  /**
   * Other readers take a quote within an unquoted cell (`5" screen`) as text. So do we when the line, read like that,
   * has the right number of cells, unless the place in the file is in doubt anyway.
   */
  #acceptOddLine(from: number): boolean {
    if (this.#damage !== undefined || this.#row < 0) return false;
    const end = this.#scanner.nextLine(this.#bytes, from) ?? this.#bytes.length;
    const outcome = this.#scanner.scan(this.#bytes.subarray(0, end), from, true, true);
    if (outcome !== 'record' || this.#scanner.cells.length !== this.#options.columns) return false;
    this.#row++;
    const oddity = 'There is a quote inside a cell that doesn’t begin with one; it was read as text.';
    const { cells } = this.#scanner;
    const invalidAt = this.#offset < 0 ? undefined : this.#utf8.takeBefore(this.#offset + end);
    this.#events.push({ row: this.#row, line: this.#lineAt(from), cells, invalidAt, oddity });
    return true;
  }

  /** The next line's beginning; without a line end in sight, the rest of the line is discarded as it comes. */
  #nextLine(from: number): number {
    const next = this.#scanner.nextLine(this.#bytes, from);
    this.#discarding = next === undefined;
    const at = next ?? this.#bytes.length;
    if (this.#offset >= 0) this.#utf8.takeBefore(this.#offset + at);
    return at;
  }

  /** Reports the damage, which ended on `line`. */
  #endDamage(line: number): void {
    if (this.#damage === undefined) return;
    const { row, line: first, reason, excerpt } = this.#damage;
    const left = line > first ? ` Lines ${first} to ${line} were left out.` : ' The line was left out.';
    this.#events.push({ problem: { row, line: first, severity: 'error', reason: reason + left, excerpt } });
    this.#damage = undefined;
  }

  #takeEvents(): readonly CsvEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function reasonOf(outcome: ScanOutcome, open: boolean, ended: boolean): string {
  switch (outcome) {
    case 'text-after-closing':
      return 'A quoted cell goes on after its closing quote: a quote is missing or isn’t doubled.';
    case 'quote-in-unquoted':
      return 'There is a quote inside a cell that doesn’t begin with one.';
    case 'never-closed':
    case 'incomplete':
    case 'record':
      if (open && ended) return 'A quote opens here and is never closed.';
      if (open) return `A quote opens here and isn’t closed within ${LIMIT_IN_WORDS}.`;
      return `The row is longer than ${LIMIT_IN_WORDS}, the limit for one row.`;
  }
}

function counted(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
