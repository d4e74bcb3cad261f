/** What the commands of sharing need; put together at the composition root. */
import type { Annotator } from '../labelling/annotator.ts';
import type { Session } from '../session/session.ts';
import type { CompareContext } from './compareAnnotators.ts';
import type { ColleagueContext } from './importColleague.ts';
import type { LabelSharing } from './labelSharing.ts';
import type { ShareContext } from './shareCommand.ts';
import { vscodeSharingUi } from './vscodeSharingUi.ts';

export type SharingContext = ShareContext & ColleagueContext & CompareContext;

export function sharingContext(
  session: Session,
  annotator: Annotator,
  sharing: LabelSharing,
): SharingContext {
  const worker = async (): Promise<Awaited<ReturnType<Session['openOrCreate']>>['worker']> =>
    (await session.openOrCreate()).worker;
  return {
    ui: vscodeSharingUi,
    sharing,
    open: async () => (await session.openOrCreate()).store,
    annotator: () => annotator.name(),
    knownAnnotator: () => annotator.known(),
    tasks: {
      preview: async (paths, signal, onProgress) =>
        (await worker()).run('previewLabels', { paths }, { signal, onProgress }),
      merge: async (path, signal, onProgress) =>
        (await worker()).run('mergeLabels', { path }, { signal, onProgress }),
    },
    overlap: async (annotators) =>
      (await worker()).run('annotatorOverlap', annotators === undefined ? {} : { annotators }),
    labelsMerged: () => session.labelsMerged(),
  };
}
