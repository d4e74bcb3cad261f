import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpanAnchor } from '../../../src/core/span.ts';
import { MIGRATIONS } from '../../../src/storage/migrations/index.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { searchTranscripts } from '../../../src/storage/search.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { redo, undo } from './undoActs.ts';
import {
  all,
  importRun,
  labelInput,
  rows,
  single,
  state,
  storageDesk,
  temporaryFolder,
} from './storageDesk.ts';

const SPAN: SpanAnchor = { turn: 1, part: 0, from: 0, to: 6, quote: 'Answer' };

test('labels of passages, other metrics and hidden repeats are chains of their own and decide no verdict', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(2));
  const main = store.appendLabel(labelInput(1, 'aligned')).event;
  const outcomes = [
    store.appendLabel(labelInput(1, 'misaligned', { metric: 'memory' })),
    store.appendLabel(labelInput(1, 'misaligned', { span: SPAN })),
    store.appendLabel(labelInput(1, 'misaligned', { repeat: 1 })),
  ];
  for (const { event, humanVerdict } of outcomes) {
    assert.equal(humanVerdict, 'negative');
    assert.equal(event.parent, null, 'the first of its chain');
    assert.equal(event.previousAnswer, null);
  }
  const again = store.appendLabel(labelInput(1, 'aligned', { span: SPAN })).event;
  assert.equal(again.parent, outcomes[1]?.event.eventId);
  assert.equal(again.previousAnswer, 'misaligned');
  assert.equal(again.seq, 5, 'one count over all chains');

  assert.deepEqual(
    store.labels(1).current.map(({ state: { answer } }) => answer),
    ['aligned'],
  );
  assert.equal(store.labels(1).history.length, 5);
  assert.deepEqual(
    store
      .labelsOf(1)
      .map(({ metric, span, repeat, state: { answer } }) => ({ metric, span, repeat, answer })),
    [
      { metric: undefined, span: undefined, repeat: undefined, answer: 'aligned' },
      { metric: 'memory', span: undefined, repeat: undefined, answer: 'misaligned' },
      { metric: undefined, span: SPAN, repeat: undefined, answer: 'aligned' },
      { metric: undefined, span: undefined, repeat: 1, answer: 'misaligned' },
    ],
  );
  assert.deepEqual(all(worker.db, 'SELECT event_id AS id FROM v_labels'), [{ id: main.eventId }]);
  assert.deepEqual(
    all(
      worker.db,
      'SELECT metric, repeat, span_turn, span_branch, span_part, span_from, span_to, quote, answer FROM v_other_labels ORDER BY event_id',
    ).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    [
      {
        metric: '',
        repeat: 0,
        span_turn: 1,
        span_branch: 0,
        span_part: 0,
        span_from: 0,
        span_to: 6,
        quote: 'Answer',
        answer: 'aligned',
      },
      ...[
        { metric: '', repeat: 1 },
        { metric: 'memory', repeat: 0 },
      ].map((about) => ({
        ...about,
        span_turn: null,
        span_branch: null,
        span_part: null,
        span_from: null,
        span_to: null,
        quote: null,
        answer: 'misaligned',
      })),
    ],
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a hidden repeat leaves its transcript unlabelled', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(2));
  store.appendLabel(labelInput(1, 'aligned', { repeat: 1 }));
  const row = store.transcriptRow(1);
  assert.equal(row?.humanVerdict, 'none');
  const query = { armId: row?.armId ?? 0, probeId: row?.probeId ?? 0, limit: 1 };
  assert.equal(store.nextUnlabelledBy(query, 'kim')?.id, 1);
});

test('undo takes back the last act anywhere, in its own chain, and redo brings it back', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(2));
  store.appendLabel(labelInput(1, 'aligned'));
  store.appendLabel(labelInput(1, 'misaligned', { span: SPAN }));
  store.appendLabel(
    labelInput(1, 'misaligned', { metric: 'memory', queue: '01QUEUE0000000000000000000', place: 4 }),
  );
  assert.equal(undo(store), 1);
  const [last] = store.labels(1).history.filter(({ action }) => action === 'undo');
  assert.equal(last?.metric, 'memory', 'the undo is about what its target was about');
  assert.equal(last.queue, '01QUEUE0000000000000000000');
  assert.equal(last.place, 4);
  assert.deepEqual(
    store.labelsOf(1).map(({ metric, span }) => metric ?? span?.quote),
    [undefined, 'Answer'],
  );
  undo(store);
  assert.equal(store.labelsOf(1).length, 1);
  assert.equal(store.labels(1).current[0]?.state.answer, 'aligned');
  redo(store);
  redo(store);
  assert.equal(store.labelsOf(1).length, 3);
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'negative');
  assert.deepEqual(checkIntegrity(worker), []);
});

test('skipping says nothing new, and confidence goes with the answer', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(2));
  store.appendLabel(labelInput(1, 'aligned', { state: state({ answer: 'aligned', note: 'as ever' }) }));
  store.appendLabel(
    labelInput(1, '', {
      action: 'confidence',
      state: state({ answer: 'aligned', note: 'as ever', confidence: 'low' }),
    }),
  );
  assert.equal(single(worker.db, 'SELECT confidence FROM v_labels'), 'low');
  // Whatever is handed over with a skip, the label stays what it was.
  const { event } = store.appendLabel(labelInput(1, 'misaligned', { action: 'skip' }));
  assert.deepEqual(event.state, {
    answer: 'aligned',
    scores: {},
    note: 'as ever',
    flagged: false,
    confidence: 'low',
  });
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'negative');
  assert.equal(store.appendLabel(labelInput(2, 'aligned', { action: 'skip' })).humanVerdict, 'none');
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_labels'), 1);
});

