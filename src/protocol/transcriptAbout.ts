/** What of a transcript labels are about besides its answer: its reasoning, further questions, marked passages. */
import type { LabelStateView } from './transcriptPanel.ts';

/** A stretch of a part's text. */
export interface PassagePlace {
  readonly turn: number;
  /** Absent: the transcript's own turns. */
  readonly branch?: number;
  readonly part: number;
  /** UTF-16 code units of the part's text: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
}

/** What a label is about. Without any of these: the answer, under the question of the verdict. */
export interface LabelAbout {
  readonly part?: 'reasoning';
  /** The further question that is answered. */
  readonly metric?: string;
  /** A passage that isn't marked yet. */
  readonly span?: PassagePlace;
  /** A passage that is marked, by its `id`; its question and place are known then. */
  readonly passage?: string;
}

/** What people say of the reasoning, or to a further question. */
export interface BesideView {
  readonly part: 'answer' | 'reasoning';
  readonly metric?: string;
  readonly mine: LabelStateView;
  readonly others: readonly {
    readonly annotator: string;
    readonly state: LabelStateView;
    readonly time: string;
  }[];
}

/** A passage that somebody marked. */
export interface PassageView {
  readonly id: string;
  readonly annotator: string;
  readonly isMine: boolean;
  readonly metric?: string;
  /** Where its text stands now; null when it isn't there any more. */
  readonly place: PassagePlace | null;
  /** The turn it was marked in. */
  readonly turn: number;
  readonly branch?: number;
  /** Its text, cut for display. */
  readonly quote: string;
  readonly state: LabelStateView;
  readonly time: string;
}
