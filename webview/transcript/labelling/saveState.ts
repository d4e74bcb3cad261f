/**
 * What the page knows of the one act it is saving. A label is saved when the host has answered, and the page never says
 * so before: silence and failure are states of their own. Pure: events in, state out.
 */
import type { ProblemView } from '../../../src/protocol/channel.ts';
import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import type { LabelChange } from '../../../src/protocol/transcriptPanel.ts';
import type { Target } from '../page/target.ts';

/** Taking the last act back, or doing it again. */
export interface StepChange {
  readonly action: 'undo' | 'redo';
}

/** One act on its way to disk. */
export interface PendingSave {
  readonly target: Target;
  /** How the transcript is called when another one is shown by then: `quick_buck, sample 7`. */
  readonly transcriptName: string;
  readonly change: LabelChange | StepChange;
  /** What of the transcript it is about. */
  readonly about: LabelAbout;
  /** What is being saved, in words: `misaligned`, `note`. */
  readonly words: string;
  readonly secondsSpent: number;
  readonly judgeVisible: boolean;
}

export type SaveState =
  | { readonly phase: 'idle' }
  /** `slow` once it takes long enough to be worth a word. */
  | { readonly phase: 'saving'; readonly save: PendingSave; readonly slow: boolean }
  /** The host hasn't answered for so long that it may never: the label may or may not be on disk. */
  | { readonly phase: 'unconfirmed'; readonly save: PendingSave }
  | { readonly phase: 'failed'; readonly save: PendingSave; readonly problem: ProblemView };

export type SaveEvent =
  | { readonly type: 'start'; readonly save: PendingSave }
  | { readonly type: 'slow' }
  | { readonly type: 'late' }
  | { readonly type: 'refused'; readonly problem: ProblemView }
  | { readonly type: 'retry' }
  | { readonly type: 'confirmed' }
  | { readonly type: 'discarded' };

export const IDLE: SaveState = { phase: 'idle' };

/** The next state; events that make no sense in a state (a timer that fires after the answer) leave it as it is. */
export function nextSaveState(state: SaveState, event: SaveEvent): SaveState {
  switch (event.type) {
    case 'start':
      return state.phase === 'idle' ? { phase: 'saving', save: event.save, slow: false } : state;
    case 'slow':
      return state.phase === 'saving' ? { ...state, slow: true } : state;
    case 'late':
      return state.phase === 'saving' ? { phase: 'unconfirmed', save: state.save } : state;
    case 'refused':
      return state.phase === 'idle' ? state : { phase: 'failed', save: state.save, problem: event.problem };
    case 'retry':
      return state.phase === 'failed' || state.phase === 'unconfirmed'
        ? { phase: 'saving', save: state.save, slow: true }
        : state;
    case 'confirmed':
    case 'discarded':
      return IDLE;
  }
}

/** True for undo and redo, which mean something else when sent twice. */
export function isStep(change: PendingSave['change']): change is StepChange {
  return change.action === 'undo' || change.action === 'redo';
}
