import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Tells git that both sides' lines are kept, and that no system's line ends get in. */
const ATTRIBUTES = `# Label files of Transcript Auditor: every line stands by itself, so that merging keeps the lines of both sides.
*.jsonl merge=union text eol=lf
`;

/**
 * Makes the folder where it is not there (any more), with what git has to know of it; one that is there stays as it is.
 * Only the folder itself: one above it that is gone may be a disk that isn't mounted now.
 *
 * @throws what the file system throws
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  await writeFile(join(folder, '.gitattributes'), ATTRIBUTES, { flag: 'wx' }).catch(() => undefined);
}
