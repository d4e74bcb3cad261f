import { m0004Views } from './m0004Views.ts';

/** Review: what labels are about and were made under, queues with their samples. */
export const m0004 = `
-- What an event is about besides transcript and part; '' and 0: the label of the transcript, which verdicts use. span is
-- the canonical text of a passage's anchor. Each combination is a chain of events of its own.
ALTER TABLE label_event ADD COLUMN metric TEXT NOT NULL DEFAULT '';
ALTER TABLE label_event ADD COLUMN span TEXT NOT NULL DEFAULT '';
ALTER TABLE label_event ADD COLUMN repeat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE label_event ADD COLUMN confidence TEXT CHECK (confidence IN ('low', 'medium', 'high'));
-- The queue (its uid: the definition may arrive later) and place it was made in, and what could be seen (JSON).
ALTER TABLE label_event ADD COLUMN queue TEXT;
ALTER TABLE label_event ADD COLUMN place INTEGER;
ALTER TABLE label_event ADD COLUMN shown TEXT;
CREATE INDEX label_event_by_queue ON label_event(queue, annotator, place, seq) WHERE queue IS NOT NULL;

-- Queues grow by waves and are else never changed, but for their name here and whether they show. JSON: design, blind,
-- masks, assignment (null: anybody does all), run_names. Items behind last_place belong to a wave that is still being
-- written; a queue without any wave shows nowhere.
CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- What it is called in this database only; null: as its maker called it.
  own_name TEXT,
  purpose TEXT NOT NULL CHECK (purpose IN ('sample', 'list', 'adjudication')),
  description TEXT NOT NULL,
  design TEXT,
  seed TEXT NOT NULL,
  work_order TEXT NOT NULL CHECK (work_order IN ('fixed', 'shuffled')),
  blind TEXT NOT NULL,
  masks TEXT NOT NULL,
  assignment TEXT,
  run_names TEXT NOT NULL,
  rule TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  last_place INTEGER NOT NULL DEFAULT 0,
  deleted_at TEXT
);
-- items: without hidden repeats.
CREATE TABLE queue_wave (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  wave INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  items INTEGER NOT NULL,
  repeats INTEGER NOT NULL,
  -- The wave as it was drawn, as JSON, where another wave of a colleague moved its items; null for most.
  drawn_as TEXT,
  PRIMARY KEY (queue_id, wave)
) WITHOUT ROWID;
-- size and drawn count the earlier waves too; judged is JSON: transcripts by the judge's verdict when it was drawn.
CREATE TABLE queue_stratum (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  wave INTEGER NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  drawn INTEGER NOT NULL,
  judged TEXT NOT NULL,
  PRIMARY KEY (queue_id, wave, name)
) WITHOUT ROWID;
CREATE TABLE queue_item (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  wave INTEGER NOT NULL,
  content_hash BLOB NOT NULL,
  ordinal INTEGER NOT NULL,
  stratum TEXT NOT NULL,
  -- JSON list of annotators; null: anybody.
  assigned TEXT,
  repeat_of INTEGER,
  PRIMARY KEY (queue_id, place)
) WITHOUT ROWID;
CREATE INDEX queue_item_by_content ON queue_item(content_hash, ordinal);
CREATE INDEX queue_item_for_anybody ON queue_item(queue_id, place) WHERE assigned IS NULL;
-- Items by whom they are assigned to; those for anybody are not in it.
CREATE TABLE queue_task (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  annotator TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (queue_id, annotator, place)
) WITHOUT ROWID;
-- Caches of what the label events say, kept in step with every one of them, so that the next open item of twenty thousand
-- is found at once: what became of an item (no row: open), the event that decides it with its seconds, and the last one.
CREATE TABLE queue_response (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  annotator TEXT NOT NULL,
  place INTEGER NOT NULL,
  response TEXT NOT NULL CHECK (response IN ('answered', 'unsure', 'skipped')),
  event_id TEXT NOT NULL,
  last_event_id TEXT NOT NULL,
  seconds REAL,
  PRIMARY KEY (queue_id, annotator, place)
) WITHOUT ROWID;
CREATE INDEX queue_response_by_seconds ON queue_response(queue_id, annotator, seconds) WHERE seconds IS NOT NULL;
-- Counts over 256 places each. items: those assigned to the annotator, and with annotator '' those for anybody; the other
-- counts are of the annotator's responses to either.
CREATE TABLE queue_block (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  annotator TEXT NOT NULL,
  block INTEGER NOT NULL,
  items INTEGER NOT NULL DEFAULT 0,
  answered INTEGER NOT NULL DEFAULT 0,
  unsure INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (queue_id, annotator, block)
) WITHOUT ROWID;
-- What it was drawn from, in this database; queues of colleagues have neither.
CREATE TABLE queue_run (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  PRIMARY KEY (queue_id, run_id)
) WITHOUT ROWID;
CREATE INDEX queue_run_by_run ON queue_run(run_id);
-- Everything that could be drawn as of a wave, 20 bytes a transcript: content hash, then ordinal (big endian).
CREATE TABLE queue_frame (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  wave INTEGER NOT NULL,
  stratum TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  keys BLOB NOT NULL,
  PRIMARY KEY (queue_id, wave, stratum, chunk)
) WITHOUT ROWID;
${m0004Views}`;
