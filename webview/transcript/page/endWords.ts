/** What is said when a key leads nowhere. Pure. */
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { openItems } from '../labelling/queueWords.ts';
import type { Direction } from './neighbours.ts';

/** @param view what one is on */
export function endWords(direction: Direction, view: TranscriptView | null): string {
  const queue = view?.queue;
  switch (direction) {
    case 'next':
      return queue === undefined
        ? 'This is the last transcript here.'
        : 'This is the last item of the queue.';
    case 'previous':
      return queue === undefined
        ? 'This is the first transcript here.'
        : 'This is the first item of the queue.';
    case 'next-unlabelled':
      if (queue !== undefined) {
        if (openItems(queue.progress) === 0 && (queue.progress.gone ?? 0) === 0)
          return 'Nothing is open in this queue.';
        return queue.response === null
          ? 'This is the only open item left.'
          : 'The texts of what is still open are in no run now.';
      }
      return view?.labels.mine.answer === null
        ? 'This is the only unlabelled one left here.'
        : 'Nothing unlabelled is left here.';
  }
}
