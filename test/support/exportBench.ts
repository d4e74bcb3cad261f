import type { LabelMergeResult } from '../../src/exporters/labels/mergeLabelFile.ts';
import type {
  EditedSourceRequest,
  ExportContext,
  LabelExportRequest,
  TranscriptExportRequest,
} from '../../src/host/exports/exportContext.ts';

const written = { path: '/work/out', count: 1_234, bytes: 10, sha256: 'ab' };
export const merged = (path: string, changes: Partial<LabelMergeResult> = {}): LabelMergeResult => ({
  path,
  added: 0,
  present: 0,
  queues: 0,
  unread: 0,
  problems: [],
  ...changes,
});

/** An editor and worker that remember what was asked of them. */
export class Bench implements ExportContext {
  readonly asked: string[] = [];
  readonly told: string[] = [];
  readonly shown: string[] = [];
  readonly labelRequests: LabelExportRequest[] = [];
  readonly transcriptRequests: TranscriptExportRequest[] = [];
  readonly reports: string[] = [];
  readonly editedRequests: EditedSourceRequest[] = [];
  refreshed = 0;

  /** What the user does in dialogs. */
  savePath: string | undefined = '/work/chosen';
  files: readonly string[] = [];
  choice = 0;
  action: string | undefined;
  merge: (path: string) => LabelMergeResult = (path) => merged(path, { added: 124, present: 30 });

  readonly ui: ExportContext['ui'] = {
    defaultFolder: () => '/work',
    askWhereToSave: async ({ defaultPath }) => {
      this.asked.push(defaultPath);
      return Promise.resolve(this.savePath);
    },
    askWhichFiles: async () => {
      this.asked.push('files');
      return Promise.resolve(this.files);
    },
    choose: async (title, items) => {
      this.asked.push(title);
      return Promise.resolve(items[this.choice]?.value);
    },
    withProgress: async (_title, task) =>
      task({ signal: new AbortController().signal, report: () => undefined }),
    tell: async (message) => {
      this.told.push(message);
      return Promise.resolve(this.action);
    },
    openFile: async (path) => {
      this.shown.push(path);
      return Promise.resolve();
    },
    openText: async (text) => {
      this.shown.push(text);
      return Promise.resolve();
    },
  };

  readonly tasks: ExportContext['tasks'] = {
    exportLabels: async (request) => {
      this.labelRequests.push(request);
      return Promise.resolve({ ...written, path: request.path });
    },
    exportTranscripts: async (request) => {
      this.transcriptRequests.push(request);
      return Promise.resolve({ ...written, path: request.path });
    },
    exportEditedSource: async (request) => {
      this.editedRequests.push(request);
      return Promise.resolve({ ...written, path: request.path });
    },
    writeReport: async ({ folder }) => {
      this.reports.push(folder);
      return Promise.resolve({ folder, files: ['report.md', 'manifest.json'] });
    },
    mergeLabels: async (path) => Promise.resolve().then(() => this.merge(path)),
  };

  mappings: ExportContext['mappings'] = {
    all: () => this.remembered,
    remember: async (mappings) => {
      this.remembered = mappings;
      return Promise.resolve();
    },
  };
  remembered: ReturnType<ExportContext['mappings']['all']> = [];

  runName(runId: number): string | undefined {
    return runId === 7 ? 'eval results: Qwen/32B.csv' : undefined;
  }

  sourcePath(runId: number): string | undefined {
    return runId === 7 ? '/data/log.eval' : undefined;
  }

  runsOfStudy(studyId: number): readonly number[] {
    return [studyId * 10, studyId * 10 + 1];
  }

  labelsMerged(): void {
    this.refreshed += 1;
  }
}
