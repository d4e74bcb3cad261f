/** What the Queues view says of an element, apart from VS Code. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { ItemResponse } from '../../core/queueStore.ts';
import type { Blindness } from '../../core/blindness.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { ElementFacts } from '../trees/nodeFacts.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import { oneLine } from '../trees/oneLine.ts';
import { transcriptDescription } from '../trees/transcriptWords.ts';
import type { QueueElement, QueueItemElement, QueueRangeElement, QueuesElement } from './queueElements.ts';
import {
  blindWords,
  hidesNames,
  isFinished,
  openItems,
  progressWords,
  purposeWords,
  timeLeftWords,
} from './queueWords.ts';

/** What rows hang on besides their element. */
export interface QueueSurroundings {
  /** The queue that is worked on in this window. */
  readonly openQueueId: number | undefined;
  /** What is hidden in this window now, by whichever queue. */
  readonly hidden: Blindness;
  /** Blocks out names that are hidden now; for what people wrote and models said, not for our own words. */
  mask(text: string): string;
  /** The rule of a run, where its verdicts may be shown. */
  rule(runId: number): VerdictRule | undefined;
}

export function queueFacts(element: QueuesElement, around: QueueSurroundings): ElementFacts {
  switch (element.kind) {
    case 'queue':
      return oneQueue(element, around);
    case 'queue-range':
      return range(element);
    case 'queue-item':
      return item(element, around);
  }
}

/** One fact a line, plain text; nothing that the queue hides. */
export function queueTooltip(element: QueuesElement, around: QueueSurroundings): string {
  if (element.kind !== 'queue') return queueFacts(element, around).spoken;
  const { queue, progress } = element;
  const { answered, unsure, skipped } = progress;
  const left = timeLeftWords(progress);
  const hidden = blindWords(queue.blind);
  // How it was drawn names runs, metrics and the like, and hidden repeats are not to be counted beforehand.
  const drawn = hidesNames(queue.blind) ? purposeWords(queue) : queue.description;
  return [
    hiddenNames.inName(oneLine(queue.name)),
    hidesNames(queue.blind) ? drawn : around.mask(oneLine(drawn, 500)),
    `${groupedNumber(answered)} answered, ${groupedNumber(unsure)} unsure, ${groupedNumber(skipped)} skipped, ${groupedNumber(openItems(progress))} open`,
    ...(left === '' ? [] : [left]),
    ...(hidden === '' ? [] : [`${hidden} until you answer`]),
    ...(queue.assignment === null
      ? []
      : [
          `Each given to ${queue.assignment.overlap} of ${queue.assignment.annotators.map((name) => oneLine(name, 40)).join(', ')}`,
        ]),
    ...(queue.gone === 0 ? [] : [`${groupedNumber(queue.gone)} are in no run now`]),
    `Made by ${oneLine(queue.createdBy, 60)} on ${queue.createdAt.slice(0, 10)}`,
  ].join('\n');
}

function oneQueue({ queue, progress, queueId }: QueueElement, around: QueueSurroundings): ElementFacts {
  const isOpen = around.openQueueId === queueId;
  const finished = isFinished(progress);
  const hidden = blindWords(queue.blind);
  const description = [
    progress.total === 0 ? 'nothing for you' : progressWords(progress),
    ...(hidden === '' ? [] : [hidden]),
    ...(isOpen ? ['open'] : []),
  ].join(' · ');
  const label = hiddenNames.inName(oneLine(queue.name));
  const icon = finished ? 'pass' : isOpen ? 'play-circle' : ICONS[queue.purpose];
  return {
    label,
    description,
    spoken: `${purposeWords(queue)} ${label}, ${description.replaceAll(' · ', ', ').replace('/', ' of ')}`,
    icon,
    color: undefined,
    contextValue: [
      'queue',
      queue.purpose,
      isOpen ? 'open' : 'closed',
      ...(finished ? ['finished'] : []),
    ].join(' '),
    hasChildren: progress.total > 0,
  };
}

const ICONS = { sample: 'telescope', list: 'checklist', adjudication: 'law' } as const;

function range({ from, to }: QueueRangeElement): ElementFacts {
  const label = `${groupedNumber(from)}–${groupedNumber(to)}`;
  return {
    label,
    description: '',
    spoken: `items ${label}`,
    icon: 'list-ordered',
    color: undefined,
    contextValue: 'page',
    hasChildren: true,
  };
}

const RESPONSES: Readonly<Record<NonNullable<ItemResponse> | 'open', { icon: string; words: string }>> = {
  open: { icon: 'circle-large-outline', words: '' },
  answered: { icon: 'pass-filled', words: 'answered' },
  unsure: { icon: 'question', words: 'unsure' },
  skipped: { icon: 'debug-step-over', words: 'skipped' },
};

/** So much of an answer leaves room for the rest. */
const PREVIEW_LENGTH = 48;

/**
 * An item by its place. Its verdicts stay out while the queue hides the judge, whether it is answered or not: the next text
 * may be much the same. Where some come again unannounced, their texts stay out too, since those would show which.
 */
function item(
  { item: row, place, queue: { queue }, transcript }: QueueItemElement,
  around: QueueSurroundings,
): ElementFacts {
  const response = RESPONSES[row.response ?? 'open'];
  const preview =
    transcript === undefined || queue.repeats > 0
      ? ''
      : around.mask(oneLine(transcript.preview, PREVIEW_LENGTH));
  const label = preview === '' ? `${groupedNumber(place)}` : `${groupedNumber(place)} “${preview}”`;
  const verdict =
    transcript === undefined || queue.blind.judge || around.hidden.judge || queue.purpose === 'sample'
      ? ''
      : transcriptDescription(transcript, around.rule(transcript.runId));
  const description = [
    ...(response.words === '' ? [] : [response.words]),
    ...(transcript === undefined ? ['in no run now'] : []),
    ...(verdict === '' ? [] : [verdict]),
  ].join(' · ');
  return {
    label,
    description,
    spoken: `item ${label}, ${description === '' ? 'open' : description.replaceAll(' · ', ', ')}`,
    icon: response.icon,
    color: undefined,
    contextValue: 'item',
    hasChildren: false,
  };
}
