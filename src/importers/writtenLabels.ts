/**
 * Labels as we write them for other tools (docs/exports.md): Inspect's precomputed scores and Scout's validation sets.
 * They hold no texts: each line becomes a transcript that is known by its id.
 */
import type { ImportedTranscript } from '../core/imported.ts';
import { standInTurn } from '../core/standInTurn.ts';
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
  const table = flatHead(head);
  const kind = kindOf(table);
  const column = kind === 'scores' ? 'value' : 'target';
  const at = table?.columns.indexOf(column) ?? -1;
  const seen = (table?.rows ?? []).map((row) => row[at] ?? '');
  const dataset = stemOf(options.path);
  const readers = new Map<string, LabelColumn>();
  const readerOf = (annotator: string): LabelColumn => {
    const known = readers.get(annotator) ?? labelColumn(annotator, seen, `${head.name}, column “${column}”`);
    // Anything may stand where the annotator's name should.
    if (readers.size < MOST_KEPT) readers.set(annotator, known);
    return known;
  };
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
      const about = kind === 'scores' ? fieldsOf(row.cell('metadata')) : {};
      const annotator = typeof about['annotator'] === 'string' ? about['annotator'] : column;
      const said = readerOf(annotator)(row.cell(column));
      if (said.warning !== undefined) {
        items.push({ kind: 'problem', problem: problemOf(row, 'warning', said.warning, row.text) });
      }
      items.push({ kind: 'transcript', transcript: transcriptOf(row, about, said.labels, dataset, options) });
    }
    yield items;
  }
}

function transcriptOf(
  row: FlatRow,
  about: JsonObject,
  labels: NonNullable<ImportedTranscript['labels']>,
  dataset: string,
  { path, suite = dataset }: Pick<ReadOptions, 'path' | 'suite'>,
): ImportedTranscript {
  const id = row.cell('id');
  const epoch = Number(row.cell('epoch') || NaN);
  const note = row.cell('explanation');
  const scores = scoresIn(about['scores']);
  const { time } = about;
  return {
    row: row.row,
    line: row.line,
    suite,
    probe: dataset,
    prompt: '',
    turns: [standInTurn(placedName(path, dataset), Number.isSafeInteger(epoch) ? `${id} / ${epoch}` : id)],
    judgments: [],
    metadata: { id, ...(row.cell('split') === '' ? {} : { split: row.cell('split') }), ...about },
    ...(Number.isSafeInteger(epoch) ? { sample: epoch } : {}),
    labels: labels.map((label) => ({
      ...label,
      ...(Object.keys(scores).length === 0 ? {} : { scores }),
      ...(note === '' ? {} : { note }),
      ...(typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? { time } : {}),
    })),
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
