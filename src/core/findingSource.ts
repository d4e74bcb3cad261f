/** What a finding's rule may ask of one run, and of runs that belong together. Storage answers it (src/storage/findings). */
import type { LaunchSpec } from './eval/launch.ts';
import type { RunContent } from './importPlan.ts';
import type { Judge, JudgmentValue, TokenDistribution } from './judgment.ts';
import type { RunKind } from './ports.ts';
import type { VerdictCounts } from './rate.ts';
import type { Turn } from './transcript.ts';
import type { JudgeVerdict, VerdictRule } from './verdictRule.ts';

/** An arm of the run that is checked. */
export interface CheckedArm {
  readonly armId: number;
  readonly model: string | null;
  readonly group: string | null;
  readonly condition: string | null;
  readonly transcripts: number;
}

/** Another run that is shown in the trees. */
export interface OtherRun {
  readonly runId: number;
  readonly name: string;
  readonly content: RunContent;
  /** Names it by its contents, the same after a re-import. */
  readonly scope: string;
  /** True for training data, of a model or of a judge. */
  readonly trains: boolean;
}

/** A run as a whole. */
export interface CheckedRun {
  readonly runId: number;
  readonly name: string;
  readonly kind: RunKind;
  readonly content: RunContent;
  readonly rule: VerdictRule | null;
  readonly arms: readonly CheckedArm[];
  readonly transcripts: number;
  readonly verdicts: VerdictCounts;
  /** Ids of the importers that read its files, each once; empty for a run that was only launched. */
  readonly importers: readonly string[];
  /** What files say of it, in the order stored. */
  readonly facts: readonly { readonly name: string; readonly value: unknown }[];
  /** What it was launched with, newest first; empty for a run that was only imported. */
  readonly specs: readonly LaunchSpec[];
  /** Groups of the run's study (of the run, when it stands alone) that this run is the first to hold, with their models. */
  readonly groups: readonly { readonly name: string; readonly models: readonly string[] }[];
}

/** What one judge version said, in short. */
export interface CheckedJudgment {
  readonly metric: string;
  readonly scale: { readonly minimum: number; readonly maximum: number } | null;
  readonly judge: Judge;
  /** Hexadecimal hash of the judge's definition. */
  readonly judgeVersion: string;
  readonly value: JudgmentValue;
  readonly raw: string | null;
  readonly distribution: TokenDistribution | null;
  readonly rationale: string | null;
  /** Of several judges on one metric the last one counts. */
  readonly counts: boolean;
}

/** One transcript with what rules look at. Very long texts come with their middle left out. */
export interface CheckedRow {
  readonly id: number;
  readonly armId: number;
  readonly probeId: number;
  readonly promptId: number;
  readonly probe: string;
  readonly prompt: string;
  readonly verdict: JudgeVerdict;
  /** True when another transcript, of whatever run, has exactly the same messages. */
  readonly repeated: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The first and the last ones, where there are very many. */
  readonly turns: readonly Turn[];
  readonly judgments: readonly CheckedJudgment[];
}

/** One run, read with constant memory. Rows and answers to questions are synchronous and short; only rows are many. */
export interface FindingSource {
  readonly run: CheckedRun;
  /** All transcripts in the order they were stored. */
  rows(): Iterable<CheckedRow>;
  /**
   * Transcripts of the run (or of the transcript's own arm) with exactly the same messages: the first of them, which may
   * be this one, and whether there is more than one.
   */
  equals(transcriptId: number, within: 'run' | 'arm'): { readonly first: number; readonly several: boolean };
  /** Other shown runs that hold exactly the same messages. */
  alsoIn(transcriptId: number): readonly OtherRun[];
  /**
   * Training data that holds exactly the same messages. `judge` names the judge that was trained on it, where the file
   * says so.
   */
  trainedOn(transcriptId: number): readonly { readonly judge: string | null; readonly run: OtherRun }[];
  /** How many transcripts an arm has for a probe. */
  leafSize(armId: number, probeId: number): number;
}

/** One run's part with one model and condition, for comparing it with other runs of the same. */
export interface FamilyMember {
  readonly runId: number;
  readonly runName: string;
  readonly scope: string;
  readonly model: string;
  readonly condition: string | null;
  readonly armId: number;
  readonly rule: VerdictRule;
}

/** Sums over the prompts that two arms share; `d` is the first one's rate less the second one's. */
export interface PairedPrompts {
  readonly prompts: number;
  readonly sumD: number;
  readonly sumD2: number;
  /** Of 1/n of the first and 1/n of the second arm, n being the answers to the prompt. */
  readonly sumInverseN: number;
  /** Over the shared prompts. */
  readonly nA: number;
  readonly positiveA: number;
  readonly nB: number;
  readonly positiveB: number;
}

/** Runs of one model under one verdict rule; those of one suite share prompts. */
export interface FamilySource {
  readonly members: readonly FamilyMember[];
  /** Over the answers that have a verdict, positive or negative; in pieces, one a probe, to be added up. */
  paired(a: FamilyMember, b: FamilyMember): Iterable<PairedPrompts>;
}
