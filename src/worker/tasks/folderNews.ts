import { expandPaths } from '../../importers/expandPaths.ts';
import type { TaskContext } from '../task.ts';

export interface FolderNewsParams {
  readonly root: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** More than this are left to the next time. */
const MOST_FILES = 20_000;

/**
 * The files of a folder that may be results and were written since. Needs no database.
 *
 * @throws AuditError `bad-input` for a folder of too many files, `cancelled`
 */
export async function folderNews(
  { root, since }: FolderNewsParams,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<readonly string[]> {
  const { files } = await expandPaths([root], signal);
  return files
    .filter(({ modifiedMs }) => modifiedMs > since)
    .slice(0, MOST_FILES)
    .map(({ path }) => path);
}
