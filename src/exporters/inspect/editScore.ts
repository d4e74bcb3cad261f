/**
 * Editing a score in an Inspect log by its documented rules: the score's `history` begins with what it was at first
 * (provenance null) and ends with the edit; fields the edit leaves alone say `UNCHANGED`; an event tells of it.
 *
 * Source: Inspect's documentation, "Editing scores" of its log files, and its reference of `ScoreEdit` and
 * `ProvenanceData`.
 */
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
 * @param sample the sample as recorded, which is left as it is
 */
export function withScoreEdit(sample: Fields, edit: ScoreEdit): Fields | undefined {
  const scores = fieldsOf(sample['scores']) ?? {};
  const score = fieldsOf(scores[edit.scorer]);
  const history = Array.isArray(score?.['history']) ? (score['history'] as readonly unknown[]) : [];
  if (history.some((entry) => isSameEdit(fieldsOf(entry), edit))) return undefined;
  const isNew = score === undefined;
  const record = {
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
  };
  const before = history.length > 0 || isNew ? history : [original(score)];
  const edited = {
    ...(score ?? { answer: null, metadata: null }),
    value: edit.value,
    ...(edit.explanation === undefined ? {} : { explanation: edit.explanation }),
    history: [...before, record],
  };
  const events = Array.isArray(sample['events']) ? (sample['events'] as readonly unknown[]) : [];
  return {
    ...sample,
    scores: { ...scores, [edit.scorer]: edited },
    events: withEvent(events, {
      span_id: spanOfScorers(events)?.id ?? null,
      timestamp: edit.time,
      event: 'score_edit',
      score_name: edit.scorer,
      edit: record,
    }),
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

function isSameEdit(entry: Fields | undefined, edit: ScoreEdit): boolean {
  const provenance = fieldsOf(entry?.['provenance']);
  return (
    provenance !== undefined &&
    provenance['author'] === edit.author &&
    provenance['timestamp'] === edit.time &&
    entry?.['value'] === edit.value
  );
}

/** The last span of the scorers that was closed, where the event belongs. */
function spanOfScorers(
  events: readonly unknown[],
): { readonly id: string; readonly end: number } | undefined {
  const begun = new Set<string>();
  let last: { id: string; end: number } | undefined;
  for (const [index, entry] of events.entries()) {
    const event = fieldsOf(entry);
    const id = event?.['id'];
    if (event === undefined || typeof id !== 'string') continue;
    const isScorers = event['type'] === 'scorers' && event['name'] === 'scorers';
    if (event['event'] === 'span_begin' && isScorers) begun.add(id);
    if (event['event'] === 'span_end' && begun.has(id)) last = { id, end: index };
  }
  return last;
}

function withEvent(events: readonly unknown[], event: Fields): readonly unknown[] {
  const end = spanOfScorers(events)?.end ?? events.length;
  return [...events.slice(0, end), event, ...events.slice(end)];
}
