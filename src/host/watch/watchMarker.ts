/**
 * A file in the workspace that is there while folders are watched. VS Code looks for it when a window opens and starts
 * the extension then (`workspaceContains` in package.json): in windows without it nothing of us runs until it is used.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { log } from '../log.ts';

/** Beside the default database, by a name that the `.gitignore` there leaves out. */
const MARKER = join('.transcript-auditor', 'audit.db.watching');

/**
 * Puts the file there or takes it away. Where that can't be done (a read-only place, no folder open) watching goes on
 * all the same, after a reload from when the extension is first used.
 */
export async function markWatching(workspaceFolder: string | undefined, isWatching: boolean): Promise<void> {
  if (workspaceFolder === undefined) return;
  const path = join(workspaceFolder, MARKER);
  try {
    if (!isWatching) await rm(path, { force: true });
    else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(
        path,
        'Folders are watched in this workspace: Transcript Auditor starts with its window.\n',
      );
    }
  } catch (error) {
    log().warn(`${path} can’t be ${isWatching ? 'written' : 'removed'}`, error);
  }
}
