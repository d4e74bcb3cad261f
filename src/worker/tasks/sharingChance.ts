import { join } from 'node:path';
import { openLabelFile } from '../../exporters/labels/labelFileReader.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';
import { lookAtFolder } from '../sharing/lookAtFolder.ts';
import type { TaskContext } from '../task.ts';

/** Whether there is something to share: one's own labels, or those that others put into the folder. */
export interface SharingChance {
  /** Transcripts that the annotator labelled by hand. */
  readonly own: number;
  /** Whose labels the first lines of the files there are, without the annotator's own. */
  readonly others: readonly string[];
}

/** Changes nothing; a folder that can't be read has nobody's labels. */
export async function sharingChance(
  { folder, annotator }: { readonly folder: string; readonly annotator: string },
  { database, signal }: Pick<TaskContext, 'database' | 'signal'>,
): Promise<SharingChance> {
  const { db } = await database();
  const own = db
    .prepare<[string], number>(
      `SELECT count(*) FROM (SELECT DISTINCT content_hash, ordinal FROM label_event
       WHERE annotator = ? AND source IS NULL)`,
    )
    .pluck()
    .get(annotator);
  const others = new Set<string>();
  const look = await lookAtFolder(folder, {}, { isOwn: () => false, again: false, signal }).catch(
    () => undefined,
  );
  for (const { name, now } of look?.changed ?? []) {
    if (!now.isLabels) continue;
    const who = await firstAnnotator(join(folder, name));
    if (who !== undefined && who !== annotator) others.add(who);
  }
  return { own: own ?? 0, others: [...others].sort() };
}

async function firstAnnotator(path: string): Promise<string | undefined> {
  try {
    const file = await openLabelFile(path, { schemeVersion });
    for await (const batch of file.batches()) {
      for (const item of batch) if (item.kind === 'event') return item.event.annotator;
    }
  } catch {
    // Whoever shares the folder is told of it then.
  }
  return undefined;
}
