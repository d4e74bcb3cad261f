/** How a queue goes, in words and numbers. Pure. */
import type { QueueProgressView } from '../../../src/protocol/transcriptQueue.ts';
import { grouped } from '../../shared/text/textSize.ts';

/** Items that the annotator has neither answered nor skipped, as far as they can be. */
export function openItems(progress: QueueProgressView): number {
  return Math.max(0, progress.total - reached(progress) - (progress.gone ?? 0));
}

function reached({ answered, unsure, skipped }: QueueProgressView): number {
  return answered + unsure + skipped;
}

/** `34/200`. */
export function doneWords(progress: QueueProgressView): string {
  return `${grouped(reached(progress))}/${grouped(progress.total)}`;
}

/** `12 s each, about 33 min left`; empty before the first answer and at the end. */
export function paceWords(progress: QueueProgressView): string {
  const { secondsEach } = progress;
  const open = openItems(progress);
  if (secondsEach === null || open === 0) return '';
  return `${durationWords(secondsEach)} each, about ${durationWords(secondsEach * open)} left`;
}

/** `12 s`, `33 min`, `2 h 5 min`. */
export function durationWords(seconds: number): string {
  if (seconds < 10) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `195 answered, 2 unsure, 3 skipped`, and how many can't be answered. */
export function responseWords({ answered, unsure, skipped, gone = 0 }: QueueProgressView): string {
  return [
    `${grouped(answered)} answered`,
    ...(unsure === 0 ? [] : [`${grouped(unsure)} unsure`]),
    ...(skipped === 0 ? [] : [`${grouped(skipped)} skipped`]),
    ...(gone === 0 ? [] : [`${grouped(gone)} in no run now`]),
  ].join(', ');
}
