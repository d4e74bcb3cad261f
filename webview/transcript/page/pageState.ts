/** All that the page shows, and the few questions that several parts ask of it. Pure. */
import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import type { PanelSettings, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { QueuePlace } from '../../../src/protocol/transcriptQueue.ts';
import type { FindState } from '../find/findState.ts';
import { NO_FIND } from '../find/findState.ts';
import { MAIN_AIM, type Aim } from '../labelling/aim.ts';
import type { SaveState } from '../labelling/saveState.ts';
import { IDLE } from '../labelling/saveState.ts';
import { NO_PASSAGE, type PassageState } from '../passages/passageState.ts';
import type { ReadingState } from '../reading/readingState.ts';
import { NO_QUOTES, type QuoteState } from '../quotes/quoteState.ts';
import { FIRST_READING } from '../reading/readingState.ts';
import type { Target } from './target.ts';

export interface Notice {
  readonly text: string;
  readonly tone: 'info' | 'problem';
}

/** A field of the label bar that is open. All belong to the transcript they were opened on. */
export type Entry =
  | {
      readonly kind: 'note';
      readonly target: Target;
      readonly about: LabelAbout;
      readonly text: string;
      readonly recovered: boolean;
    }
  | {
      readonly kind: 'score';
      readonly target: Target;
      readonly about: LabelAbout;
      readonly score: string;
      readonly problem: string;
    }
  | {
      /** What is said of a passage. */
      readonly kind: 'passage';
      readonly target: Target;
      readonly about: LabelAbout;
      readonly quote: string;
      readonly note: string;
      readonly answer: string | null;
    };

export interface PageState {
  readonly phase: 'loading' | 'open' | 'empty' | 'gone' | 'paused' | 'error';
  /** The item that shows again when its queue is resumed. */
  readonly paused: QueuePlace | null;
  /** What happened, for `gone` and `error`. */
  readonly phaseWords: string;
  readonly view: TranscriptView | null;
  /** Grows whenever another transcript (or the same one anew) is shown. */
  readonly serial: number;
  /** The branch that is read; 0: the transcript's own turns, which labels and verdicts are about. */
  readonly branch: number;
  readonly quotes: QuoteState;
  readonly passages: PassageState;
  /** What answer keys are about. */
  readonly aim: Aim;
  readonly settings: PanelSettings | null;
  readonly kept: boolean;
  readonly reading: ReadingState;
  readonly provenanceOpen: boolean;
  readonly historyOpen: boolean;
  readonly helpOpen: boolean;
  readonly find: FindState;
  readonly entry: Entry | null;
  readonly save: SaveState;
  /** What is being loaded, once it takes long enough for a word; empty otherwise. */
  readonly waitingWords: string;
  readonly notice: Notice | null;
  /** What a screen reader is told of the last commit. */
  readonly announcement: string;
  /** True while the extension host doesn't answer. */
  readonly silent: boolean;
  /** Ids of transcripts whose judge was on screen: what was seen can't be unseen, and labels say so. */
  readonly judgeSeen: ReadonlySet<number>;
}

export const FIRST_STATE: PageState = {
  phase: 'loading',
  paused: null,
  phaseWords: '',
  view: null,
  serial: 0,
  branch: 0,
  quotes: NO_QUOTES,
  passages: NO_PASSAGE,
  aim: MAIN_AIM,
  settings: null,
  kept: false,
  reading: FIRST_READING,
  provenanceOpen: false,
  historyOpen: false,
  helpOpen: false,
  find: NO_FIND,
  entry: null,
  save: IDLE,
  waitingWords: '',
  notice: null,
  announcement: '',
  silent: false,
  judgeSeen: new Set(),
};

/** True while the judge (and what would give it away) is kept from the reader: the page doesn't have it. */
export function isBlind({ view }: PageState): boolean {
  return view?.hidden?.judge === true;
}

/** True when what the judge said can be read on the page now. */
export function isJudgeShown(state: PageState): boolean {
  return state.view !== null && state.view.judgments.length > 0 && state.reading.judgeOpen && !isBlind(state);
}

/** How a transcript is called in a sentence. */
export function transcriptName(view: TranscriptView): string {
  return view.queue === undefined ? `${view.probe}, sample ${view.sample}` : `item ${view.queue.place}`;
}
