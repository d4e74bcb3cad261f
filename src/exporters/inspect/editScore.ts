/**
 * Editing a score in an Inspect log by its documented rules: the score's `history` begins with what it was at first
 * (provenance null) and ends with the edit; fields the edit leaves alone say `UNCHANGED`; an event tells of it.
 *
 * Source: Inspect's documentation, "Editing scores" of its log files, and its reference of `ScoreEdit` and
 * `ProvenanceData`.
 */
import { AuditError } from '../../core/errors.ts';
import { fieldsOf, type Fields } from '../fields.ts';

/** What a person's label makes of a sample's score. */
export interface ScoreEdit {
  readonly scorer: string;
  readonly value: string | number | boolean;
  /** The person's note; undefined leaves the judge's explanation as it is. */
  readonly explanation?: string;
  readonly author: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** What else is known of the label. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const UNCHANGED = 'UNCHANGED';

/**
 * The sample with the edit; undefined when the very same edit is there already (same author, time and value), so that
 * writing twice changes nothing. A scorer that the sample doesn't have gets a score of its own, whose history is the edit
 * alone.
 *
 * Logs of 2024 have the one score of a sample as `score` and its events inside `transcript`; Inspect takes a sample with
 * both forms for broken, so that the first is brought into today's form and the second is kept.
 *
 * @param sample the sample as recorded, which is left as it is
 * @param single what the scorer of such a lone `score` is called
 * @throws AuditError `bad-input` for a value that Inspect would read as no change
 */
export function withScoreEdit(sample: Fields, edit: ScoreEdit, single = 'score'): Fields | undefined {
  if (edit.value === UNCHANGED) {
    throw new AuditError(
      'bad-input',
      `Inspect reads the value “${UNCHANGED}” as no change.`,
      'Say what that answer is written as in “values”.',
    );
  }
  const { score: lone, ...rest } = sample;
  const isOld = fieldsOf(lone) !== undefined && fieldsOf(sample['scores']) === undefined;
  const scores = isOld ? { [single]: lone } : (fieldsOf(sample['scores']) ?? {});
  const score = fieldsOf(ownMember(scores, edit.scorer));
  const history = listOf(score?.['history']);
  if (isThere(history, edit)) return undefined;
  const record = recordOf(edit, score === undefined);
  const edited = {
    ...(score ?? { answer: null, explanation: null, metadata: {} }),
    value: edit.value,
    ...(record.explanation === UNCHANGED ? {} : { explanation: record.explanation }),
    history: [...(history.length > 0 || score === undefined ? history : [original(score)]), record],
  };
  return {
    ...(isOld ? rest : sample),
    scores: { ...scores, [edit.scorer]: edited },
    ...withEvent(sample, {
      timestamp: edit.time,
      event: 'score_edit',
      score_name: edit.scorer,
      edit: record,
    }),
  };
}

interface EditRecord {
  readonly value: ScoreEdit['value'];
  readonly answer: string | null;
  readonly explanation: string | null;
  readonly metadata: unknown;
  readonly provenance: Fields;
}

function recordOf(
  { value, explanation, author, reason, time, metadata }: ScoreEdit,
  isNew: boolean,
): EditRecord {
  const kept = isNew ? null : UNCHANGED;
  return {
    value,
    answer: kept,
    // A note of just that word can't be said in this field; it would be read as no change.
    explanation: explanation === undefined || explanation === UNCHANGED ? kept : explanation,
    metadata: isNew ? {} : UNCHANGED,
    provenance: { timestamp: time, author, reason, metadata },
  };
}

function original(score: Fields): Fields {
  return {
    value: score['value'] ?? null,
    answer: score['answer'] ?? null,
    explanation: score['explanation'] ?? null,
    metadata: score['metadata'] ?? {},
    provenance: null,
  };
}

/** What that author said at that time last is what would be written. */
function isThere(history: readonly unknown[], { author, time, value }: ScoreEdit): boolean {
  const said = history.map(fieldsOf).findLast((entry) => {
    const provenance = fieldsOf(entry?.['provenance']);
    return provenance?.['author'] === author && provenance['timestamp'] === time;
  });
  return said !== undefined && said['value'] === value;
}

/** The sample's list of events with one more: before the end of the scorers' last span, behind all where none is closed. */
function withEvent(sample: Fields, event: Fields): Fields {
  const transcript = fieldsOf(sample['transcript']);
  const inside = sample['events'] === undefined && transcript !== undefined;
  const events = listOf((inside ? transcript : sample)['events']);
  const span = lastScorers(events);
  const end =
    span === null ? -1 : events.map(fieldsOf).findLastIndex((one) => isEvent(one, 'span_end', span));
  const at = end < 0 ? events.length : end;
  const all = [...events.slice(0, at), { span_id: span, ...event }, ...events.slice(at)];
  return inside ? { transcript: { ...transcript, events: all } } : { events: all };
}

function lastScorers(events: readonly unknown[]): string | null {
  const begin = events
    .map(fieldsOf)
    .findLast(
      (event) =>
        event?.['event'] === 'span_begin' && event['type'] === 'scorers' && event['name'] === 'scorers',
    );
  return typeof begin?.['id'] === 'string' ? begin['id'] : null;
}

function isEvent(event: Fields | undefined, kind: string, id: string): boolean {
  return event?.['event'] === kind && event['id'] === id;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A scorer may be called anything, `constructor` too. */
function ownMember(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
