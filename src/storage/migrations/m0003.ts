import { m0003Views } from './m0003Views.ts';

/**
 * What further formats carry: training data, branches, runs of several files that can be gone on with, what files say of
 * their run, where labels came from; and findings.
 */
export const m0003 = `
ALTER TABLE run ADD COLUMN content TEXT NOT NULL DEFAULT 'answers' CHECK (content IN ('answers', 'training'));

-- 1 where the positive side of a rule is what one hopes for, as "correct": only how verdicts are drawn follows from it.
ALTER TABLE verdict_rule ADD COLUMN positive_is_good INTEGER NOT NULL DEFAULT 0 CHECK (positive_is_good IN (0, 1));

-- The last row of the file that is stored with all before it, and the hash of the bytes up to its end: an import that
-- was cut off, or a log that grew, goes on behind it when they are still the same.
ALTER TABLE source_file ADD COLUMN rows_read INTEGER;
ALTER TABLE source_file ADD COLUMN bytes_read INTEGER;
ALTER TABLE source_file ADD COLUMN prefix_sha256 TEXT;
-- Of the main file of a run made of several: a hash over names, sizes and times of them all, by which the same files are
-- known again; sha256 is that of the file's own bytes, and empty for a folder.
ALTER TABLE source_file ADD COLUMN fingerprint TEXT;
CREATE INDEX source_file_by_fingerprint ON source_file(fingerprint) WHERE fingerprint IS NOT NULL;
-- judgments, input, errors ...: what a further file of a run is to its main one; null for the main one.
ALTER TABLE source_file ADD COLUMN role TEXT;
CREATE INDEX source_file_by_path ON source_file(run_id, path);

-- What files say of the run as a whole, as JSON.
CREATE TABLE run_fact (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  source_file_id INTEGER REFERENCES source_file(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL
);
CREATE INDEX run_fact_by_run ON run_fact(run_id, name);

-- Other courses of a conversation than the transcript's own turns, which are branch 0 and have no row.
CREATE TABLE branch (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
  idx INTEGER NOT NULL,
  view TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_idx INTEGER,
  shared INTEGER NOT NULL,
  turn_count INTEGER NOT NULL
);
CREATE UNIQUE INDEX branch_by_transcript ON branch(transcript_id, idx);
-- idx counts from the branch's beginning: its first own turn is number "shared". parts is JSON; null as in turn.
CREATE TABLE branch_turn (
  branch_id INTEGER NOT NULL REFERENCES branch(id) ON DELETE CASCADE,
  idx INTEGER NOT NULL,
  role TEXT NOT NULL,
  raw TEXT NOT NULL,
  raw_kind TEXT NOT NULL DEFAULT 'text',
  author TEXT,
  provenance TEXT,
  parts TEXT,
  PRIMARY KEY (branch_id, idx)
) WITHOUT ROWID;

ALTER TABLE judgment ADD COLUMN citations TEXT;

-- Where a label was taken from, in words; null for those given here.
ALTER TABLE label_event ADD COLUMN source TEXT;

CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  rule_version INTEGER NOT NULL,
  key TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('wrong', 'doubtful', 'note')),
  certainty TEXT NOT NULL CHECK (certainty IN ('certain', 'likely', 'hint')),
  title TEXT NOT NULL,
  detail TEXT NOT NULL,
  figures TEXT NOT NULL,
  other_runs TEXT,
  transcripts INTEGER NOT NULL,
  found_at TEXT NOT NULL,
  UNIQUE (run_id, rule, key)
);
CREATE TABLE finding_transcript (
  finding_id INTEGER NOT NULL REFERENCES finding(id) ON DELETE CASCADE,
  transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
  PRIMARY KEY (finding_id, transcript_id)
) WITHOUT ROWID;
CREATE INDEX finding_by_transcript ON finding_transcript(transcript_id);

-- Which runs a rule has looked at, in which state: checked again when the state is another.
CREATE TABLE finding_check (
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  rule_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  checked_at TEXT NOT NULL,
  PRIMARY KEY (run_id, rule)
) WITHOUT ROWID;

-- Dismissals and their taking back, one row an act; rows are only ever added. scope names the run by what is in it (the
-- hash of its main file, or a launch's run), so that a dismissal holds for a re-import.
CREATE TABLE finding_event (
  id INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('dismiss', 'restore')),
  reason TEXT NOT NULL,
  annotator TEXT NOT NULL,
  time TEXT NOT NULL
);
CREATE INDEX finding_event_by_scope ON finding_event(scope, rule, key);
CREATE TRIGGER finding_event_no_update BEFORE UPDATE ON finding_event
BEGIN SELECT RAISE(ABORT, 'finding events are only ever added'); END;
CREATE TRIGGER finding_event_no_delete BEFORE DELETE ON finding_event
BEGIN SELECT RAISE(ABORT, 'finding events are only ever added'); END;
${m0003Views}`;
