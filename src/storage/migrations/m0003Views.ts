import { CONTENT_KEY } from './m0001Views.ts';

/** The public views of the third schema: those that say more now keep their columns and have new ones behind them. */
export const m0003Views = `
DROP VIEW visible_run;
CREATE VIEW visible_run AS
SELECT r.id, r.study_id, r.name, r.kind, r.status, r.verdict_rule_id, r.seed, r.created_at, r.content
FROM run r
WHERE r.deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM run s WHERE s.id = r.superseded_by AND s.deleted_at IS NULL);

DROP VIEW v_runs;
CREATE VIEW v_runs AS
SELECT r.id AS run_id, s.name AS study, r.name AS run, r.kind AS kind, r.status AS status, r.seed AS seed,
  f.path AS source_path, f.name AS source_file, f.sha256 AS source_sha256,
  f.importer AS importer, f.importer_version AS importer_version,
  (SELECT sum(g.rows_kept) FROM source_file g WHERE g.run_id = r.id) AS rows_kept,
  (SELECT sum(g.rows_rejected) FROM source_file g WHERE g.run_id = r.id) AS rows_rejected,
  v.name AS rule_name, v.description AS rule, v.missing_policy AS missing_policy,
  coalesce(c.transcripts, 0) AS transcripts, coalesce(c.positive, 0) AS positive,
  coalesce(c.negative, 0) AS negative, coalesce(c.excluded, 0) AS excluded,
  coalesce(c.gate_missing, 0) AS gate_missing, coalesce(c.missing, 0) AS missing,
  coalesce(c.unjudged, 0) AS unjudged,
  coalesce(c.positive + CASE WHEN v.missing_policy = 'positive' THEN c.missing ELSE 0 END, 0) AS rate_numerator,
  coalesce(c.positive + c.negative + CASE WHEN v.missing_policy = 'drop' THEN 0 ELSE c.missing END, 0)
    AS rate_denominator,
  (c.positive + CASE WHEN v.missing_policy = 'positive' THEN c.missing ELSE 0 END) * 1.0
    / nullif(c.positive + c.negative + CASE WHEN v.missing_policy = 'drop' THEN 0 ELSE c.missing END, 0) AS rate,
  coalesce(c.labelled, 0) AS labelled, r.created_at AS created_at,
  r.content AS content, (SELECT count(*) FROM source_file g WHERE g.run_id = r.id) AS source_files
FROM visible_run r
LEFT JOIN study s ON s.id = r.study_id
LEFT JOIN verdict_rule v ON v.id = r.verdict_rule_id
LEFT JOIN source_file f ON f.id = (SELECT min(g.id) FROM source_file g WHERE g.run_id = r.id)
LEFT JOIN (
  SELECT a.run_id AS run_id, sum(l.n) AS transcripts,
    sum(CASE l.judge_verdict WHEN 'positive' THEN l.n ELSE 0 END) AS positive,
    sum(CASE l.judge_verdict WHEN 'negative' THEN l.n ELSE 0 END) AS negative,
    sum(CASE l.judge_verdict WHEN 'excluded' THEN l.n ELSE 0 END) AS excluded,
    sum(CASE l.judge_verdict WHEN 'gate-missing' THEN l.n ELSE 0 END) AS gate_missing,
    sum(CASE l.judge_verdict WHEN 'missing' THEN l.n ELSE 0 END) AS missing,
    sum(CASE l.judge_verdict WHEN 'unjudged' THEN l.n ELSE 0 END) AS unjudged,
    sum(CASE l.human_verdict WHEN 'none' THEN 0 ELSE l.n END) AS labelled
  FROM leaf_summary l JOIN arm a ON a.id = l.arm_id
  GROUP BY a.run_id
) c ON c.run_id = r.id;

DROP VIEW v_judgments;
CREATE VIEW v_judgments AS
SELECT j.id AS judgment_id, j.transcript_id AS transcript_id, t.run_id AS run_id, m.name AS metric,
  u.name AS judge, u.kind AS judge_kind, u.model AS judge_model, u.version_hash AS judge_version,
  j.kind AS kind, j.number AS number, j.text AS text, j.missing_reason AS missing_reason,
  j.raw AS raw, j.distribution AS distribution, j.rationale AS rationale,
  NOT EXISTS (SELECT 1 FROM judgment k
    WHERE k.transcript_id = j.transcript_id AND k.metric_id = j.metric_id AND k.id > j.id) AS used_by_rule,
  j.quotes AS quotes, j.citations AS citations
FROM judgment j
JOIN metric m ON m.id = j.metric_id
JOIN judge u ON u.id = j.judge_id
JOIN transcript t ON t.id = j.transcript_id
JOIN visible_run r ON r.id = t.run_id;

DROP VIEW v_label_events;
CREATE VIEW v_label_events AS
SELECT e.event_id AS event_id, ${CONTENT_KEY('e')} AS content_key, e.part AS part, e.annotator AS annotator,
  e.seq AS seq, e.parent_event_id AS parent_event_id, e.action AS action, e.target_event_id AS target_event_id,
  s.name AS scheme, s.version_hash AS scheme_version,
  e.answer AS answer, x.name AS answer_name, x.role AS role, e.scores AS scores, e.note AS note, e.flagged AS flagged,
  e.previous_answer AS previous_answer, e.time AS time, e.seconds_spent AS seconds_spent,
  e.judge_visible AS judge_visible, e.source AS source
FROM label_event e
JOIN label_scheme s ON s.id = e.scheme_id
LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer;

CREATE VIEW v_run_facts AS
SELECT f.run_id AS run_id, f.name AS name, f.value AS value, s.path AS source_path
FROM run_fact f
JOIN visible_run r ON r.id = f.run_id
LEFT JOIN source_file s ON s.id = f.source_file_id;

CREATE VIEW v_branches AS
SELECT b.id AS branch_id, b.transcript_id AS transcript_id, t.run_id AS run_id, b.idx AS branch, b.view AS view,
  b.name AS name, b.parent_idx AS parent, b.shared AS shared_turns, b.turn_count AS turns
FROM branch b
JOIN transcript t ON t.id = b.transcript_id
JOIN visible_run r ON r.id = t.run_id;

CREATE VIEW v_branch_turns AS
SELECT b.transcript_id AS transcript_id, b.idx AS branch, n.idx AS turn, n.role AS role, n.raw AS raw,
  n.raw_kind AS raw_kind, n.author AS author, n.provenance AS provenance, n.parts AS parts
FROM branch_turn n
JOIN branch b ON b.id = n.branch_id
JOIN transcript t ON t.id = b.transcript_id
JOIN visible_run r ON r.id = t.run_id;

CREATE VIEW v_findings AS
SELECT f.id AS finding_id, f.run_id AS run_id, r.name AS run, f.rule AS rule, f.rule_version AS rule_version,
  f.key AS finding_key, f.severity AS severity, f.certainty AS certainty, f.title AS title, f.detail AS detail,
  f.figures AS figures, f.other_runs AS other_runs, f.transcripts AS transcripts, f.found_at AS found_at
FROM finding f
JOIN visible_run r ON r.id = f.run_id;

CREATE VIEW v_finding_transcripts AS
SELECT x.finding_id AS finding_id, x.transcript_id AS transcript_id
FROM finding_transcript x
JOIN finding f ON f.id = x.finding_id
JOIN visible_run r ON r.id = f.run_id;

CREATE VIEW v_finding_events AS
SELECT e.event_id AS event_id, e.rule AS rule, e.scope AS scope, e.key AS finding_key, e.action AS action,
  e.reason AS reason, e.annotator AS annotator, e.time AS time
FROM finding_event e;
`;
