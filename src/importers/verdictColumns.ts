/** Which column of a table without texts is what: ids, who judged, and what was said. */
import { isVerdictName, roleOfName } from './columnNames.ts';
import { plainNumber } from './scoreCell.ts';

/** A column of judgments or labels. */
export interface SaidColumn {
  readonly column: string;
  /** Who said it where no column names them: the judge's or annotator's name, from the column's. */
  readonly who: string;
  readonly metric: string;
  readonly human: boolean;
}

export interface VerdictColumns {
  /** In the table's order; together they say which item a row is about. */
  readonly ids: readonly string[];
  /** Names the judge or annotator, row by row. */
  readonly judge: string | undefined;
  readonly said: readonly SaidColumn[];
  readonly rationale: string | undefined;
  readonly kept: readonly string[];
}

const ID =
  /^(id|idx|index|ix|key|uid|uuid|guid|qid|item|row|n|rollout|replicate|sample|epoch|.*_(id|idx|index|ix|key|number))$/;
/** Ids that any table may have, whatever it is about. */
const WEAK_ID = /^(idx|index|ix|row|n|epoch|sample|rollout|replicate|sample_(id|idx|index|ix|number))$/;
const WHO =
  /^(judge|judge_(name|model|id)|annotator|annotator_(name|id)|rater|rater_(name|id)|scorer|grader|labell?er)$/;
const HUMAN = /(^|_)(human|annotator|rater|manual|expert|gold)(_?\d+)?(_|$)/;
const RATIONALE = /^(reason|reasons|rationale|explanation|justification|comment|comments|notes?)$/;
/** What such a column is called behind the name of who said it. */
const SAID = /^(.+?)[_ .-]+(label|verdict|class|score|rating|judge?ment|decision|answer)s?$/i;
const SCORE = /^(score|rating|points?)$/;

/** Patterns are tried on names, which in hostile files may be of any length. */
const LONGEST_NAME = 200;

/** Longer than ids and verdicts are; such a column holds texts. */
const LONGEST_MEAN = 60;

/**
 * @param rows cells of the first rows, in the order of the columns
 * @returns undefined when the table holds texts, has no ids, or says nothing of its items
 */
export function verdictColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): VerdictColumns | undefined {
  const usual = columns.every((column) => column !== '' && column.length <= LONGEST_NAME);
  if (new Set(columns).size < columns.length || !usual || rows.length === 0) return undefined;
  let judge: string | undefined;
  let rationale: string | undefined;
  const ids: string[] = [];
  const said: SaidColumn[] = [];
  const kept: string[] = [];
  for (const [index, column] of columns.entries()) {
    const name = normal(column);
    const cells = rows.map((row) => row[index] ?? '');
    if (RATIONALE.test(name)) {
      rationale ??= column;
      continue;
    }
    if (holdsTexts(cells)) return undefined;
    const isWho = WHO.test(name) && cells.every((cell) => plainNumber(cell) === undefined);
    const human = HUMAN.test(name);
    const verdict = isVerdictName(name) || SCORE.test(name) || (human && SAID.test(column));
    if (isWho && judge === undefined) judge = column;
    else if (ID.test(name) && !/^(judge|model|annotator|rater|run|human)_/.test(name)) ids.push(column);
    else if (verdict) said.push(saidBy(column, human));
    else if (isTextRole(name)) return undefined;
    else kept.push(column);
  }
  if (ids.length === 0 || said.length === 0) return undefined;
  // A score beside an id is as often a figure as a verdict: someone must be known to have given it.
  const attributed =
    judge !== undefined || said.some(({ human, column }) => human || /judge|annot/i.test(column));
  return attributed ? { ids, judge, said, rationale, kept } : undefined;
}

/** True for ids that by themselves don't show that two tables are about the same things. */
export function isWeakId(column: string): boolean {
  return WEAK_ID.test(normal(column));
}

function saidBy(column: string, human: boolean): SaidColumn {
  const match = SAID.exec(column);
  return { column, who: match?.[1] ?? column, metric: (match?.[2] ?? column).toLowerCase(), human };
}

function isTextRole(name: string): boolean {
  const role = roleOfName(name);
  return (
    role === 'answer' ||
    role === 'question' ||
    role === 'messages' ||
    role === 'system' ||
    role === 'reasoning'
  );
}

function holdsTexts(cells: readonly string[]): boolean {
  const total = cells.reduce((sum, cell) => sum + cell.length, 0);
  return total > LONGEST_MEAN * cells.length || cells.some((cell) => cell.includes('\n'));
}

function normal(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');
}
