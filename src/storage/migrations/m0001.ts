import { m0001Views } from './m0001Views.ts';

/**
 * The first schema. Never edited once released: later changes are further migrations.
 *
 * Tables are the product's own; the `v_*` views are public and stable (docs/database.md). Views use plain, old SQL only,
 * because one view that an old shell can't parse makes it refuse every query of the file.
 */
export const m0001 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE study (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_pattern TEXT,
  created_at TEXT NOT NULL
);

-- A rule is a gate and a predicate in disjunctive form. Clauses with the same (part, alternative, position) are the
-- values of one IN; positions of an alternative are joined by AND, alternatives by OR.
CREATE TABLE verdict_rule (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  missing_policy TEXT NOT NULL CHECK (missing_policy IN ('drop', 'negative', 'positive')),
  positive_name TEXT NOT NULL,
  negative_name TEXT NOT NULL,
  excluded_name TEXT NOT NULL,
  description TEXT NOT NULL,
  version_hash TEXT NOT NULL UNIQUE
);
CREATE TABLE verdict_clause (
  rule_id INTEGER NOT NULL REFERENCES verdict_rule(id),
  part TEXT NOT NULL CHECK (part IN ('gate', 'predicate')),
  alternative INTEGER NOT NULL,
  position INTEGER NOT NULL,
  metric TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('<', '<=', '>', '>=', '=', '!=', 'in', 'not-in')),
  number REAL,
  text TEXT
);
CREATE INDEX verdict_clause_by_rule ON verdict_clause(rule_id, part, alternative, position);

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  study_id INTEGER REFERENCES study(id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'launch')),
  -- importing: being written (by lease_owner, alive while lease_at is fresh); partial: stopped midway and kept.
  status TEXT NOT NULL CHECK (status IN ('importing', 'complete', 'partial')),
  verdict_rule_id INTEGER REFERENCES verdict_rule(id),
  seed TEXT,
  lease_owner TEXT,
  lease_at INTEGER,
  superseded_by INTEGER REFERENCES run(id),
  created_at TEXT NOT NULL,
  deleted_at TEXT
);
CREATE INDEX run_by_study ON run(study_id);

CREATE TABLE source_file (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  importer TEXT NOT NULL,
  importer_version INTEGER NOT NULL,
  -- The column mapping of a generic table, as JSON; null when the format is known.
  mapping TEXT,
  rows_kept INTEGER NOT NULL DEFAULT 0,
  rows_rejected INTEGER NOT NULL DEFAULT 0,
  imported_at TEXT NOT NULL
);
CREATE INDEX source_file_by_run ON source_file(run_id);
CREATE INDEX source_file_by_sha ON source_file(sha256);

CREATE TABLE import_problem (
  id INTEGER PRIMARY KEY,
  source_file_id INTEGER NOT NULL REFERENCES source_file(id) ON DELETE CASCADE,
  row INTEGER NOT NULL,
  line INTEGER NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL
);
CREATE INDEX import_problem_by_file ON import_problem(source_file_id);

