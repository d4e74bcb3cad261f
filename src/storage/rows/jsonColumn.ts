/** The JSON of a record for a column; null when there is nothing in it. */
export function jsonOf(record: Readonly<Record<string, unknown>> | undefined): string | null {
  return record === undefined || Object.keys(record).length === 0 ? null : JSON.stringify(record);
}
