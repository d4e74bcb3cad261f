import { MIGRATIONS, type Migration } from '../../../../src/storage/migrations/index.ts';

/** A made-up next version of the schema, as a later release would add it: a column, and a table rebuilt. */
export const NEXT_SCHEMA: Migration = {
  version: MIGRATIONS.length + 1,
  sql: `
    ALTER TABLE run ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE column_mapping_new (
      header_shape TEXT PRIMARY KEY, mapping TEXT NOT NULL, used_at TEXT NOT NULL, uses INTEGER NOT NULL DEFAULT 1
    ) WITHOUT ROWID;
    INSERT INTO column_mapping_new (header_shape, mapping, used_at) SELECT header_shape, mapping, used_at FROM column_mapping;
    DROP TABLE column_mapping;
    ALTER TABLE column_mapping_new RENAME TO column_mapping;
  `,
};
