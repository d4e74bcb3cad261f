/** What a mocked host knows of labels: what a change makes of them, what is covered, and how far a queue is. */
import { isCovered, NO_COVER, type Cover } from '../../src/host/blindness/cover.ts';
import type {
  FindMatch,
  LabelChange,
  LabelStateView,
  TranscriptView,
} from '../../src/protocol/transcriptPanel.ts';
import type { TurnView } from '../../src/protocol/transcriptParts.ts';
import type { QueuePlaceView } from '../../src/protocol/transcriptQueue.ts';

export class MockCovers {
  readonly skipped = new Set<number>();
  private readonly cover: Cover;
  /** What was answered or looked at, and so isn't covered any more. */
  private readonly uncovered = new Set<number>();

  constructor(cover: Partial<Cover>) {
    this.cover = { ...NO_COVER, ...cover };
  }

  of(id: number): Cover {
    return this.uncovered.has(id) ? NO_COVER : this.cover;
  }

  isCovered(id: number): boolean {
    return isCovered(this.of(id));
  }

  uncover(id: number): void {
    this.uncovered.add(id);
  }

  /** The transcript as an item of the queue that all of them are in, in their order. */
  placeView(name: string, views: ReadonlyMap<number, TranscriptView>, id: number): QueuePlaceView {
    const all = [...views.values()];
    const answered = all.filter(({ labels }) => labels.mine.answer !== null).length;
    const isAnswered = views.get(id)?.labels.mine.answer !== null;
    return {
      queueId: 1,
      name,
      place: [...views.keys()].indexOf(id) + 1,
      response: isAnswered ? 'answered' : this.skipped.has(id) ? 'skipped' : null,
      progress: {
        total: all.length,
        answered,
        unsure: 0,
        skipped: this.skipped.size,
        secondsEach: answered === 0 ? null : 12,
      },
    };
  }
}

/** The label after a change. */
export function changed(mine: LabelStateView, change: LabelChange): LabelStateView {
  switch (change.action) {
    case 'answer':
      return { ...(mine.answer === null ? mine : withConfidence(mine, null)), answer: change.answer };
    case 'clear':
      return { ...withConfidence(mine, null), answer: null };
    case 'confidence':
      return withConfidence(mine, change.confidence);
    case 'mark':
      return {
        answer: change.answer,
        scores: {},
        note: change.note,
        flagged: change.note === '' && change.answer === null,
      };
    case 'skip':
      return mine;
    case 'note':
      return { ...mine, note: change.note };
    case 'flag':
      return { ...mine, flagged: change.flagged };
    case 'score': {
      const { [change.score]: _before, ...rest } = mine.scores;
      return { ...mine, scores: change.value === null ? rest : { ...rest, [change.score]: change.value } };
    }
  }
}

function withConfidence(
  { confidence: _before, ...mine }: LabelStateView,
  confidence: NonNullable<LabelStateView['confidence']> | null,
): LabelStateView {
  return confidence === null ? mine : { ...mine, confidence };
}

/** Turns that hold the text, case ignored. */
export function matchesIn(turns: readonly TurnView[], text: string): FindMatch[] {
  const needle = text.toLowerCase();
  return turns.flatMap((turn) => {
    const whole = turn.parts
      .map((part) => part.text)
      .join('\n')
      .toLowerCase();
    const count = whole.split(needle).length - 1;
    return count === 0 ? [] : [{ turn: turn.index, count }];
  });
}
