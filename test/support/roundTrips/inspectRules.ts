/**
 * What an edit of a score makes of a sample by Inspect's own rules, written a second time from its documentation and the
 * code of its `edit_score` (inspect_ai/log/_score.py): the history begins with the score as it was, fields of an edit
 * that say `UNCHANGED` leave the score's as they are, and an event stands inside the last span of the scorers.
 */
import type { ScoreEdit } from '../../../src/exporters/inspect/editScore.ts';
import { exactly, type Exact } from './exactJson.ts';

type Members = ReadonlyMap<string, Exact>;
const FIELDS = ['value', 'answer', 'explanation', 'metadata'] as const;
const UNCHANGED = 'UNCHANGED';

/** The record of the edit, as it stands in the history and in the event. */
export function editRecord(edit: ScoreEdit, isNew: boolean): Members {
  return exactly({
    value: edit.value,
    answer: isNew ? null : UNCHANGED,
    explanation: edit.explanation ?? (isNew ? null : UNCHANGED),
    metadata: isNew ? {} : UNCHANGED,
    provenance: {
      timestamp: edit.time,
      author: edit.author,
      reason: edit.reason,
      metadata: edit.metadata,
    },
  }) as Members;
}

/** The sample after the edit. */
export function editedByRules(sample: Members, edit: ScoreEdit): Members {
  const scores = membersOf(sample.get('scores')) ?? new Map<string, Exact>();
  const score = membersOf(scores.get(edit.scorer));
  const record = editRecord(edit, score === undefined);
  const edited = score === undefined ? newScore(record) : changedScore(score, record);
  return new Map([
    ...sample,
    ['scores', new Map([...scores, [edit.scorer, edited]])],
    ['events', eventsWith(listOf(sample.get('events')), edit.scorer, edit.time, record)],
  ]);
}

function newScore(record: Members): Members {
  return new Map<string, Exact>([
    ...FIELDS.map((field): [string, Exact] => [field, record.get(field) ?? null]),
    ['history', [record]],
  ]);
}

function changedScore(score: Members, record: Members): Members {
  const history = listOf(score.get('history'));
  const original = new Map<string, Exact>([
    ...FIELDS.map((field): [string, Exact] => [
      field,
      score.get(field) ?? (field === 'metadata' ? new Map<string, Exact>() : null),
    ]),
    ['provenance', null],
  ]);
  const changes = FIELDS.filter((field) => record.get(field) !== UNCHANGED);
  return new Map<string, Exact>([
    ...score,
    ...changes.map((field): [string, Exact] => [field, record.get(field) ?? null]),
    ['history', [...(history.length === 0 ? [original] : history), record]],
  ]);
}

/** Behind everything else that the last span of scorers holds, before its end; at the end where none was begun. */
function eventsWith(events: readonly Exact[], scorer: string, time: string, record: Members): Exact[] {
  const spans = events.flatMap((event) => {
    const members = membersOf(event);
    const isScorers =
      members?.get('event') === 'span_begin' &&
      members.get('type') === 'scorers' &&
      members.get('name') === 'scorers';
    return isScorers ? [members.get('id') as string] : [];
  });
  const span = spans.at(-1) ?? null;
  const end = events.findLastIndex((event) => {
    const members = membersOf(event);
    return span !== null && members?.get('event') === 'span_end' && members.get('id') === span;
  });
  const told = new Map<string, Exact>([
    ['span_id', span],
    ['timestamp', time],
    ['event', 'score_edit'],
    ['score_name', scorer],
    ['edit', record],
  ]);
  return end < 0 ? [...events, told] : [...events.slice(0, end), told, ...events.slice(end)];
}

/**
 * Whether a score is what its history makes of it, and the first entry is the original without provenance.
 *
 * @returns what is wrong, in words
 */
export function faultsOfHistory(score: Members): readonly string[] {
  const history = listOf(score.get('history')).map((entry) => membersOf(entry) ?? new Map<string, Exact>());
  if (history.length === 0) return [];
  const faults: string[] = [];
  const state = new Map<string, Exact>();
  history.forEach((entry, index) => {
    const provenance = membersOf(entry.get('provenance'));
    if (index > 0 && provenance === undefined) faults.push(`entry ${index} has no provenance`);
    for (const field of FIELDS) {
      const said = entry.get(field) ?? null;
      // What the original says is what was said, whatever the word.
      if (said !== UNCHANGED || provenance === undefined) state.set(field, said);
    }
  });
  for (const field of FIELDS) {
    const now = score.get(field) ?? (field === 'metadata' ? new Map<string, Exact>() : null);
    const told = state.get(field) ?? (field === 'metadata' ? new Map<string, Exact>() : null);
    if (JSON.stringify(plain(now)) !== JSON.stringify(plain(told)))
      faults.push(`${field} isn’t what the history tells`);
  }
  return faults;
}

function plain(value: Exact): unknown {
  const members = membersOf(value);
  if (members !== undefined) return [...members].map(([name, item]) => [name, plain(item)]);
  return Array.isArray(value) ? (value as readonly Exact[]).map(plain) : value;
}

export function membersOf(value: Exact | undefined): Members | undefined {
  return value instanceof Map ? value : undefined;
}

function listOf(value: Exact | undefined): readonly Exact[] {
  return Array.isArray(value) ? (value as readonly Exact[]) : [];
}
