/** What the page of agreement and corrected rates shows, and what it shows first; every shape survives structured cloning. */

/** Whose word counts as people's: `people` (adjudicated, else agreed by all), `adjudicated`, or one annotator. */
export type Reference =
  | { readonly kind: 'people' }
  | { readonly kind: 'adjudicated' }
  | { readonly kind: 'annotator'; readonly name: string };

/** What becomes of classes that are neither positive nor negative. */
export type CollapseChoice = 'two' | 'all' | 'negative';

export type BreakdownChoice =
  'none' | 'run' | 'arm' | 'model' | 'group' | 'condition' | 'probe' | 'time' | 'confidence';

/** What the figures are about. */
export interface AuditSelection {
  /** Empty: all runs that show. */
  readonly runIds: readonly number[];
  /** Only what is in this queue; null: all labels, and corrected rates from the sample with most answers. */
  readonly queueId: number | null;
  readonly reference: Reference;
  /** `first`: as given before the judge was seen, where that is known. */
  readonly answers: 'final' | 'first';
  readonly collapse: CollapseChoice;
  readonly by: BreakdownChoice;
  /** Metric of the labels' question; empty for that of the verdict. */
  readonly question: string;
  readonly part: 'answer' | 'reasoning';
  /** Only these people's labels; empty for everybody's. */
  readonly annotators: readonly string[];
}

/** Answers as first given, since what is said after the reveal is another matter. */
export const USUAL_SELECTION: AuditSelection = {
  runIds: [],
  queueId: null,
  reference: { kind: 'people' },
  answers: 'first',
  collapse: 'two',
  by: 'none',
  question: '',
  part: 'answer',
  annotators: [],
};

