/**
 * Labels as we write them for other tools (docs/exports.md): Inspect's precomputed scores and Scout's validation sets.
 * They hold no texts: each line becomes a transcript that is known by its id.
 */
import type { ImportedLabel, ImportedTranscript } from '../core/imported.ts';
import { standInTurn } from '../core/standInTurn.ts';
import { ExportedDefinitions } from './exported/exportedDefinitions.ts';
import { exportedLabel } from './exported/exportedRecord.ts';
import { flatHead, readFlatRows, type FlatHead, type FlatRow } from './flatRows.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { labelColumn, type LabelColumn } from './labelColumn.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { openHead, placedName, stemOf } from './openText.ts';
import { problemOf, rejected } from './tableItems.ts';

const SCORES = ['id', 'epoch', 'value', 'answer', 'explanation', 'metadata'];
const VALIDATION = ['id', 'target'];

/** Annotators whose column is kept at hand. */
const MOST_KEPT = 500;
/** More different answers than this are no answers of a scheme. */
const MOST_WORDS = 1000;

type Kind = 'scores' | 'validation';

export const writtenLabels: Importer = {
  id: 'writtenLabels',
  version: 1,

  recognise(head) {
    const kind = kindOf(flatHead(head));
    if (kind === undefined) return undefined;
    const what = kind === 'scores' ? 'Inspect precomputed scores' : 'Scout validation set';
    return {
      kind: 'transcripts',
      importer: 'writtenLabels',
      description: `${what}: labels by id, without texts`,
      carries: [],
      headerOnly: false,
    };
  },

  defaultRule: () => undefined,

  read: readLabels,
};

function kindOf(table: FlatHead | undefined): Kind | undefined {
  if (table === undefined || table.rows.length === 0) return undefined;
  const { columns } = table;
  if (SCORES.every((name) => columns.includes(name)) && columns.length === SCORES.length) return 'scores';
  const isValidation =
    VALIDATION.every((name, index) => columns[index] === name) &&
    (columns.length === 2 || (columns.length === 3 && columns[2] === 'split'));
  return isValidation ? 'validation' : undefined;
}

async function* readLabels(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const head = await openHead(options.path);
  const kind = kindOf(flatHead(head));
  const column = kind === 'scores' ? 'value' : 'target';
  const file = { name: head.name, column, kind };
  // What an answer means is only known when all of them were seen, and nothing defines them.
  const { path, signal } = options;
  const readers = new LabelReaders(file);
  for await (const rows of readFlatRows({ path, signal, onBytes: () => undefined })) {
    for (const row of rows) if (!('problem' in row)) readers.note(row);
  }
  const dataset = stemOf(options.path);
  for await (const rows of readFlatRows(options)) {
    const items: ImportItem[] = [];
    for (const row of rows) {
      if ('problem' in row) {
        items.push(rejected(row, row.problem, row.text));
        continue;
      }
      if (row.cell('id') === '') {
        items.push(rejected(row, 'The row names no id.', row.text));
        continue;
      }
      const labels = readers.labelsOf(row, (reason) => {
        items.push({ kind: 'problem', problem: problemOf(row, 'warning', reason, row.text) });
      });
      const about = kind === 'scores' ? fieldsOf(row.cell('metadata')) : {};
      items.push({ kind: 'transcript', transcript: transcriptOf(row, about, labels, dataset, options) });
    }
    yield items;
  }
}

interface LabelFile {
  readonly name: string;
  readonly column: string;
  readonly kind: Kind | undefined;
}

/** Reads the label of a row: by the scheme that its metadata names, else as a column of words. */
class LabelReaders {
  readonly #file: LabelFile;
  readonly #definitions = new ExportedDefinitions();
  readonly #words = new Set<string>();
  readonly #columns = new Map<string, LabelColumn>();

  constructor(file: LabelFile) {
    this.#file = file;
  }

  /** To be called with every row before the first is read. */
  note(row: FlatRow): void {
    const own = this.#own(row);
    if (own !== undefined) this.#definitions.note({ labels: [own] });
    else if (this.#words.size < MOST_WORDS) this.#words.add(row.cell(this.#file.column));
  }

  labelsOf(row: FlatRow, warn: (reason: string) => void): readonly ImportedLabel[] {
    const own = this.#own(row);
    if (own !== undefined) return exportedLabel(own, this.#definitions, this.#file.name, warn);
    const about = this.#about(row);
    const annotator = typeof about['annotator'] === 'string' ? about['annotator'] : this.#file.column;
    const said = this.#column(annotator)(row.cell(this.#file.column));
    if (said.warning !== undefined) warn(said.warning);
    const note = row.cell('explanation');
    const scores = scoresIn(about['scores']);
    const { time } = about;
    return said.labels.map((label) => ({
      ...label,
      ...(Object.keys(scores).length === 0 ? {} : { scores }),
      ...(note === '' ? {} : { note }),
      ...(typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? { time } : {}),
    }));
  }

  #about(row: FlatRow): JsonObject {
    return this.#file.kind === 'scores' ? fieldsOf(row.cell('metadata')) : {};
  }

  /** As it was exported here: with annotator and scheme. */
  #own(row: FlatRow): JsonObject | undefined {
    const about = this.#about(row);
    const answer = row.value('value');
    const named = ['annotator', 'scheme', 'scheme_version'].every((name) => typeof about[name] === 'string');
    if (!named || typeof answer !== 'string') return undefined;
    return { ...about, part: 'answer', answer, note: row.value('explanation') };
  }

  #column(annotator: string): LabelColumn {
    const { name, column, kind } = this.#file;
    const source = `${name}, column “${column}”`;
    const known =
      this.#columns.get(annotator) ?? labelColumn(annotator, [...this.#words], source, kind === 'validation');
    // Anything may stand where the annotator's name should.
    if (this.#columns.size < MOST_KEPT) this.#columns.set(annotator, known);
    return known;
  }
}

function transcriptOf(
  row: FlatRow,
  about: JsonObject,
  labels: readonly ImportedLabel[],
  dataset: string,
  { path, suite = dataset }: Pick<ReadOptions, 'path' | 'suite'>,
): ImportedTranscript {
  const id = row.cell('id');
  const epoch = Number(row.cell('epoch') || NaN);
  return {
    row: row.row,
    line: row.line,
    suite,
    probe: dataset,
    prompt: '',
    turns: [standInTurn(placedName(path, dataset), Number.isSafeInteger(epoch) ? `${id} / ${epoch}` : id)],
    judgments: [],
    // An id of 1 isn't the id “1” to Inspect.
    metadata: {
      id: row.value('id'),
      ...(row.cell('split') === '' ? {} : { split: row.cell('split') }),
      ...about,
    },
    ...(Number.isSafeInteger(epoch) ? { sample: epoch } : {}),
    labels,
  };
}

/** Numbers by name; whatever else somebody put there stays in the metadata. */
function scoresIn(value: unknown): Readonly<Record<string, number>> {
  const scores = Object.create(null) as Record<string, number>;
  for (const [name, score] of Object.entries(isObject(value) ? value : {})) {
    if (typeof score === 'number' && Number.isFinite(score)) scores[name] = score;
  }
  return scores;
}

function fieldsOf(text: string): JsonObject {
  try {
    const value = parseLenientJson(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
