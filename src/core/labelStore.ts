/** The part of the store's port that is about labels. */
import type { Shown } from './blindness.ts';
import type { HumanVerdict } from './effectiveLabel.ts';
import type { LabelEvent, LabelPart, LabelState, LabelSubject } from './labelEvent.ts';
import type { LabelScheme } from './labelScheme.ts';

/**
 * What the host wants recorded. An undo or redo is about what its target was about, and belongs to the target's queue and
 * place, whatever is given here.
 */
export interface LabelInput extends LabelSubject {
  readonly transcriptId: number;
  readonly part: LabelPart;
  readonly annotator: string;
  readonly action: LabelEvent['action'];
  readonly target?: string;
  readonly state: LabelState;
  readonly scheme: LabelScheme;
  readonly secondsSpent: number | null;
  readonly judgeVisible: boolean;
  /** Uid of the queue it is made in, and the item's place there. */
  readonly queue?: string;
  readonly place?: number;
  readonly shown?: Shown;
}

/** What a committed label changed. */
export interface LabelOutcome {
  readonly event: LabelEvent;
  readonly humanVerdict: HumanVerdict;
  /** Every transcript with this content key (the same text in two runs), the one labelled included. */
  readonly transcriptIds: readonly number[];
}

export interface AnnotatorLabel {
  readonly annotator: string;
  readonly state: LabelState;
  readonly time: string;
}

/** A current label with what it is about besides the transcript. */
export interface SubjectLabel extends AnnotatorLabel, LabelSubject {
  readonly part: LabelPart;
  readonly scheme: LabelEvent['scheme'];
  /** The event that made it so. */
  readonly eventId: string;
}

/** The annotator's next undo or redo: which event, on which transcript (null when its text is in no run now). */
export interface UndoStep {
  readonly event: LabelEvent;
  /** The state to restore. */
  readonly state: LabelState;
  readonly transcriptId: number | null;
}

export interface LabelStore {
  /** `current`: labels of the transcript's answer, which verdicts use; `history`: every event, whatever it is about. */
  labels(id: number): {
    readonly current: readonly AnnotatorLabel[];
    readonly history: readonly LabelEvent[];
  };
  /** All current labels on a transcript: both parts, other metrics, marked passages, hidden repeats. */
  labelsOf(id: number): readonly SubjectLabel[];
  appendLabel(input: LabelInput): LabelOutcome;
  /** The definition of a label scheme that events here name; undefined when it hasn't arrived. */
  labelScheme(version: string): LabelScheme | undefined;
  nextUndo(annotator: string): UndoStep | undefined;
  nextRedo(annotator: string): UndoStep | undefined;
  /** Highest rowid of the label events, and the transcripts that events after `rowid` touched. */
  labelsSince(rowid: number): {
    /** The last one looked at. */
    readonly rowid: number;
    readonly transcriptIds: readonly number[];
    /** Set when there are more: an import may bring a hundred thousand, too many for one look. */
    readonly more?: boolean;
  };
}
