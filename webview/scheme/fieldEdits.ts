/** Edits of a scheme's fields. Pure. */
import type { AnswerFields, SchemeFields, ScoreFields } from '../../src/protocol/schemePage.ts';

export type ListName = 'answers' | 'scores';

/** An id made of a name: letters and digits, the rest as `-`. */
export function idOfName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 60);
}

export function addAnswer(fields: SchemeFields): SchemeFields {
  const answer: AnswerFields = {
    id: '',
    name: '',
    key: freeKey(fields, '123456789'),
    role: 'negative',
    description: '',
  };
  return { ...fields, answers: [...fields.answers, answer] };
}

export function addScore(fields: SchemeFields): SchemeFields {
  const score: ScoreFields = {
    id: '',
    name: '',
    key: freeKey(fields, 'acdeilm'),
    minimum: '0',
    maximum: '100',
  };
  return { ...fields, scores: [...fields.scores, score] };
}

/**
 * Changes one field of one row. A new row's id follows its name until somebody types another; the id of one that labels
 * may name stays.
 *
 * @param isNew whether the row isn't saved yet
 */
export function changeRow<Row extends { readonly id: string; readonly name: string }>(
  row: Row,
  change: Partial<Row>,
  isNew: boolean,
): Row {
  const next = { ...row, ...change };
  const follows = isNew && change.name !== undefined && (row.id === '' || row.id === idOfName(row.name));
  return follows ? { ...next, id: idOfName(change.name ?? '') } : next;
}

export function changeAt<List extends ListName>(
  fields: SchemeFields,
  list: List,
  at: number,
  row: SchemeFields[List][number],
): SchemeFields {
  return { ...fields, [list]: fields[list].map((each, index) => (index === at ? row : each)) };
}

export function removeAt(fields: SchemeFields, list: ListName, at: number): SchemeFields {
  return { ...fields, [list]: (fields[list] as readonly unknown[]).filter((_, index) => index !== at) };
}

/** Moves a row; the same fields where it can't go further. */
export function moveRow(fields: SchemeFields, list: ListName, from: number, by: -1 | 1): SchemeFields {
  const to = from + by;
  const rows: unknown[] = [...fields[list]];
  if (to < 0 || to >= rows.length) return fields;
  const [row] = rows.splice(from, 1);
  rows.splice(to, 0, row);
  return { ...fields, [list]: rows };
}

function freeKey(fields: SchemeFields, wanted: string): string {
  const taken = new Set([...fields.answers, ...fields.scores].map(({ key }) => key));
  return [...wanted].find((key) => !taken.has(key)) ?? '';
}
