/** Streams the rows of a CSV file with the lines they stand on; bad rows become problems, good ones are kept. */
import { finished } from 'node:stream';
import { Parser } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { ImportProblem } from '../core/imported.ts';
import { readChunks, type ByteSourceOptions } from './byteSource.ts';
import { ByteWindow } from './byteWindow.ts';
import { findQuoteFault, type QuoteFault } from './quoteFault.ts';
import { excerptOf, LIMIT_IN_WORDS, MAXIMUM_RECORD_BYTES } from './limits.ts';

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
 * The rows after the header, in batches of at most 400, in source order.
 *
 * A row whose quotes are broken is reported with the line where the quote opened; reading goes on at the line after it,
 * and what can't be made out as rows from there on belongs to the same problem. Memory stays bounded by the limit on
 * one row.
 *
 * @throws AuditError as `readChunks` does
 */
export async function* readCsvRows(options: CsvOptions): AsyncGenerator<readonly CsvEvent[]> {
  const reader = new CsvReader(options);
  for await (const { bytes, offset } of readChunks(options)) {
    reader.push(bytes, offset);
    while (await reader.step()) yield* reader.takeBatches();
  }
  while (!(await reader.finish())) {
    while (await reader.step()) yield* reader.takeBatches();
  }
  yield* reader.takeBatches();
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
  readonly #window = new ByteWindow();
  #parser: Parser;
  /** Where the current parser began, and where the record after the last complete one begins. */
  #base = 0;
  #recordStart = 0;
  /** Up to where the parser was given the bytes. */
  #fed = 0;
  #row = -1;
  #events: CsvEvent[] = [];
  #damage: Damage | undefined;
  /** True while skipping to the end of an overlong line. */
  #discarding = false;

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#parser = this.#newParser();
  }

  push(bytes: Buffer, offset: number): void {
    this.#window.push(bytes, offset);
  }

  /** Gives the parser a chunk that it hasn't seen, after a fault from a line's beginning again; false when there is none. */
  async step(): Promise<boolean> {
    if (this.#fed >= this.#window.end) return false;
    if (this.#discarding) {
      this.#restart(this.#fed);
      return true;
    }
    const bytes = this.#window.pieceAt(this.#fed);
    this.#fed += bytes.length;
    const parsed = await this.#write(bytes);
    if (!parsed || this.#fed - this.#recordStart > MAXIMUM_RECORD_BYTES) this.#recover(false);
    return true;
  }

  /** Says that the file is over; false when there is something to read again. */
  async finish(): Promise<boolean> {
    this.#window.finish();
    if (!this.#discarding && !(await this.#close())) {
      this.#recover(true);
      return false;
    }
    this.#endDamage(this.#window.advanceTo(this.#window.end));
    return true;
  }

  *takeBatches(): Generator<readonly CsvEvent[]> {
    const events = this.#events;
    this.#events = [];
    for (let at = 0; at < events.length; at += ROWS_A_BATCH) yield events.slice(at, at + ROWS_A_BATCH);
  }

  #newParser(): Parser {
    const parser = new Parser({
      delimiter: this.#options.delimiter,
      record_delimiter: this.#options.returnEndsRow ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      // Rows are taken here, one call each, instead of through the stream's readable side.
      on_record: (cells: string[], { bytes }) => {
        this.#onRecord(cells, this.#base + bytes);
        return undefined;
      },
    });
    // Errors arrive through the callbacks of write and end.
    parser.on('error', () => undefined);
    parser.resume();
    return parser;
  }

  #write(bytes: Buffer): Promise<boolean> {
    return new Promise((resolve) => {
      this.#parser.write(bytes, (error) => resolve(!error));
    });
  }

  #close(): Promise<boolean> {
    return new Promise((resolve) => {
      finished(this.#parser, (error) => resolve(!error));
      this.#parser.end();
    });
  }

  #onRecord(cells: string[], end: number): void {
    const from = this.#window.skipLineEnds(this.#recordStart);
    const line = this.#window.advanceTo(from);
    this.#recordStart = end;
    const invalidAt = this.#window.takeInvalidBefore(end);
    // The header is known already; what stands before it (row -1 becomes 0) is not a row.
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
      const excerpt = excerptOf(this.#window.slice(from, end));
      this.#events.push({ problem: { row: this.#row, line, severity: 'error', reason, excerpt } });
      return;
    }
    this.#endDamage(line - 1);
    this.#row++;
    this.#events.push({ row: this.#row, line, cells, invalidAt });
  }

  /** Notes what is wrong with the record at hand and goes on after the line where it went wrong. */
  #recover(ended: boolean): void {
    const from = this.#window.skipLineEnds(this.#recordStart);
    const bytes = this.#window.slice(from, this.#fed);
    const fault = findQuoteFault(bytes, this.#options.delimiter.charCodeAt(0));
    const odd = fault?.kind === 'quote-in-unquoted' && this.#acceptOddLine(from, bytes);
    if (!odd && this.#damage === undefined) {
      this.#row = Math.max(1, this.#row + 1);
      const startLine = this.#window.advanceTo(from);
      const line = fault === undefined ? startLine : startLine + lineEnds(bytes.subarray(0, fault.quoteAt));
      this.#damage = { row: this.#row, line, reason: reasonOf(fault, ended), excerpt: excerptOf(bytes) };
    }
    this.#restart(from + (fault?.quoteAt ?? 0));
  }

  /**
   * Other readers take a quote within an unquoted cell (`5" screen`) as text. So do we when the line, read like that,
   * has the right number of cells, unless the place in the file is in doubt anyway.
   */
  #acceptOddLine(from: number, bytes: Buffer): boolean {
    const end = bytes.indexOf(this.#options.returnEndsRow ? '\r' : '\n');
    const text = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
    if (this.#damage !== undefined || this.#row < 0) return false;
    let cells: string[] | undefined;
    try {
      [cells] = parse(text, {
        delimiter: this.#options.delimiter,
        relax_quotes: true,
        relax_column_count: true,
      });
    } catch {
      return false;
    }
    if (cells?.length !== this.#options.columns) return false;
    this.#row++;
    const oddity = 'There is a quote inside a cell that doesn’t begin with one; it was read as text.';
    const line = this.#window.advanceTo(from);
    this.#events.push({ row: this.#row, line, cells, invalidAt: undefined, oddity });
    return true;
  }

  /** Starts anew on the line after `position`; without a line end in sight, the rest of the line is discarded first. */
  #restart(position: number): void {
    const next = this.#window.after(this.#options.returnEndsRow ? RETURN : NEWLINE, position);
    this.#discarding = next === undefined;
    this.#recordStart = next ?? this.#window.end;
    this.#base = this.#fed = this.#recordStart;
    this.#window.takeInvalidBefore(this.#recordStart);
    this.#window.advanceTo(this.#recordStart);
    this.#parser.destroy();
    this.#parser = this.#newParser();
  }

  /** Reports the damage, which ended on `line`. */
  #endDamage(line: number): void {
    if (this.#damage === undefined) return;
    const { row, line: first, reason, excerpt } = this.#damage;
    const left = line > first ? ` Lines ${first} to ${line} were left out.` : ' The line was left out.';
    this.#events.push({ problem: { row, line: first, severity: 'error', reason: reason + left, excerpt } });
    this.#damage = undefined;
  }
}

function reasonOf(fault: QuoteFault | undefined, ended: boolean): string {
  switch (fault?.kind) {
    case undefined:
      return `The row is longer than ${LIMIT_IN_WORDS}, the limit for one row.`;
    case 'never-closed':
      return ended
        ? 'A quote opens here and is never closed.'
        : `A quote opens here and isn’t closed within ${LIMIT_IN_WORDS}.`;
    case 'text-after-closing':
      return 'A quoted cell goes on after its closing quote: a quote is missing or isn’t doubled.';
    case 'quote-in-unquoted':
      return 'There is a quote inside a cell that doesn’t begin with one.';
  }
}

function lineEnds(bytes: Buffer): number {
  return bytes.toString('latin1').split(/\r\n|\n|\r/).length - 1;
}

function counted(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