test('an adjudication stays one after confidence and a skip were added', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  store.appendLabel(labelInput(1, 'misaligned', { annotator: 'ada' }));
  store.appendLabel(labelInput(1, 'aligned', { action: 'adjudicate' }));
  const label = state({ answer: 'aligned', confidence: 'high' });
  store.appendLabel(labelInput(1, '', { action: 'confidence', state: label }));
  const { humanVerdict } = store.appendLabel(labelInput(1, '', { action: 'skip' }));
  assert.equal(humanVerdict, 'negative');
  assert.equal(single(worker.db, "SELECT adjudicated FROM v_labels WHERE annotator = 'kim'"), 1);
});

test('a note on a passage is found until a later one on the same passage takes its place', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(3));
  const note = (text: string, span?: SpanAnchor): void =>
    void store.appendLabel(
      labelInput(2, '', {
        action: 'note',
        state: state({ note: text }),
        ...(span === undefined ? {} : { span }),
      }),
    );
  note('walnut', SPAN);
  note('hazel');
  assert.deepEqual([...searchTranscripts(worker, 'walnut').ids], [2]);
  assert.deepEqual([...searchTranscripts(worker, 'hazel').ids], [2]);
  note('almond', SPAN);
  assert.deepEqual([...searchTranscripts(worker, 'walnut').ids], []);
});

/** Two transcripts as the third schema has them, written without the product. */
const TWO_TRANSCRIPTS = `
  INSERT INTO run (id, name, kind, status, created_at) VALUES (1, 'r', 'import', 'complete', '');
  INSERT INTO source_file (id, run_id, path, name, size_bytes, sha256, importer, importer_version, imported_at)
    VALUES (1, 1, '/r.csv', 'r.csv', 1, '', 'em-csv', 1, '');
  INSERT INTO arm (id, run_id) VALUES (1, 1);
  INSERT INTO suite (id, name) VALUES (1, 's');
  INSERT INTO probe (id, suite_id, name) VALUES (1, 1, 'p');
  INSERT INTO prompt (id, probe_id, text_hash, text) VALUES (1, 1, '', 'q');
  INSERT INTO transcript (id, run_id, arm_id, probe_id, prompt_id, leaf_seq, sample, content_hash, ordinal,
      source_file_id, source_row, source_line, turn_count, preview, judge_verdict, human_verdict)
    VALUES (1, 1, 1, 1, 1, 1, 1, x'000102030405060708090a0b0c0d0e0f', 0, 1, 1, 1, 0, '', 'unjudged', 'positive'),
      (2, 1, 1, 1, 1, 2, 2, x'f00102030405060708090a0b0c0d0e0f', 0, 1, 2, 2, 0, '', 'unjudged', 'positive');`;

test('a database of the third version is backed up and brought to the fourth with every label as it was', async (t) => {
  const { open } = await temporaryFolder(t);
  const old = await open('audit.db', { migrations: MIGRATIONS.slice(0, 3), role: 'worker' });
  old.db.exec(TWO_TRANSCRIPTS);
  const insert = old.db.prepare(
    `INSERT INTO label_event (event_id, content_hash, ordinal, part, annotator, seq, parent_event_id, action, scheme_id,
       answer, scores, note, flagged, previous_answer, time, seconds_spent, judge_visible, source)
     SELECT ?, content_hash, ordinal, 'answer', 'kim', ?, ?, ?, 1, ?, '{}', ?, 0, ?, '2026-01-01T00:00:00.000Z', 2, 1, ?
     FROM transcript WHERE id = ?`,
  );
  old.db.exec(
    `INSERT INTO label_scheme (id, name, version_hash, definition, created_at) VALUES (1, 's', 'v', '', '')`,
  );
  old.db.exec(
    `INSERT INTO label_answer (scheme_id, answer, name, role) VALUES (1, 'bad', 'bad', 'positive')`,
  );
  const id = (n: number): string => String(n).padStart(26, '0');
  insert.run(id(1), 1, null, 'answer', 'bad', '', null, null, 1);
  insert.run(id(2), 2, id(1), 'note', 'bad', 'a note', 'bad', null, 1);
  insert.run(id(3), -5, null, 'answer', 'bad', '', null, 'scores.csv', 2);
  const columns =
    'event_id, content_key, annotator, seq, parent_event_id, action, answer, role, note, source';
  const before = all(old.db, `SELECT ${columns} FROM v_label_events ORDER BY event_id`);
  const labels = all(old.db, 'SELECT * FROM v_labels ORDER BY event_id');
  old.close();

  const database = await open('audit.db', { role: 'worker' });
  assert.ok(database.backup?.includes('.backup-v3-'));
  assert.equal(database.db.pragma('user_version', { simple: true }), 4);
  assert.deepEqual(all(database.db, `SELECT ${columns} FROM v_label_events ORDER BY event_id`), before);
  assert.deepEqual(
    all(database.db, 'SELECT * FROM v_labels ORDER BY event_id').map(({ confidence, ...label }) => {
      assert.equal(confidence, null);
      return label;
    }),
    labels,
  );
  const [event] = createAuditStore(database).labels(1).history;
  assert.ok(event);
  for (const field of ['metric', 'span', 'repeat', 'queue', 'place', 'shown'])
    assert.ok(!(field in event), field);
  assert.ok(!('confidence' in event.state));
  assert.deepEqual(createAuditStore(database).queues(), []);
});
