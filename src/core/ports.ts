/**
 * What the host asks of the store. Every method is one or a few indexed statements, short enough for the extension
 * host's thread; whatever scans runs in the worker.
 */
import type { ContentKey } from './contentKey.ts';
import type { HumanVerdict } from './effectiveLabel.ts';
import type { LaunchRow, LaunchSpec } from './eval/launch.ts';
import type { BranchStore } from './branchStore.ts';
import type { FindingStore } from './findingStore.ts';
import type { RunContent } from './importPlan.ts';
import type { Citation, Judge, JudgmentValue, TokenDistribution } from './judgment.ts';
import type { LabelStore } from './labelStore.ts';
import type { QueueStore } from './queueStore.ts';
import type { Turn } from './transcript.ts';
import type { JudgeVerdict, VerdictRule } from './verdictRule.ts';

/** Imported from a file, or launched here. */
export type RunKind = 'import' | 'launch';

/** An arm of a run with the names that apply to it now. Runs without transcripts have one arm and no leaves. */
export interface ArmRow {
  readonly armId: number;
  readonly runId: number;
  readonly runName: string;
  readonly runStatus: 'importing' | 'complete' | 'partial';
  readonly runKind: RunKind;
  readonly runContent: RunContent;
  readonly seed: string | null;
  readonly studyId: number | null;
  readonly studyName: string | null;
  readonly ruleId: number | null;
  readonly model: string | null;
  readonly group: string | null;
  readonly condition: string | null;
}

/** One cell of the cube that both trees are drawn from. */
export interface LeafRow {
  readonly armId: number;
  readonly probeId: number;
  readonly judgeVerdict: JudgeVerdict;
  readonly humanVerdict: HumanVerdict;
  readonly n: number;
}

export interface ProbeRow {
  readonly probeId: number;
  readonly name: string;
  readonly suiteId: number;
  readonly suite: string;
}

/** Everything the trees need but the transcripts themselves. Deleted and superseded runs are left out. */
export interface Outline {
  readonly arms: readonly ArmRow[];
  readonly leaves: readonly LeafRow[];
  readonly probes: readonly ProbeRow[];
  readonly rules: ReadonlyMap<number, VerdictRule>;
}

/** Which transcripts of a leaf: bounds on `leafSeq` are inclusive, counted from 1. */
export interface LeafQuery {
  readonly armId: number;
  readonly probeId: number;
  readonly from?: number;
  readonly to?: number;
  readonly judgeVerdicts?: readonly JudgeVerdict[];
  readonly humanVerdicts?: readonly HumanVerdict[];
  readonly limit: number;
  /** True answers from the end: the last `limit` rows of the range, highest `leafSeq` first. */
  readonly descending?: boolean;
}

/** One transcript as the tree shows it. */
export interface TranscriptRow {
  readonly id: number;
  readonly armId: number;
  readonly probeId: number;
  readonly runId: number;
  readonly leafSeq: number;
  readonly sample: number;
  readonly preview: string;
  readonly judgeVerdict: JudgeVerdict;
  readonly humanVerdict: HumanVerdict;
}

export interface StoredJudgment {
  readonly metric: string;
  readonly scale: { readonly minimum: number; readonly maximum: number } | null;
  readonly judge: Judge;
  /** Hexadecimal hash of the judge's definition. */
  readonly judgeVersion: string;
  readonly value: JudgmentValue;
  readonly raw: string | null;
  readonly distribution: TokenDistribution | null;
  readonly rationale: string | null;
  /** Passages that the judge cites, as it wrote them; absent when it cites none. */
  readonly quotes?: readonly string[];
  readonly citations?: readonly Citation[];
}

/** A transcript without its turns. */
export interface StoredTranscript extends TranscriptRow {
  readonly key: ContentKey;
  readonly arm: ArmRow;
  readonly probe: ProbeRow;
  readonly prompt: string;
  readonly turnCount: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: {
    readonly path: string;
    readonly name: string;
    readonly row: number;
    readonly line: number;
  };
  readonly judgments: readonly StoredJudgment[];
  readonly rule: VerdictRule | null;
}

export interface SourceFileRow {
  readonly id: number;
  readonly runId: number;
  readonly runName: string;
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly importer: string;
  readonly rowsKept: number;
  readonly rowsRejected: number;
  readonly sizeBytes: number;
  /** The last row that is stored with all before it, where an import can go on behind it; null where it can't. */
  readonly rowsRead: number | null;
  /** What a further file is to its run's main one; null for the main one. */
  readonly role: string | null;
  /** What its columns were said to be, as JSON; null where that is known by itself. */
  readonly mapping: string | null;
}

