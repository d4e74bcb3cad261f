import type { SchemeVersion } from '../../core/labelFile.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { schemeVersion } from '../rows/versionHash.ts';

/** What stands for the definition of a scheme whose labels arrived before it. */
const UNKNOWN = '';

/** Label schemes by version. To be called in a transaction. */
export class SchemeRows {
  readonly #versions = new WeakMap<LabelScheme, string>();
  readonly #find;
  readonly #insert;
  readonly #define;
  readonly #answer;

  constructor(db: SqliteConnection) {
    this.#find = db.prepare<[string], { readonly id: number; readonly definition: string }>(
      'SELECT id, definition FROM label_scheme WHERE version_hash = ?',
    );
    this.#insert = db.prepare<[string, string, string, string]>(
      'INSERT INTO label_scheme (name, version_hash, definition, created_at) VALUES (?, ?, ?, ?)',
    );
    this.#define = db.prepare<[string, number]>('UPDATE label_scheme SET definition = ? WHERE id = ?');
    this.#answer = db.prepare<[number, string, string, string]>(
      'INSERT INTO label_answer (scheme_id, answer, name, role) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
  }

  versionOf(scheme: LabelScheme): string {
    let version = this.#versions.get(scheme);
    if (version === undefined) {
      version = schemeVersion(scheme);
      this.#versions.set(scheme, version);
    }
    return version;
  }

  /** The row of a scheme that is defined here. */
  idOf(scheme: LabelScheme): number {
    return this.define({ scheme, version: this.versionOf(scheme) });
  }

  /**
   * Stores a definition. One whose version isn't its own hash was edited after labels were given under it, so it doesn't
   * tell what they mean; it is passed over.
   */
  define({ scheme, version }: SchemeVersion): number {
    const id = this.idOfVersion(scheme.name, version);
    const known = this.#find.get(version);
    if (known?.definition === UNKNOWN && this.versionOf(scheme) === version) {
      this.#define.run(JSON.stringify(scheme), id);
      for (const { id: answer, name, role } of scheme.answers) this.#answer.run(id, answer, name, role);
    }
    return id;
  }

  /** Whether the definition of a version is here. */
  isDefined(version: string): boolean {
    const known = this.#find.get(version);
    return known !== undefined && known.definition !== UNKNOWN;
  }

  /** The row of a version, made without a definition when it is new. */
  idOfVersion(name: string, version: string): number {
    return (
      this.#find.get(version)?.id ??
      Number(this.#insert.run(name, version, UNKNOWN, new Date().toISOString()).lastInsertRowid)
    );
  }
}

/** Every scheme that label events name, with its definition; versions whose definition is not known are left out. */
export function readSchemes(db: SqliteConnection): readonly SchemeVersion[] {
  return db
    .prepare<[string], { readonly version: string; readonly definition: string }>(
      `SELECT version_hash AS version, definition FROM label_scheme WHERE definition <> ?
       ORDER BY name, version_hash`,
    )
    .all(UNKNOWN)
    .map(({ version, definition }) => ({ version, scheme: JSON.parse(definition) as LabelScheme }));
}
