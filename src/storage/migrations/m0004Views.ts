import { CONTENT_KEY } from './m0001Views.ts';

/**
 * Whether the label whose last event is `e` is an adjudication: told by the act that gave the answer. Notes, scores, flags
 * and the like pass the question to their parent, undo and redo to what they restored.
 */
const ADJUDICATED = `(WITH RECURSIVE act(event_id, action, parent, target) AS (
     SELECT e.event_id, e.action, e.parent_event_id, e.target_event_id
     UNION
     SELECT b.event_id, b.action, b.parent_event_id, b.target_event_id
     FROM act JOIN label_event b ON b.event_id = CASE
       WHEN act.action IN ('score', 'note', 'flag', 'confidence', 'skip') THEN act.parent
       WHEN act.action = 'redo' THEN act.target
       WHEN act.action = 'undo' THEN
         (SELECT d.parent_event_id FROM label_event d WHERE d.event_id = act.target AND ${sameChain('d')})
     END AND ${sameChain('b')}
   ) SELECT count(*) FROM act WHERE act.action = 'adjudicate')`;

/** True when the event `alias` is about the same as `e`, whoever made it. */
function sameChain(alias: string): string {
  return ['content_hash', 'ordinal', 'part', 'metric', 'span', 'repeat']
    .map((column) => `${alias}.${column} = e.${column}`)
    .join(' AND ');
}

/** The heads of chains as labels of visible transcripts; the head is the event with the highest (seq, event_id). */
function currentLabels(columns: string, condition: string): string {
  return `
SELECT t.id AS transcript_id, t.run_id AS run_id, ${CONTENT_KEY('t')} AS content_key,
  e.part AS part, e.annotator AS annotator,
  e.answer AS answer, x.name AS answer_name, x.role AS role, e.scores AS scores, e.note AS note, e.flagged AS flagged,
  ${ADJUDICATED} AS adjudicated,
  s.name AS scheme, s.version_hash AS scheme_version, e.event_id AS event_id, e.time AS time,
  e.seconds_spent AS seconds_spent, e.judge_visible AS judge_visible, e.confidence AS confidence${columns}
FROM transcript t
JOIN visible_run r ON r.id = t.run_id
JOIN label_event e ON e.content_hash = t.content_hash AND e.ordinal = t.ordinal
JOIN label_scheme s ON s.id = e.scheme_id
LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer
WHERE ${condition}
  AND NOT EXISTS (SELECT 1 FROM label_event o
    WHERE ${sameChain('o')}
      AND o.annotator = e.annotator AND (o.seq > e.seq OR (o.seq = e.seq AND o.event_id > e.event_id)))
  AND (e.answer IS NOT NULL OR e.note <> '' OR e.flagged <> 0 OR e.scores <> '{}')`;
}

/** Queues that are whole and not deleted. */
const SHOWN_QUEUES = 'q.deleted_at IS NULL AND q.last_place > 0';