/** One figure in words, and where it lies for the drawing. */
export interface FigureView {
  readonly name: string;
  /** `84.9 %`, `.70`, or why it can't be told. */
  readonly value: string;
  /** `[76.9, 90.5]`, or why there is none, or empty. */
  readonly interval: string;
  /** Of how many; null where that is said elsewhere. */
  readonly n: number | null;
  /** How it is made; empty where the name says it. */
  readonly note: string;
  /** As plain numbers; null where they can't be told. */
  readonly at: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A rate of 0..1, raw or corrected. */
export interface RateView extends FigureView {
  readonly kind: 'raw' | 'labels' | 'corrected' | 'check';
  /** What it is the rate of, in words. */
  readonly about: string;
  /** The one to read; one in a group. */
  readonly lead: boolean;
  readonly cautions: readonly string[];
}

export interface RefusalView {
  readonly name: string;
  readonly words: string;
}

/** Rates under one annotator, or under all together. */
export interface RateGroupView {
  readonly name: string;
  readonly labels: number;
  /** The rates to read first, then all the others. */
  readonly rates: readonly RateView[];
  readonly more: readonly RateView[];
  /** Methods that give none, and why. */
  readonly refusals: readonly RefusalView[];
  /** Nonresponse and the like, in sentences. */
  readonly notes: readonly string[];
}

export interface ArmRatesView {
  readonly name: string;
  readonly raw: FigureView | null;
  readonly corrected: FigureView | null;
  /** That the corrected rate is of. */
  readonly transcripts: number;
  readonly labels: number;
  readonly note: string;
}

export interface RatesView {
  /** What a positive is called. */
  readonly positive: string;
  /** The rule in one line; empty for several. */
  readonly rule: string;
  /** The sample that the corrected rates rest on; null where there is none. */
  readonly sample: string | null;
  /** True where every transcript is labelled, which needs no sample. */
  readonly isCensus: boolean;
  /** That the corrected rates are of; 0 where there are none. */
  readonly transcripts: number;
  readonly sentences: readonly string[];
  /** Judge's rate over all of the selection. */
  readonly raw: FigureView | null;
  readonly groups: readonly RateGroupView[];
  readonly by: readonly ArmRatesView[];
  readonly differences: readonly FigureView[];
  /** Sensitivity, specificity and precision, weighted by the sample. */
  readonly quality: readonly FigureView[];
  /** The judge's score against how often people say positive, by bands. */
  readonly calibration: readonly CalibrationView[];
}

export interface CalibrationView {
  readonly metric: string;
  readonly sentence: string;
  readonly bands: readonly {
    readonly name: string;
    /** Mean score in the band, on the metric's scale of `minimum`..`maximum`. */
    readonly score: number;
    readonly n: number;
    readonly share: FigureView;
  }[];
  readonly minimum: number;
  readonly maximum: number;
}

export interface ConfusionView {
  readonly rows: string;
  readonly columns: string;
  readonly rowClasses: readonly string[];
  readonly columnClasses: readonly string[];
  readonly cells: readonly (readonly number[])[];
  /** How classes were put together and what was left out. */
  readonly collapse: string;
}

export interface SentenceView {
  readonly kind: 'lead' | 'caution' | 'unknown' | 'ceiling';
  readonly text: string;
}

export interface BreakdownRowView {
  readonly name: string;
  readonly n: number;
  readonly figures: readonly FigureView[];
}

export type ComparisonKind = 'judge' | 'people' | 'judges' | 'self';

export interface ComparisonView {
  /** Names it for `openCell`. */
  readonly id: string;
  readonly kind: ComparisonKind;
  readonly title: string;
  /** Transcripts that both rated. */
  readonly n: number;
  /** The one or two figures for the line that folds it. */
  readonly summary: string;
  readonly figures: readonly FigureView[];
  readonly scores: readonly FigureView[];
  readonly table: ConfusionView | null;
  readonly reading: readonly SentenceView[];
  readonly by: readonly BreakdownRowView[];
}

/** More than two raters of the same texts. */
export interface ManyRatersView {
  readonly title: string;
  readonly n: number;
  readonly figures: readonly FigureView[];
  readonly note: string;
}

export interface AnchoringView {
  readonly annotator: string;
  readonly sentences: readonly string[];
  readonly figures: readonly FigureView[];
}

/** A transcript behind a cell, as a list names it. */
export interface CellTranscript {
  readonly transcriptId: number;
  /** Its content key as written. */
  readonly key: string;
  readonly run: string;
  readonly probe: string;
  readonly place: number;
  readonly preview: string;
}

/** What can be chosen. */
export interface AuditChoices {
  readonly queues: readonly {
    readonly queueId: number;
    readonly name: string;
    readonly purpose: 'sample' | 'list' | 'adjudication';
  }[];
  readonly annotators: readonly string[];
  /** True where any answer given blind is known. */
  readonly hasFirstAnswers: boolean;
  readonly hasAdjudicated: boolean;
  /** Metrics of questions that labels answer besides the verdict's, by name. */
  readonly questions: readonly string[];
  readonly hasReasoning: boolean;
  /** True where anybody said how sure they are. */
  readonly hasConfidence: boolean;
}

/** What the page answers before any table: one question with its answer, and what must be said beside it. */
export interface SummaryView {
  readonly question: string;
  /** `open` where it can't be told yet. */
  readonly state: 'told' | 'open';
  readonly answer: string;
  readonly more: readonly string[];
}

export interface AuditView {
  /** The runs in words. */
  readonly about: string;
  readonly transcripts: number;
  readonly labelled: number;
  readonly summary: readonly SummaryView[];
  readonly choices: AuditChoices;
  readonly rates: RatesView;
  readonly comparisons: readonly ComparisonView[];
  /** Comparisons left out because there were too many. */
  readonly leftOut: number;
  readonly many: readonly ManyRatersView[];
  readonly anchoring: readonly AnchoringView[];
  /** On labels of several versions of one scheme; absent where there are none. */
  readonly versions?: readonly string[];
}

/** What the page shows. It is blind while a queue hides anything: it then has no figure at all. */
export type AuditPageView =
  | { readonly state: 'blind'; readonly because: string }
  /** Being worked out; `view` is what was there before. */
  | { readonly state: 'working'; readonly selection: AuditSelection; readonly view: AuditView | null }
  | {
      readonly state: 'failed';
      readonly selection: AuditSelection;
      readonly message: string;
      readonly hint: string;
      readonly view: AuditView | null;
    }
  | { readonly state: 'ready'; readonly selection: AuditSelection; readonly view: AuditView };

export type AuditPageRequests = {
  /** What there is now; the figures follow as an event. */
  ready: { params: null; result: AuditPageView };
  select: { params: AuditSelection; result: AuditPageView };
  /** Stops what is being worked out; what was shown before stays. */
  cancel: { params: null; result: null };
  again: { params: null; result: null };
  ping: { params: null; result: null };
  /** Lists the transcripts of one cell of a comparison's table. */
  openCell: { params: { comparison: string; row: string; column: string }; result: null };
  newSample: { params: null; result: null };
  writeReport: { params: null; result: null };
};

export type AuditPageEvents = {
  view: AuditPageView;
  /** Of what is being worked out, 0..1. */
  progress: { share: number };
};
