/** Gives the exports what they need of the session and the worker. */
import type { ExportContext } from '../exports/exportContext.ts';
import { vscodeExportUi } from '../exports/vscodeExportUi.ts';
import { parseMapping } from '../import/rememberedMapping.ts';
import type { Session } from '../session/session.ts';
import { workerOf } from './contexts.ts';

export function exportContext(session: Session, tool: { name: string; version: string }): ExportContext {
  return {
    ui: vscodeExportUi,
    tasks: {
      exportLabels: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportLabels', request, { signal, onProgress }),
      exportTranscripts: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportTranscripts', request, { signal, onProgress }),
      exportEditedSource: async (request, signal, onProgress) =>
        (await workerOf(session)).run('exportEditedSource', request, { signal, onProgress }),
      writeReport: async (request, signal) =>
        (await workerOf(session)).run('writeReport', { ...request, tool }, { signal }),
      mergeLabels: async (path, signal, onProgress) =>
        (await workerOf(session)).run('mergeLabels', { path }, { signal, onProgress }),
    },
    runName: (runId) => session.database?.store.run(runId)?.name,
    sourcePath: (runId) => session.database?.store.run(runId)?.files[0]?.path,
    runsOfStudy: (studyId) => {
      const arms = session.database?.store.outline().arms ?? [];
      return [...new Set(arms.filter((arm) => arm.studyId === studyId).map((arm) => arm.runId))];
    },
    mappings: {
      all: () =>
        (session.database?.store.rememberedMappings() ?? []).flatMap(({ headerShape, mapping }) => {
          const roles = parseMapping(mapping);
          return roles === undefined ? [] : [{ headerShape, roles }];
        }),
      remember: async (mappings) => {
        await session.openOrCreate();
        for (const { headerShape, roles } of mappings) {
          await session.write((store) => store.rememberMapping(headerShape, JSON.stringify(roles)));
        }
      },
    },
    labelsMerged: () => session.labelsMerged(),
  };
}
