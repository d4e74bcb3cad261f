/** All that files of verdicts say, item by item, held ready for the transcripts that they are about. */
import { basename } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { ImportedLabel, ImportedSource } from '../core/imported.ts';
import type { Judgment } from '../core/judgment.ts';
import type { ByteSourceOptions } from './byteSource.ts';
import { flatHead, readFlatRows, type FlatRow } from './flatRows.ts';
import { noLonger, openHead } from './openText.ts';
import { LONGEST_ANSWER, SaidValues, type Said } from './saidValues.ts';
import { SourceHash } from './smallFile.ts';
import { verdictColumns, type VerdictColumns } from './verdictColumns.ts';

/** Held in memory until the transcripts come; ids and verdicts are short. */
const MOST_CHARACTERS = 200_000_000;
/** What a row takes beside its texts. */
const ROW_CHARACTERS = 600;

export interface VerdictItem {
  /** Where it first occurs. */
  readonly row: number;
  readonly line: number;
  readonly ids: readonly string[];
  readonly said: Said[];
  readonly metadata: Record<string, unknown>;
}

export interface VerdictFile {
  readonly source: ImportedSource;
  readonly columns: VerdictColumns;
  /** Items that this file was the first to name, by `keyOf` of their ids, in its order; taken ones are removed. */
  readonly items: Map<string, VerdictItem>;
  readonly unreadable: readonly {
    readonly row: number;
    readonly line: number;
    readonly reason: string;
    readonly text: string;
  }[];
  readonly rows: number;
}

export function keyOf(ids: readonly string[]): string {
  return JSON.stringify(ids.map((id) => id.trim()));
}

export class VerdictItems {
  readonly files: VerdictFile[] = [];
  readonly #values = new SaidValues();
  #length = 0;

  /**
   * Reads a whole file.
   *
   * @param ids the columns to go by; all ids of the table by default
   * @throws AuditError `not-recognised`, `bad-input` when it is too long to be held, and as `readChunks` does
   */
  async add(options: ByteSourceOptions, ids?: readonly string[]): Promise<void> {
    const head = flatHead(await openHead(options.path));
    const columns = head === undefined ? undefined : verdictColumns(head.columns, head.rows);
    if (columns === undefined) throw noLonger(options.path, 'a table of verdicts');
    const by = { ...columns, ids: ids ?? columns.ids };
    const items = new Map<string, VerdictItem>();
    const unreadable: { row: number; line: number; reason: string; text: string }[] = [];
    const hash = new SourceHash(options.path);
    const onRaw = (bytes: Uint8Array): void => {
      hash.onRaw(bytes);
      options.onRaw?.(bytes);
    };
    let rows = 0;
    for await (const events of readFlatRows({ ...options, onRaw })) {
      for (const event of events) {
        rows++;
        if ('problem' in event) unreadable.push({ ...event, reason: event.problem });
        else {
          const reason = this.#addRow(event, by, items, basename(options.path));
          if (reason !== undefined) unreadable.push({ ...event, reason });
        }
        this.#length += event.text.length + ROW_CHARACTERS;
      }
      if (this.#length > MOST_CHARACTERS) {
        throw new AuditError('bad-input', `${options.path} is too long for a table of verdicts.`);
      }
    }
    this.files.push({ source: hash.source(), columns: by, items, unreadable, rows });
  }

  /** @returns why it can't be read */
  #addRow(
    row: FlatRow,
    columns: VerdictColumns,
    own: Map<string, VerdictItem>,
    file: string,
  ): string | undefined {
    const ids = columns.ids.map(row.cell);
    if (ids.every((id) => id.trim() === '')) return `It names no item (${columns.ids.join(', ')}).`;
    const person = columns.judge !== undefined && /annot|rater|labell?er/i.test(columns.judge);
    // A judge's is kept as what could not be read as a verdict; a person's label has no such place.
    const long = columns.said.find(
      ({ column, human }) => (human || person) && row.cell(column).length > LONGEST_ANSWER,
    );
    if (long !== undefined) {
      return `Its ${long.column} is longer than the ${LONGEST_ANSWER} characters that an answer may have.`;
    }
    const key = keyOf(ids);
    let item =
      own.get(key) ?? this.files.map(({ items }) => items.get(key)).find((known) => known !== undefined);
    if (item === undefined) {
      const metadata = Object.create(null) as Record<string, unknown>;
      for (const column of columns.kept) if (row.cell(column) !== '') metadata[column] = row.cell(column);
      item = { row: row.row, line: row.line, ids, said: [], metadata };
      own.set(key, item);
    }
    const named = columns.judge === undefined ? '' : row.cell(columns.judge).trim();
    for (const { column, who, metric, human } of columns.said) {
      const said: Said = {
        who: named === '' ? who : named,
        metric: columns.judge === undefined ? metric : column,
        human: human || person,
        text: row.cell(column),
        rationale: columns.rationale === undefined ? '' : row.cell(columns.rationale),
        source: `${file}: ${column}`,
      };
      this.#values.note(said);
      item.said.push(said);
    }
    return undefined;
  }

  /** What was said of an item, as judgments and labels; ask once all files are read. */
  spoken(item: VerdictItem): {
    readonly judgments: readonly Judgment[];
    readonly labels: readonly ImportedLabel[];
  } {
    const labels = item.said.filter(({ human }) => human).map((said) => this.#values.label(said));
    return {
      judgments: item.said.filter(({ human }) => !human).map((said) => this.#values.judgment(said)),
      labels: labels.filter((label) => label !== undefined),
    };
  }

  /** Removes an item and returns it; undefined when no file names it, or it was taken before. */
  take(ids: readonly string[]): VerdictItem | undefined {
    const key = keyOf(ids);
    for (const { items } of this.files) {
      const item = items.get(key);
      if (item === undefined) continue;
      items.delete(key);
      return item;
    }
    return undefined;
  }
}
