/** The data that the transcript page draws; what it and the host say to each other is in `transcriptRequests.ts`. */

import type { BesideView, PassageView } from './transcriptAbout.ts';
import type { BranchView, FindingMarkView, QuoteView, TurnView } from './transcriptParts.ts';
import type { HiddenView, QueuePlaceView } from './transcriptQueue.ts';

// ---- transcript ------------------------------------------------------------------------------------------------

/** Longer part texts are sent whole only when asked for (`partText`). */
export const PART_TEXT_LIMIT = 20_000;
/** A transcript arrives with its first turns; the rest are asked for by range. */
export const FIRST_TURNS = 30;

export interface JudgmentView {
  readonly metric: string;
  readonly judge: {
    readonly name: string;
    /** First 8 hexadecimal digits of the version's hash. */
    readonly version: string;
    readonly kind: string;
    readonly model?: string;
  };
  readonly value:
    | { readonly kind: 'number'; readonly number: number }
    | { readonly kind: 'class'; readonly text: string }
    | { readonly kind: 'boolean'; readonly boolean: boolean }
    /** `words` spells the reason out, for example "blank in the file: refusal, code or a failure, it isn't known which". */
    | { readonly kind: 'missing'; readonly reason: string; readonly words: string };
  /** The metric's scale, where it has one. */
  readonly scale?: { readonly minimum: number; readonly maximum: number };
  /** The comparisons of the run's rule on this metric, drawn as marks on the scale. */
  readonly thresholds: readonly {
    readonly op: string;
    readonly number: number;
    readonly part: 'gate' | 'predicate';
  }[];
  readonly raw?: string;
  /** Likeliest tokens first, at most 20. */
  readonly tokens?: readonly { readonly token: string; readonly probability: number }[];
  readonly rationale?: string;
  readonly quotes?: readonly QuoteView[];
}

export interface VerdictView {
  readonly judge: 'positive' | 'negative' | 'excluded' | 'gate-missing' | 'missing' | 'unjudged';
  /** The rule's own word for it: misaligned, aligned, incoherent, missing, not judged. */
  readonly judgeWords: string;
  /** The rule spelled out, `aligned < 30 among coherent > 50, missing dropped`; empty without a rule. */
  readonly rule: string;
  /** Set where the rule's positive side is what one hopes for, and is drawn as such. */
  readonly positiveIsGood?: true;
  readonly human: 'none' | 'positive' | 'negative' | 'excluded' | 'undecided' | 'conflict';
  readonly humanWords: string;
}

export interface TranscriptView {
  readonly id: number;
  /** `t1-<hash>-<ordinal>`. */
  readonly key: string;
  readonly study?: string;
  readonly run: string;
  /** Set for what a model was trained on; without it, what one answered. */
  readonly isTraining?: true;
  readonly model?: string;
  readonly group?: string;
  readonly condition?: string;
  readonly suite: string;
  readonly probe: string;
  readonly sample: number;
  /** Where it stands among its neighbours (same arm and probe, under the tree's filter), from 0; of 0 while that is hidden. */
  readonly position: { readonly index: number; readonly of: number };
  readonly source: {
    readonly file: string;
    readonly path: string;
    readonly row: number;
    readonly line: number;
  };
  /** Sampling parameters and other recorded columns, as text. */
  readonly metadata: readonly { readonly name: string; readonly value: string }[];
  readonly turnCount: number;
  /** Turns 0 to at most FIRST_TURNS - 1. */
  readonly turns: readonly TurnView[];
  /** The turn that was judged: margin cards stand level with it. */
  readonly answerTurn: number;
  /** Set where there is reasoning, which can be labelled by itself. */
  readonly hasReasoning?: true;
  readonly judgments: readonly JudgmentView[];
  readonly verdict: VerdictView;
  readonly labels: LabelsView;
  /** What should be known while reading it. */
  readonly notices?: readonly NoticeView[];
  readonly branches?: readonly BranchView[];
  /** Findings that concern it and stand. */
  readonly findings?: readonly FindingMarkView[];
  /** What is left out of this view until it is answered; absent: nothing. */
  readonly hidden?: HiddenView;
  /** Set while a queue is worked on. */
  readonly queue?: QueuePlaceView;
}

export interface NoticeView {
  readonly text: string;
  /** `openEdit`: the edited document can be opened as a diff. */
  readonly act?: 'openEdit';
}

// ---- labels ----------------------------------------------------------------------------------------------------

export interface LabelStateView {
  readonly answer: string | null;
  readonly scores: Readonly<Record<string, number>>;
  readonly note: string;
  readonly flagged: boolean;
  /** How sure they are of the answer; absent when it wasn't said. */
  readonly confidence?: 'low' | 'medium' | 'high';
  /** What the answer is called and stands for, where it is one of another scheme than the page’s. */
  readonly given?: { readonly name: string; readonly role: SchemeView['answers'][number]['role'] };
  /** One's own answer is of another version of the scheme: given again it is of that of now. */
  readonly earlier?: true;
}