export interface RunDetails {
  readonly runId: number;
  readonly name: string;
  readonly kind: RunKind;
  readonly content: RunContent;
  readonly status: 'importing' | 'complete' | 'partial';
  readonly studyId: number | null;
  readonly seed: string | null;
  readonly rule: VerdictRule | null;
  readonly arms: readonly ArmRow[];
  /** The main one first; at most 200 of them. */
  readonly files: readonly SourceFileRow[];
  /** Of all its files. */
  readonly fileCount: number;
  readonly rowsKept: number;
  readonly rowsRejected: number;
}

/** Corrections to a run; fields left out stay. Naming applies to all arms of the run unless `armId` is given. */
export interface RunEdit {
  readonly runId: number;
  readonly armId?: number;
  readonly name?: string;
  /** Empty text means "not known". */
  readonly model?: string;
  readonly group?: string;
  readonly condition?: string;
  readonly seed?: string;
  readonly studyId?: number | null;
}

/** A launch without its spec, which may be megabytes. */
export interface LaunchSummary {
  readonly launchId: number;
  readonly runId: number;
  readonly runName: string;
  readonly kind: LaunchSpec['kind'];
  readonly state: LaunchRow['state'];
  readonly stop: LaunchRow['stop'];
  readonly message: string;
  /** True while some window runs it; a launch that is `running` and not leased was killed and can be resumed. */
  readonly leased: boolean;
  readonly plannedTranscripts: number;
  readonly plannedJudgments: number;
  readonly createdAt: string;
  readonly stoppedAt: string | null;
}

/** The host's connection. Methods that write throw AuditError `database-busy` when another writer holds the lock. */
export interface AuditStore extends BranchStore, FindingStore, LabelStore, QueueStore {
  readonly path: string;
  /** Why nothing can be written; empty when writing works. */
  readonly readOnlyReason: string;

  outline(): Outline;
  /** Rows in order of `leafSeq`. */
  leafPage(query: LeafQuery): readonly TranscriptRow[];
  /** The first transcript of the query (its `limit` is ignored) to whose answer the annotator gives no answer now. */
  nextUnlabelledBy(query: LeafQuery, annotator: string): TranscriptRow | undefined;
  /** The verdict counts of one leaf. */
  leafCounts(armId: number, probeId: number): readonly LeafRow[];
  transcriptRow(id: number): TranscriptRow | undefined;
  transcript(id: number): StoredTranscript | undefined;
  /** The first transcript (lowest id, runs that are not deleted) with that key. */
  transcriptIdByKey(key: ContentKey): number | undefined;
  /** Turns from..from+count-1 by index, with what is known of their making. */
  turns(id: number, from: number, count: number): readonly Turn[];
  /** Index of the last assistant turn, the one judges judged; 0 when there is none. */
  answerTurn(id: number): number;

  /** Changes whenever another connection commits (PRAGMA data_version). */
  dataVersion(): number;

  run(runId: number): RunDetails | undefined;
  editRun(edit: RunEdit): void;
  renameStudy(studyId: number, name: string): void;
  /** Hides runs; `restoreRuns` brings them back, labels and all. */
  deleteRuns(runIds: readonly number[]): void;
  restoreRuns(runIds: readonly number[]): void;
  problems(
    runId: number,
    limit: number,
  ): readonly {
    readonly file: string;
    readonly row: number;
    readonly line: number;
    readonly severity: 'error' | 'warning';
    readonly reason: string;
    readonly excerpt: string;
  }[];
  /** Runs (not deleted) that hold a file with these bytes, or came from this path. */
  filesLike(path: string, sha256: string): readonly (SourceFileRow & { readonly sameBytes: boolean })[];
  rememberedMapping(headerShape: string): string | undefined;
  rememberMapping(headerShape: string, mapping: string): void;
  /** All of them, the one used last first. */
  rememberedMappings(): readonly { readonly headerShape: string; readonly mapping: string }[];
  /** Runs whose import was interrupted: status importing with a stale lease. Marks them partial and returns them. */
  adoptInterruptedImports(): readonly number[];
  /** Launches of runs that aren't deleted, newest first: of one run, or of all. */
  launches(runId?: number): readonly LaunchSummary[];
  /** One launch with its spec, for resuming it. */
  launch(launchId: number): LaunchRow | undefined;
  /** Launches whose window is gone: marks them stopped as `killed` and returns them. They can be resumed. */
  adoptInterruptedLaunches(): readonly number[];
  /** What is known of the making of a transcript's turns, by index: parameters, reported model, usage, latency. */
  turnProvenance(transcriptId: number): ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  setting(key: string): string | undefined;
  setSetting(key: string, value: string): void;
  close(): void;
}
