/** What the transcript page and the host say to each other. */
import type { LabelAbout } from './transcriptAbout.ts';
import type {
  FindMatch,
  LabelChange,
  LabelledView,
  NeighbourView,
  OpenedView,
  PanelAction,
  PanelSettings,
  TranscriptView,
} from './transcriptPanel.ts';
import type { QuoteView, TurnView } from './transcriptParts.ts';
import type { QueuePlace, QueueProgressView } from './transcriptQueue.ts';

/** The transcript on which something was undone or redone. */
export interface SteppedView extends TranscriptView {
  /** What that was about; absent: the answer. */
  readonly stepped?: LabelAbout;
}

// ---- requests (page to host) -----------------------------------------------------------------------------------

export interface TranscriptRequests {
  [method: string]: { params: unknown; result: unknown };
  /** The first thing a page says; `key` is what it showed before a reload, `queue` where in a queue that was. */
  ready: { params: { readonly key: string | null; readonly queue?: QueuePlace }; result: OpenedView };
  /** Answered at once, so that a page can tell when its host is silent. */
  ping: { params: null; result: null };
  turns: {
    params: { readonly transcriptId: number; readonly from: number; readonly count: number };
    result: readonly TurnView[];
  };
  /** Turns of a branch, shared ones included. Part texts of branches are asked for with `branch` set. */
  branchTurns: {
    params: {
      readonly transcriptId: number;
      readonly branch: number;
      readonly from: number;
      readonly count: number;
    };
    result: readonly TurnView[];
  };
  /** Opens the finding in its view. */
  openFinding: { params: { readonly findingId: number }; result: null };
  partText: {
    params: {
      readonly transcriptId: number;
      readonly turn: number;
      readonly part: number;
      readonly branch?: number;
    };
    result: string;
  };
  /**
   * A picture that is too large to come with its turn (`PartView.imageBytes`): a `data:` URI of a raster image; null
   * when there is none that may be drawn.
   */
  partImage: {
    params: {
      readonly transcriptId: number;
      readonly turn: number;
      readonly part: number;
      readonly branch?: number;
    };
    result: string | null;
  };
  /** The turn as recorded (`turn.raw`). */
  rawTurn: {
    params: { readonly transcriptId: number; readonly turn: number; readonly branch?: number };
    result: string;
  };
  /**
   * Where the passages stand that came with `pending`: for each judgment of the view, in order, what was found of each
   * of its quotes, in order. Takes as long as the transcript is long.
   */
  quotePlaces: {
    params: { readonly transcriptId: number };
    result: readonly (readonly Pick<QuoteView, 'places' | 'branch'>[])[];
  };
  /** Looks at a neighbour without going there, so that the page can show it at once on the next key. */
  peek: {
    params: {
      readonly transcriptId: number;
      readonly direction: 'next' | 'previous' | 'next-unlabelled';
      /** In a queue neighbours are those of a place, since a transcript may stand at two. */
      readonly queue?: QueuePlace;
    };
    result: NeighbourView | null;
  };
  /** Tells the host what is now shown (tree selection, title, restored state follow). */
  moved: {
    params: { readonly transcriptId: number; readonly queue?: QueuePlace };
    result: LabelledView;
  };
  /** Shows what is hidden before the answer; refused with the reason where a queue demands that it stays hidden. */
  reveal: {
    params: { readonly transcriptId: number; readonly queue?: QueuePlace };
    result: TranscriptView;
  };
  /** Works on the queue again, from the item at that place. */
  resumeQueue: { params: QueuePlace; result: null };
  /** Leaves the queue that is worked on: what was hidden shows again everywhere. */
  pauseQueue: { params: null; result: null };
  /** Says how the queue went. */
  summariseQueue: { params: { readonly queueId: number }; result: null };
  /** Leaves the queue and opens the page of agreement and corrected rates on it. */
  showQueueAgreement: { params: { readonly queueId: number }; result: null };
  /** Resolves after the commit with `synchronous=FULL`, never before. */
  label: {
    params: {
      readonly transcriptId: number;
      readonly change: LabelChange;
      /** Absent: the answer, under the question of the verdict. */
      readonly about?: LabelAbout;
      readonly secondsSpent: number;
      readonly judgeVisible: boolean;
      /** The item that is answered, while a queue is worked on. */
      readonly queue?: QueuePlace;
    };
    result: LabelledView;
  };
  /** Undoes or redoes the annotator's last act, on whichever transcript it was; that transcript is then shown. */
  undo: { params: null; result: SteppedView | null };
  redo: { params: null; result: SteppedView | null };
  find: {
    params: { readonly transcriptId: number; readonly text: string; readonly branch?: number };
    result: readonly FindMatch[];
  };
  copy: {
    params: { readonly transcriptId: number; readonly as: 'text' | 'markdown' | 'json' | 'link' };
    result: null;
  };
  /** A link in model text was clicked: the host shows the target and asks. */
  followLink: { params: { readonly url: string }; result: null };
  /** Opens the source file at the row. */
  openSource: { params: { readonly transcriptId: number }; result: null };
  /** Opens the diff of the document that the model edited. */
  openEdit: { params: { readonly transcriptId: number }; result: null };
  keep: { params: { readonly kept: boolean }; result: null };
  /** Opens the transcript in a tab of its own beside this one. */
  openToSide: { params: { readonly transcriptId: number }; result: null };
  /** A transcript opened by the host is on screen; `nodes` is how many elements the document has. */
  drawn: { params: { readonly transcriptId: number; readonly nodes: number }; result: null };
}

// ---- events (host to page) -------------------------------------------------------------------------------------

export interface TranscriptEvents {
  [event: string]: unknown;
  show: OpenedView;
  /** Labels changed elsewhere: another window, an import of labels, an undo. */
  labelled: LabelledView;
  settings: PanelSettings;
  /** Somebody answered items of the queue elsewhere: what the page looked ahead at may be answered. */
  queueMoved: { readonly queueId: number; readonly progress: QueueProgressView };
  /** A command of the palette or a chord was used while the panel is active. */
  act: { readonly action: PanelAction } | { readonly answer: string };
}
