/** Label events in words, for the history beside a transcript. */
import type { LabelEvent, LabelState } from './labelEvent.ts';
import type { LabelScheme } from './labelScheme.ts';

const LONGEST_NOTE = 120;

/** Finds an earlier event by id; undefined when it isn't at hand. */
export type EventLookup = (eventId: string) => LabelEvent | undefined;

/**
 * One line: "misaligned (was aligned)", "note: …", "flagged", "undid: misaligned".
 *
 * @param scheme names the answers; ids that it doesn't have (another scheme or version) stand as they are
 * @param lookup finds the event that was undone, and the parent whose state tells what changed; without it the words
 *   are read from the event alone
 */
export function labelEventWords(event: LabelEvent, scheme: LabelScheme, lookup?: EventLookup): string {
  switch (event.action) {
    case 'answer':
      return answerWords(event, scheme);
    case 'adjudicate':
      return `adjudicated: ${answerWords(event, scheme)}`;
    case 'clear':
      return event.previousAnswer === null
        ? 'cleared'
        : `cleared (was ${nameOf(event.previousAnswer, scheme)})`;
    case 'score':
      return scoreWords(event, scheme, lookup);
    case 'note':
      return event.state.note === '' ? 'note removed' : `note: ${oneLine(event.state.note)}`;
    case 'flag':
      return event.state.flagged ? 'flagged' : 'flag removed';
    case 'confidence':
      return event.state.confidence === undefined
        ? 'confidence removed'
        : `${event.state.confidence} confidence`;
    case 'skip':
      return 'skipped';
    case 'undo':
      return steppedWords('undid', event, scheme, lookup);
    case 'redo':
      return steppedWords('redid', event, scheme, lookup);
  }
}

/**
 * What an event is about besides the answer: `reasoning`, `wants memory`, `passage in turn 3`; empty for the answer. The
 * passage isn't quoted, since a history may be shown where texts are masked.
 */
export function subjectWords({ part, metric, span }: Pick<LabelEvent, 'part' | 'metric' | 'span'>): string {
  const what =
    span !== undefined ? `passage in turn ${span.turn + 1}` : part === 'reasoning' ? 'reasoning' : '';
  return [what, metric ?? ''].filter((word) => word !== '').join(', ');
}

/** A state in one line: "misaligned, alignment 12, flagged, note: …"; "no label" when it says nothing. */
export function labelStateWords(state: LabelState, scheme: LabelScheme): string {
  const words: string[] = [];
  if (state.answer !== null) words.push(nameOf(state.answer, scheme));
  if (state.confidence !== undefined) words.push(`${state.confidence} confidence`);
  words.push(...scoreList(state.scores, scheme));
  if (state.flagged) words.push('flagged');
  if (state.note !== '') words.push(`note: ${oneLine(state.note)}`);
  return words.length === 0 ? 'no label' : words.join(', ');
}

function answerWords(event: LabelEvent, scheme: LabelScheme): string {
  const { state, previousAnswer } = event;
  const now = state.answer === null ? 'no answer' : nameOf(state.answer, scheme);
  if (previousAnswer === null || previousAnswer === state.answer) return now;
  return `${now} (was ${nameOf(previousAnswer, scheme)})`;
}

function scoreWords(event: LabelEvent, scheme: LabelScheme, lookup: EventLookup | undefined): string {
  const before = event.parent === null ? undefined : lookup?.(event.parent)?.state.scores;
  const now = event.state.scores;
  if (before === undefined) return scoreList(now, scheme).join(', ') || 'score removed';
  const changes: string[] = [];
  for (const id of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (before[id] === now[id]) continue;
    const name = scoreName(id, scheme);
    if (now[id] === undefined) changes.push(`${name} removed (was ${before[id] ?? ''})`);
    else if (before[id] === undefined) changes.push(`${name} ${now[id]}`);
    else changes.push(`${name} ${now[id]} (was ${before[id]})`);
  }
  return changes.join(', ') || scoreList(now, scheme).join(', ');
}

function steppedWords(
  verb: 'undid' | 'redid',
  event: LabelEvent,
  scheme: LabelScheme,
  lookup: EventLookup | undefined,
): string {
  const target = event.target === null ? undefined : lookup?.(event.target);
  // An undo can itself not be undone, so the target is an act of another kind and this goes one step deep.
  if (target !== undefined && target.action !== 'undo' && target.action !== 'redo') {
    return `${verb}: ${labelEventWords(target, scheme, lookup)}`;
  }
  if (event.previousAnswer !== event.state.answer) {
    const undone = verb === 'undid' ? event.previousAnswer : event.state.answer;
    if (undone !== null) return `${verb}: ${nameOf(undone, scheme)}`;
    return `${verb}: cleared`;
  }
  return `${verb}, now ${labelStateWords(event.state, scheme)}`;
}

function scoreList(scores: Readonly<Record<string, number>>, scheme: LabelScheme): string[] {
  return Object.entries(scores).map(([id, score]) => `${scoreName(id, scheme)} ${score}`);
}

function nameOf(id: string, scheme: LabelScheme): string {
  return scheme.answers.find((answer) => answer.id === id)?.name ?? id;
}

function scoreName(id: string, scheme: LabelScheme): string {
  return scheme.scores.find((score) => score.id === id)?.name ?? id;
}

function oneLine(note: string): string {
  const line = note.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= LONGEST_NOTE ? line : `${characters.slice(0, LONGEST_NOTE - 1).join('')}…`;
}
