import type { SqliteConnection } from '../loadSqlite.ts';

type NameTable = 'model' | 'model_group' | 'condition';

/** Ids of models, groups and conditions by name, made where they are new. To be called in a transaction. */
export class NameRows {
  readonly #statements;

  constructor(db: SqliteConnection) {
    const prepare = (table: NameTable) => ({
      find: db.prepare<[string], number>(`SELECT id FROM ${table} WHERE name = ?`).pluck(),
      insert: db.prepare<[string]>(`INSERT INTO ${table} (name) VALUES (?)`),
    });
    this.#statements = {
      model: prepare('model'),
      model_group: prepare('model_group'),
      condition: prepare('condition'),
    };
  }

  model(name: string | undefined): number | null {
    return this.#id('model', name);
  }

  group(name: string | undefined): number | null {
    return this.#id('model_group', name);
  }

  condition(name: string | undefined): number | null {
    return this.#id('condition', name);
  }

  /** Null for a name that is absent or empty: not known. */
  #id(table: NameTable, name: string | undefined): number | null {
    if (name === undefined || name === '') return null;
    const { find, insert } = this.#statements[table];
    return find.get(name) ?? Number(insert.run(name).lastInsertRowid);
  }
}
