/** Queues in words: their rows, the status bar, what is hidden. Names of runs are left out while they would tell too much. */
import { HIDEABLE, type Blindness } from '../../core/blindness.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { QueueProgress, QueueRow } from '../../core/queueStore.ts';

/** Reached: answered, unsure or skipped. */
export function reached({ answered, unsure, skipped }: QueueProgress): number {
  return answered + unsure + skipped;
}

/** Everything that can be answered has a response. */
export function isFinished(progress: QueueProgress): boolean {
  return reached(progress) > 0 && openItems(progress) === 0;
}

/** Still to be answered: what is in no run now can't be. */
export function openItems(progress: QueueProgress): number {
  return Math.max(0, progress.total - reached(progress) - (progress.gone ?? 0));
}

/** `34/200 · 17 % · 12 s each`. */
export function progressWords(progress: QueueProgress): string {
  const { total, secondsEach } = progress;
  const done = reached(progress);
  const share = total === 0 ? 0 : Math.floor((100 * done) / total);
  return [
    `${groupedNumber(done)}/${groupedNumber(total)}`,
    `${share} %`,
    ...(secondsEach === null ? [] : [`${Math.max(1, Math.round(secondsEach))} s each`]),
  ].join(' · ');
}

/** `about 33 min left`; empty before the first answer and at the end. */
export function timeLeftWords(progress: QueueProgress): string {
  const left = openItems(progress);
  if (progress.secondsEach === null || left <= 0) return '';
  const minutes = (left * progress.secondsEach) / 60;
  if (minutes < 1) return 'under a minute left';
  if (minutes < 90) return `about ${Math.round(minutes)} min left`;
  return `about ${(minutes / 60).toFixed(1)} h left`;
}

/** `judge, model and condition hidden`; empty when nothing is. */
export function blindWords(blind: Blindness): string {
  const hidden = HIDEABLE.filter((name) => blind[name]);
  const last = hidden.at(-1);
  if (last === undefined) return '';
  return `${hidden.length === 1 ? last : `${hidden.slice(0, -1).join(', ')} and ${last}`} hidden`;
}

/** True when names of runs, and what was drawn by, may tell what is hidden. */
export function hidesNames({ model, group, condition }: Blindness): boolean {
  return model || group || condition;
}

const PURPOSES: Readonly<Record<QueueRow['purpose'], string>> = {
  sample: 'audit sample',
  list: 'queue',
  adjudication: 'adjudication',
};

export function purposeWords({ purpose }: Pick<QueueRow, 'purpose'>): string {
  return PURPOSES[purpose];
}

/**
 * `audit of insecure-32b 34/200 · 12 s each · about 33 min left`. A queue that hides models, groups or conditions goes by its
 * purpose alone: people name queues after runs, and runs after models.
 */
export function statusWords(
  queue: Pick<QueueRow, 'name' | 'purpose' | 'blind'>,
  progress: QueueProgress,
): string {
  const name = hidesNames(queue.blind) ? purposeWords(queue) : queue.name;
  const done = reached(progress);
  const pace = progress.secondsEach === null ? '' : `${Math.max(1, Math.round(progress.secondsEach))} s each`;
  const rest = isFinished(progress) ? 'done' : timeLeftWords(progress);
  return [
    `${name} ${groupedNumber(done)}/${groupedNumber(progress.total)}`,
    ...[pace, rest].filter((words) => words !== ''),
  ].join(' · ');
}
