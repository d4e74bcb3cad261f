/** What storage hands to exporters, one transcript at a time. */
import type { ContentKey } from './contentKey.ts';
import type { HumanVerdict } from './effectiveLabel.ts';
import type { RunContent } from './importPlan.ts';
import type { LabelPart, LabelState } from './labelEvent.ts';
import type { LabelRole } from './labelScheme.ts';
import type { StoredJudgment } from './ports.ts';
import type { Branch, Turn } from './transcript.ts';
import type { JudgeVerdict, VerdictRule } from './verdictRule.ts';

/** One annotator's current label on one part of a transcript. */
export interface ExportedLabel {
  readonly annotator: string;
  readonly part: LabelPart;
  readonly state: LabelState;
  /** Role of the answer under the scheme it was given in; null without an answer. */
  readonly role: LabelRole | null;
  readonly scheme: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC; when the label last changed. */
  readonly time: string;
  /** Where the label was taken from, in words, when a results file carried it. */
  readonly source?: string;
}

/** A transcript with everything said of it. Names are the ones that apply now; null means not known. */
export interface ExportedTranscript {
  readonly id: number;
  readonly key: ContentKey;
  readonly study: string | null;
  readonly run: string;
  /** `training` for what a model was trained on; absent for answers. */
  readonly content?: RunContent;
  readonly seed: string | null;
  readonly model: string | null;
  readonly group: string | null;
  readonly condition: string | null;
  readonly suite: string;
  readonly probe: string;
  readonly prompt: string;
  readonly sample: number;
  readonly turns: readonly Turn[];
  /** Other courses of the conversation, each with its own turns behind the shared ones; absent where there are none. */
  readonly branches?: readonly Branch[];
  /** Index of the turn that judges judged. */
  readonly answerTurn: number;
  readonly source: { readonly name: string; readonly row: number; readonly line: number };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly judgments: readonly StoredJudgment[];
  readonly rule: VerdictRule | null;
  readonly judgeVerdict: JudgeVerdict;
  readonly humanVerdict: HumanVerdict;
  readonly labels: readonly ExportedLabel[];
  /** False where it was launched with a suite in our own words; absent where nothing says so. */
  readonly comparable?: false;
  /** Endpoints of its run that were fake; absent where none was. */
  readonly fakeEndpoints?: readonly string[];
}

/** Which columns a table of these transcripts needs, known before its first row is written. */
export interface ExportColumns {
  /** Every metric with every judge version that judged it, in the order wanted. */
  readonly metrics: readonly {
    readonly metric: string;
    readonly judge: string;
    readonly judgeVersion: string;
  }[];
  /** Every annotator with the parts labelled and the scores given, in the order wanted. */
  readonly annotators: readonly {
    readonly annotator: string;
    readonly part: LabelPart;
    /** Ids of the scheme's scores that this annotator gave. */
    readonly scores: readonly string[];
  }[];
}