export interface LabelEventView {
  readonly eventId: string;
  readonly annotator: string;
  readonly action: string;
  /** One line, for example "misaligned (was aligned)" or "note: …". */
  readonly words: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly judgeVisible: boolean;
}

export interface LabelsView {
  readonly annotator: string;
  readonly mine: LabelStateView;
  readonly others: readonly {
    readonly annotator: string;
    readonly state: LabelStateView;
    readonly time: string;
    /** Where it was taken from, in words, for labels that a results file carried. */
    readonly source?: string;
  }[];
  /** Newest first, everybody's. */
  readonly history: readonly LabelEventView[];
  /** How far this probe's labelling is; of 0 while that is hidden. */
  readonly progress: { readonly labelled: number; readonly total: number };
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The annotator's last answer that was given while something was hidden, once it shows. */
  readonly beforeReveal?: string;
  /** Labels of the reasoning and of further questions, as far as there are any. */
  readonly beside?: readonly BesideView[];
  /** Marked passages, in the order of the text. */
  readonly passages?: readonly PassageView[];
}

export interface SchemeView {
  readonly name: string;
  /** The question it asks, where that isn't the verdict's own. */
  readonly metric?: string;
  /** Markdown that the annotator is to go by. */
  readonly instructions?: string;
  readonly answers: readonly {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly description: string;
    readonly role: 'positive' | 'negative' | 'excluded' | 'undecided';
  }[];
  readonly scores: readonly {
    readonly id: string;
    readonly name: string;
    readonly key: string;
    readonly minimum: number;
    readonly maximum: number;
  }[];
}

/** A transcript that a key leads to. */
export interface NeighbourView {
  readonly transcript: TranscriptView;
  /** True when the search for something unlabelled began again at the first transcript. */
  readonly wrapped: boolean;
}

/** What the page can do by key; remapped by the setting `transcriptAuditor.keys`. */
export const PANEL_ACTIONS = [
  'next',
  'previous',
  'next-unlabelled',
  'skip',
  'note',
  'flag',
  'undo',
  'redo',
  'clear',
  'confidence',
  'mark',
  'select-sentence',
  'select-previous-sentence',
  'extend-selection',
  'shrink-selection',
  'next-passage',
  'previous-passage',
  'remove-passage',
  'label-reasoning',
  'next-question',
  'previous-question',
  'instructions',
  'find',
  'raw',
  'toggle-system',
  'toggle-reasoning',
  'toggle-judge',
  'show-quotes',
  'next-branch',
  'previous-branch',
  'copy-link',
  'keep',
  'help',
] as const;
export type PanelAction = (typeof PANEL_ACTIONS)[number];

/** A further question: its answers, and the keys that are left to the page's actions beside theirs. */
export interface QuestionView {
  readonly scheme: SchemeView;
  readonly keys: Readonly<Record<PanelAction, string>>;
}

export interface PanelSettings {
  readonly scheme: SchemeView;
  /** Further questions that are asked of each transcript, with the keys that count while one of them is asked. */
  readonly also?: readonly QuestionView[];
  /** Action to key as `KeyboardEvent.key` (`" "` is space, upper case means with shift). Answer keys are in the scheme. */
  readonly keys: Readonly<Record<PanelAction, string>>;
  /** Whether a label moves on to the next transcript by itself. */
  readonly advanceAfterLabel: boolean;
  /** Why nothing can be labelled, for example a read-only database; empty when labelling works. */
  readonly readOnlyReason: string;
}

// ---- what requests carry -----------------------------------------------------------------------------------------

export type LabelChange =
  | { readonly action: 'answer'; readonly answer: string }
  | { readonly action: 'score'; readonly score: string; readonly value: number | null }
  | { readonly action: 'note'; readonly note: string }
  | { readonly action: 'flag'; readonly flagged: boolean }
  /** Of a passage: takes the mark away. */
  | { readonly action: 'clear' }
  | { readonly action: 'confidence'; readonly confidence: 'low' | 'medium' | 'high' | null }
  /** Marks a passage, or changes what is said of it. */
  | { readonly action: 'mark'; readonly note: string; readonly answer: string | null }
  /** Leaves an item of a queue without an answer. */
  | { readonly action: 'skip' };

/** Labels and verdict of a transcript after a commit. */
export interface LabelledView {
  readonly transcriptId: number;
  readonly labels: LabelsView;
  readonly verdict: VerdictView;
  /** Set while a queue is worked on. */
  readonly queue?: QueuePlaceView;
  /** The whole view with what was hidden, once the answer is committed; absent where nothing else became visible. */
  readonly revealed?: TranscriptView;
}

export interface OpenedView {
  /** Null when nothing is open, or what was open is gone (`gone` says so in words). */
  readonly transcript: TranscriptView | null;
  readonly gone: string;
  readonly settings: PanelSettings;
  readonly kept: boolean;
  /** The queue that the page showed an item of is not being worked on now; its item shows again when it is resumed. */
  readonly paused?: { readonly queueId: number; readonly place: number };
}

export interface FindMatch {
  readonly turn: number;
  /** How many times the text occurs in that turn. */
  readonly count: number;
}
