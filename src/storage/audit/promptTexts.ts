import type { SqliteConnection } from '../loadSqlite.ts';

/**
 * Names the prompt of a transcript by its text, since answers to one text hang together wherever it stands: probes are kept
 * by suite, and two files of one study may be two suites with the same prompts. Prompts without a text stand for themselves.
 */
export function promptNamer(db: SqliteConnection): (promptId: number) => string {
  const hashOf = db
    .prepare<[number], string>(`SELECT iif(text = '', '', text_hash) FROM prompt WHERE id = ?`)
    .pluck();
  const known = new Map<number, string>();
  return (promptId) => {
    let name = known.get(promptId);
    if (name === undefined) known.set(promptId, (name = hashOf.get(promptId) || `#${promptId}`));
    return name;
  };
}