/** The public views of the fourth schema: those that say more now keep their columns and have new ones behind them. */
export const m0004Views = `
DROP VIEW v_label_events;
CREATE VIEW v_label_events AS
SELECT e.event_id AS event_id, ${CONTENT_KEY('e')} AS content_key, e.part AS part, e.annotator AS annotator,
  e.seq AS seq, e.parent_event_id AS parent_event_id, e.action AS action, e.target_event_id AS target_event_id,
  s.name AS scheme, s.version_hash AS scheme_version,
  e.answer AS answer, x.name AS answer_name, x.role AS role, e.scores AS scores, e.note AS note, e.flagged AS flagged,
  e.previous_answer AS previous_answer, e.time AS time, e.seconds_spent AS seconds_spent,
  e.judge_visible AS judge_visible, e.source AS source,
  e.metric AS metric, e.span AS span, e.repeat AS repeat, e.confidence AS confidence,
  e.queue AS queue, e.place AS place, e.shown AS shown
FROM label_event e
JOIN label_scheme s ON s.id = e.scheme_id
LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer;

DROP VIEW v_labels;
CREATE VIEW v_labels AS${currentLabels('', "e.metric = '' AND e.span = '' AND e.repeat = 0")};

CREATE VIEW v_other_labels AS${currentLabels(
  `,
  e.metric AS metric, e.repeat AS repeat, e.span AS span,
  json_extract(nullif(e.span, ''), '$[0]') AS span_turn, json_extract(nullif(e.span, ''), '$[1]') AS span_branch,
  json_extract(nullif(e.span, ''), '$[2]') AS span_part, json_extract(nullif(e.span, ''), '$[3]') AS span_from,
  json_extract(nullif(e.span, ''), '$[4]') AS span_to, json_extract(nullif(e.span, ''), '$[5]') AS quote,
  e.queue AS queue, e.place AS place`,
  "(e.metric <> '' OR e.span <> '' OR e.repeat <> 0)",
)};

CREATE VIEW v_queues AS
SELECT q.uid AS queue, coalesce(q.own_name, q.name) AS name, q.purpose AS purpose, q.description AS description,
  q.design AS design, q.seed AS seed, q.work_order AS work_order, q.blind AS blind, q.masks AS masks,
  q.assignment AS assignment, q.run_names AS run_names, q.rule AS rule,
  q.created_at AS created_at, q.created_by AS created_by,
  sum(w.items) AS items, sum(w.repeats) AS repeats, count(*) AS waves
FROM queue q
JOIN queue_wave w ON w.queue_id = q.id
WHERE ${SHOWN_QUEUES}
GROUP BY q.id;

CREATE VIEW v_queue_strata AS
SELECT q.uid AS queue, s.wave AS wave, s.name AS stratum, s.size AS size, s.drawn AS drawn, s.judged AS judged,
  s.wave = (SELECT max(w.wave) FROM queue_wave w WHERE w.queue_id = q.id) AS latest
FROM queue q
JOIN queue_stratum s ON s.queue_id = q.id
WHERE ${SHOWN_QUEUES};

CREATE VIEW v_queue_items AS
SELECT q.uid AS queue, i.place AS place, i.wave AS wave,
  ${CONTENT_KEY('i')} AS content_key, i.stratum AS stratum,
  (SELECT s.drawn * 1.0 / nullif(s.size, 0) FROM queue_stratum s WHERE s.queue_id = q.id AND s.name = i.stratum
     AND s.wave = (SELECT max(w.wave) FROM queue_wave w WHERE w.queue_id = q.id)) AS probability,
  i.assigned AS assigned, i.repeat_of AS repeat_of,
  (SELECT t.id FROM transcript t JOIN visible_run r ON r.id = t.run_id
   LEFT JOIN queue_run d ON d.queue_id = q.id AND d.run_id = t.run_id
   WHERE t.content_hash = i.content_hash AND t.ordinal = i.ordinal
   ORDER BY d.run_id IS NULL, t.id LIMIT 1) AS transcript_id
FROM queue q
CROSS JOIN queue_item i ON i.queue_id = q.id AND i.place <= q.last_place
WHERE ${SHOWN_QUEUES};

CREATE VIEW v_queue_answers AS
SELECT q.uid AS queue, i.place AS place, ${CONTENT_KEY('i')} AS content_key, i.repeat_of AS repeat_of,
  a.annotator AS annotator, a.response AS response, a.event_id AS event_id,
  e.answer AS answer, x.role AS role, e.confidence AS confidence, e.shown AS shown, e.judge_visible AS judge_visible,
  a.seconds AS seconds_spent, e.time AS time,
  l.event_id AS last_event_id, l.answer AS last_answer, y.role AS last_role
FROM queue q
JOIN queue_response a ON a.queue_id = q.id
JOIN queue_item i ON i.queue_id = a.queue_id AND i.place = a.place AND i.place <= q.last_place
JOIN label_event e ON e.event_id = a.event_id
JOIN label_event l ON l.event_id = a.last_event_id
LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer
LEFT JOIN label_answer y ON y.scheme_id = l.scheme_id AND y.answer = l.answer
WHERE ${SHOWN_QUEUES};
`;
