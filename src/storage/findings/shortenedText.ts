/** Characters looked at of one text: of its beginning and of its end. */
const HEAD = 40_000;
const TAIL = 20_000;

/** SQL for a text with the middle left out where it is very long; null stays null. */
export function shortened(column: string): string {
  return `CASE WHEN length(${column}) > ${HEAD + TAIL} THEN substr(${column}, 1, ${HEAD}) || char(10) || substr(${column}, -${TAIL}) ELSE ${column} END`;
}
