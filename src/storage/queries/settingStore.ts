import type { AuditStore, SourceFileRow } from '../../core/ports.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import type { WriteTransaction } from '../storeWrites.ts';
import { FILE_COLUMNS } from './runStore.ts';

type SettingMethods =
  | 'dataVersion'
  | 'filesLike'
  | 'rememberedMapping'
  | 'rememberMapping'
  | 'rememberedMappings'
  | 'setting'
  | 'setSetting';

/** The part of the store that remembers: settings, mappings, files seen before. */
export function createSettingStore(
  { db }: AuditDatabase,
  write: WriteTransaction,
): Pick<AuditStore, SettingMethods> {
  const version = db.prepare<[], number>('PRAGMA data_version').pluck();
  // Two halves, each by its index: one made of a folder may have a hundred thousand files, and to look through them all
  // for each file of an import would take minutes. Paths are looked for run by run, since the index begins with the run.
  const like = db.prepare<
    [{ readonly path: string; readonly sha256: string }],
    SourceFileRow & { readonly same: number }
  >(
    `SELECT * FROM (
     SELECT ${FILE_COLUMNS}, 1 AS same FROM source_file f JOIN visible_run r ON r.id = f.run_id
     WHERE f.sha256 = @sha256 AND f.importer <> 'launch'
     UNION ALL
     SELECT ${FILE_COLUMNS}, 1 AS same FROM source_file f JOIN visible_run r ON r.id = f.run_id
     WHERE f.fingerprint = @sha256 AND f.sha256 <> @sha256 AND f.importer <> 'launch'
     UNION ALL
     SELECT ${FILE_COLUMNS}, 0 AS same FROM visible_run r CROSS JOIN source_file f ON f.run_id = r.id AND f.path = @path
     WHERE f.sha256 <> @sha256 AND coalesce(f.fingerprint, '') <> @sha256 AND f.importer <> 'launch')
     ORDER BY same DESC, id DESC`,
  );
  const mapping = db
    .prepare<[string], string>('SELECT mapping FROM column_mapping WHERE header_shape = ?')
    .pluck();
  const mappings = db.prepare<[], { readonly headerShape: string; readonly mapping: string }>(
    'SELECT header_shape AS headerShape, mapping FROM column_mapping ORDER BY used_at DESC, header_shape',
  );
  const setMapping = db.prepare<[string, string, string]>(
    `INSERT INTO column_mapping (header_shape, mapping, used_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at`,
  );
  const setting = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const setSetting = db.prepare<[string, string]>(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  return {
    dataVersion: () => version.get() ?? 0,
    filesLike: (path, sha256) =>
      like.all({ path, sha256 }).map(({ same, ...file }) => ({ ...file, sameBytes: same === 1 })),
    rememberedMapping: (headerShape) => mapping.get(headerShape),
    rememberedMappings: () => mappings.all(),
    rememberMapping: (headerShape, text) =>
      write(() => void setMapping.run(headerShape, text, new Date().toISOString())),
    setting: (key) => setting.get(key),
    setSetting: (key, value) => write(() => void setSetting.run(key, value)),
  };
}
