/**
 * Cells that a spreadsheet would run as a formula. Model text is hostile: a cell beginning with `=` can call out to the
 * network when the table is opened. The defence is a leading apostrophe, which changes the data, so every cell it was
 * done to is named and it can be undone.
 *
 * Source: OWASP, "CSV Injection" (the list of first characters, their full-width forms included).
 */
const RUNS_AS_FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export function needsNeutralising(text: string): boolean {
  return RUNS_AS_FORMULA.test(text);
}

/** Puts an apostrophe before a text that would run. */
export function neutralise(text: string): string {
  return `'${text}`;
}

/** Undoes `neutralise`; for cells named in the `neutralised` column only. */
export function restoreNeutralised(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}
