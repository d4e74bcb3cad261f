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

-- Queues grow by waves and are else never changed, but for their name and whether they show. JSON: design, blind, masks,
-- assignment (null: anybody does all), run_names.
CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
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
  deleted_at TEXT
);
CREATE TABLE queue_wave (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  wave INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
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
-- What it was drawn from, in this database; queues of colleagues have neither.
CREATE TABLE queue_run (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  PRIMARY KEY (queue_id, run_id)
) WITHOUT ROWID;
-- Everything that could be drawn, 20 bytes a transcript: content hash, then ordinal (big endian).
CREATE TABLE queue_frame (
  queue_id INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  stratum TEXT NOT NULL,
  keys BLOB NOT NULL,
  PRIMARY KEY (queue_id, stratum)
) WITHOUT ROWID;
${m0004Views}`;
