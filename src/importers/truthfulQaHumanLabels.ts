/** Labels of further files, held ready to be joined to the answers they are about. */
import { basename } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { ImportedSource } from '../core/imported.ts';
import { readCsvRows } from './csvRows.ts';
import type { ReadOptions } from './importer.ts';
import { noLonger, openTable } from './openText.ts';
import { SourceHash } from './smallFile.ts';
import { humanColumns, humanRowOf, annotatorOf, type HumanRow } from './truthfulQaHumanRow.ts';

/** People don't label more than this; a file that says so is something else. */
const MOST_CHARACTERS = 100_000_000;

interface LabelFile {
  readonly source: ImportedSource;
  readonly rows: Set<HumanRow>;
  readonly unreadable: { readonly at: { row: number; line: number }; readonly reason: string }[];
  readonly counts: { taken: number };
  /** Taken rows whose text ends otherwise than the answer they were joined to. */
  readonly ends: HumanRow[];
}

export class HumanLabels {
  readonly #files: LabelFile[] = [];
  readonly #byId = new Map<string, { readonly file: LabelFile; readonly row: HumanRow }[]>();

  readonly #models = new Set<string>();

  /** Reads the members of role `labels`. @throws AuditError when one can't be read */
  static async read({ members = [], signal }: ReadOptions): Promise<HumanLabels> {
    const labels = new HumanLabels();
    for (const { path, role } of members) if (role === 'labels') await labels.#add(path, signal);
    return labels;
  }

  async #add(path: string, signal: AbortSignal): Promise<void> {
    const { csv, layout } = await openTable(path);
    const columns = humanColumns(csv);
    if (columns === undefined) throw noLonger(path, 'a table of labelled TruthfulQA answers');

    const by = { annotator: annotatorOf(path, columns.edits), file: basename(path) };
    const hash = new SourceHash(path);
    const rows = new Set<HumanRow>();
    const unreadable: LabelFile['unreadable'] = [];
    let length = 0;
    const options = { path, signal, onBytes: () => undefined, onRaw: hash.onRaw, ...layout };
    for await (const events of readCsvRows(options)) {
      for (const event of events) {
        if ('problem' in event) {
          unreadable.push({ at: event.problem, reason: event.problem.reason });
          continue;
        }
        const row = humanRowOf(event, columns, by);
        if (typeof row === 'string') unreadable.push({ at: event, reason: row });
        else rows.add(row);
        length += event.cells.reduce((sum, cell) => sum + cell.length, 0);
      }
      if (length > MOST_CHARACTERS) {
        throw new AuditError('bad-input', `${path} is too long to be joined.`, 'Import it by itself.');
      }
    }
    const file: LabelFile = { source: hash.source(), rows, unreadable, counts: { taken: 0 }, ends: [] };
    this.#files.push(file);
    for (const row of rows) {
      if (row.model !== '') this.#models.add(row.model);
      const known = this.#byId.get(row.id);
      if (known === undefined) this.#byId.set(row.id, [{ file, row }]);
      else known.push({ file, row });
    }
  }

  /** Takes the rows of that id that are about the same answer, whose text is `answer`. */
  take(id: string, matches: (row: HumanRow) => boolean, answer: string): HumanRow[] {
    const found = (this.#byId.get(id) ?? []).filter(({ file, row }) => file.rows.has(row) && matches(row));
    for (const { file, row } of found) {
      file.rows.delete(row);
      file.counts.taken++;
      if (row.answer !== answer) file.ends.push(row);
    }
    return found.map(({ row }) => row);
  }

  /** The models that the labelled answers are of. */
  models(): readonly string[] {
    return [...this.#models];
  }

  /** What is left of each file. */
  files(): readonly LabelFile[] {
    return this.#files;
  }
}

/** Equal but for white space around them and full stops at their ends, which annotators' tables add and lose. */
export function sameSaveEnds(one: string, other: string): boolean {
  return one === other || withoutEnds(one) === withoutEnds(other);
}

function withoutEnds(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '.' || (text[end - 1] ?? '').trim() === '')) end--;
  return text.slice(0, end).trimStart();
}