-- How the columns of a table with this header were mapped last time.
CREATE TABLE column_mapping (header_shape TEXT PRIMARY KEY, mapping TEXT NOT NULL, used_at TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE model (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE model_group (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE condition (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, spec TEXT);

-- An arm is the part of a run with one model, group and condition. Correcting a name changes one row here, however many
-- transcripts the arm has. recorded_* is what the file said, kept for reference.
CREATE TABLE arm (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  model_id INTEGER REFERENCES model(id),
  group_id INTEGER REFERENCES model_group(id),
  condition_id INTEGER REFERENCES condition(id),
  recorded_model TEXT,
  recorded_group TEXT,
  recorded_condition TEXT
);
CREATE INDEX arm_by_run ON arm(run_id);

CREATE TABLE suite (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT);
CREATE TABLE probe (
  id INTEGER PRIMARY KEY,
  suite_id INTEGER NOT NULL REFERENCES suite(id),
  name TEXT NOT NULL,
  dimension TEXT,
  tags TEXT,
  UNIQUE (suite_id, name)
);
CREATE TABLE prompt (
  id INTEGER PRIMARY KEY,
  probe_id INTEGER NOT NULL REFERENCES probe(id),
  text_hash TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (probe_id, text_hash)
);

-- judge_verdict and human_verdict are caches, derived from judgments and label events under the run's rule; v_verdicts
-- derives the judge's side from scratch. (arm_id, probe_id, leaf_seq) is dense from 1, so that any page of any leaf of
-- the tree is one range of an index.
CREATE TABLE transcript (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id),
  arm_id INTEGER NOT NULL REFERENCES arm(id),
  probe_id INTEGER NOT NULL REFERENCES probe(id),
  prompt_id INTEGER NOT NULL REFERENCES prompt(id),
  leaf_seq INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  content_hash BLOB NOT NULL,
  ordinal INTEGER NOT NULL,
  source_file_id INTEGER NOT NULL REFERENCES source_file(id),
  source_row INTEGER NOT NULL,
  source_line INTEGER NOT NULL,
  turn_count INTEGER NOT NULL,
  preview TEXT NOT NULL,
  judge_verdict TEXT NOT NULL,
  human_verdict TEXT NOT NULL DEFAULT 'none',
  metadata TEXT
);
CREATE UNIQUE INDEX transcript_by_leaf ON transcript(arm_id, probe_id, leaf_seq);
CREATE INDEX transcript_by_verdict ON transcript(arm_id, probe_id, judge_verdict, human_verdict, leaf_seq);
CREATE INDEX transcript_by_content ON transcript(content_hash, ordinal);
CREATE INDEX transcript_by_run ON transcript(run_id);

-- How many transcripts each leaf of the tree has, by verdict. Kept in step by import and by every label.
CREATE TABLE leaf_summary (
  arm_id INTEGER NOT NULL,
  probe_id INTEGER NOT NULL,
  judge_verdict TEXT NOT NULL,
  human_verdict TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (arm_id, probe_id, judge_verdict, human_verdict)
) WITHOUT ROWID;

-- raw is the message as recorded (JSON when raw_kind is 'json'). A turn without parts is one text part equal to raw.
CREATE TABLE turn (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
  idx INTEGER NOT NULL,
  role TEXT NOT NULL,
  raw TEXT NOT NULL,
  raw_kind TEXT NOT NULL DEFAULT 'text',
  author TEXT,
  provenance TEXT
);
CREATE UNIQUE INDEX turn_by_transcript ON turn(transcript_id, idx);
CREATE TABLE part (
  id INTEGER PRIMARY KEY,
  turn_id INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
  idx INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  data TEXT
);
CREATE UNIQUE INDEX part_by_turn ON part(turn_id, idx);

CREATE TABLE metric (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  minimum REAL,
  maximum REAL,
  higher_is_worse INTEGER
);
CREATE TABLE judge (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  model TEXT,
  prompt TEXT,
  parameters TEXT,
  version_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
);
CREATE TABLE judgment (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
  metric_id INTEGER NOT NULL REFERENCES metric(id),
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  -- text is the value as text where the number alone doesn't say it: classes, TRUE and FALSE, and numbers that are not
  -- whole, in the form that the verdict rules compare.
  kind TEXT NOT NULL CHECK (kind IN ('number', 'class', 'boolean', 'missing')),
  number REAL,
  text TEXT,
  missing_reason TEXT,
  raw TEXT,
  distribution TEXT,
  rationale TEXT,
  quotes TEXT
);
CREATE UNIQUE INDEX judgment_by_transcript ON judgment(transcript_id, metric_id, judge_id);

CREATE TABLE label_scheme (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version_hash TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- The answers of each scheme, apart from its JSON so that the views can name an answer and its role. Filled in later
-- when labels arrive before the definition of their scheme.
CREATE TABLE label_answer (
  scheme_id INTEGER NOT NULL REFERENCES label_scheme(id),
  answer TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('positive', 'negative', 'excluded', 'undecided')),
  PRIMARY KEY (scheme_id, answer)
) WITHOUT ROWID;

-- What people said, one row an act, tied to texts and not to rows: a deleted run leaves its labels here, and a
-- re-imported one finds them again. Rows are only ever added.
CREATE TABLE label_event (
  id INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  content_hash BLOB NOT NULL,
  ordinal INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('answer', 'reasoning')),
  annotator TEXT NOT NULL,
  seq INTEGER NOT NULL,
  parent_event_id TEXT,
  action TEXT NOT NULL,
  target_event_id TEXT,
  scheme_id INTEGER NOT NULL REFERENCES label_scheme(id),
  answer TEXT,
  scores TEXT NOT NULL DEFAULT '{}',
  note TEXT NOT NULL DEFAULT '',
  flagged INTEGER NOT NULL DEFAULT 0,
  previous_answer TEXT,
  time TEXT NOT NULL,
  seconds_spent REAL,
  judge_visible INTEGER NOT NULL
);
CREATE INDEX label_event_by_content ON label_event(content_hash, ordinal, part, annotator, seq, event_id);
CREATE INDEX label_event_by_annotator ON label_event(annotator, seq);
CREATE TRIGGER label_event_no_update BEFORE UPDATE ON label_event
BEGIN SELECT RAISE(ABORT, 'label events are only ever added'); END;
CREATE TRIGGER label_event_no_delete BEFORE DELETE ON label_event
BEGIN SELECT RAISE(ABORT, 'label events are only ever added'); END;

CREATE VIRTUAL TABLE transcript_fts USING fts5(question, answer, reasoning, content='', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE note_fts USING fts5(note, content='', tokenize='unicode61 remove_diacritics 2');
-- Imports commit every few milliseconds, and each commit writes a small segment of the index. Merging 16 of them at a
-- time (4 is the default) halves the work, and never merging a whole level at once (16 is the default) keeps commits short.
INSERT INTO transcript_fts (transcript_fts, rank) VALUES ('automerge', 16);
INSERT INTO transcript_fts (transcript_fts, rank) VALUES ('crisismerge', 200);
${m0001Views}`;
