/** Tables of figures (rates, means, intervals) lie beside the results they were computed from; they hold no transcripts. */
import { AuditError } from '../core/errors.ts';
import { RATES_COLUMNS } from '../core/reportTable.ts';
import { isCounterName, isFigureName, roleOfName } from './columnNames.ts';
import { readCsvHead, type CsvHead } from './csvHead.ts';
import type { Importer } from './importer.ts';
import { plainNumber } from './scoreCell.ts';

/** Names of things are shorter than answers. */
const LONGEST_NAME = 200;
const LONGEST_MEAN = 80;

export const figuresTable: Importer = {
  id: 'figuresTable',
  version: 1,

  recognise(head) {
    const csv = readCsvHead(head);
    if (csv !== undefined && RATES_COLUMNS.every((name, index) => csv.columns[index] === name)) return RATES;
    const figures = csv === undefined ? undefined : figureColumns(csv);
    if (figures === undefined) return undefined;
    const shown = figures.length <= 5 ? figures : [...figures.slice(0, 5), '…'];
    return {
      kind: 'refused',
      reason: `It looks like a table of figures (${shown.join(', ')}), not of transcripts: no column holds answers.`,
      hint: 'Import the files with the answers that these figures were computed from.',
    };
  },

  defaultRule: () => undefined,

  read({ path }) {
    throw new AuditError('table-of-figures', `${path} is a table of figures and holds no transcripts.`);
  },
};

const RATES = {
  kind: 'refused',
  reason: 'It is the table of rates of a report that was written here; it holds no transcripts.',
  hint: 'Export Transcripts writes what can be imported again.',
} as const;

/** The columns of figures; undefined when the table may hold answers. */
function figureColumns(csv: CsvHead): readonly string[] | undefined {
  if (csv.rows.length === 0) return undefined;
  const roles = csv.columns.map(roleOfName);
  if (roles.includes('answer') || roles.includes('messages')) return undefined;
  const figures: string[] = [];
  let counted = 0;
  for (const [index, name] of csv.columns.entries()) {
    const cells = csv.rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    const numeric = cells.length > 0 && cells.every((cell) => plainNumber(cell) !== undefined);
    if (isCounterName(name) && !isFigureName(name)) continue;
    counted++;
    if (numeric) figures.push(name);
    else if (holdsTexts(cells)) return undefined;
  }
  return figures.length > 0 && figures.length * 4 >= counted ? figures : undefined;
}

function holdsTexts(cells: readonly string[]): boolean {
  const total = cells.reduce((sum, cell) => sum + cell.length, 0);
  return (
    total > LONGEST_MEAN * cells.length || cells.some((cell) => cell.length > LONGEST_NAME || /\n/.test(cell))
  );
}
