import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_IMPORTED_SEQ } from '../../../src/core/labelEvent.ts';
import type { ImportedLabel } from '../../../src/core/imported.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import {
  eventFromRow,
  publicEvent,
  SELECT_EVENTS,
  type EventRow,
} from '../../../src/storage/labels/eventRows.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import {
  all,
  importRun,
  labelInput,
  rows,
  single,
  state,
  storageDesk,
  type StorageDesk,
} from './storageDesk.ts';

const HUMAN = 'published annotator 1';

function label(answer: string, fields: Partial<ImportedLabel> = {}): ImportedLabel {
  return {
    annotator: HUMAN,
    part: 'answer',
    scheme: DEFAULT_LABEL_SCHEME,
    answer,
    source: 'results.csv, column human',
    ...fields,
  };
}

/** Ten answers, labelled by the file as said; a null leaves one out. */
const labelled = (answerOf: (row: number) => string | null, fields: Partial<ImportedLabel> = {}) =>
  rows(10, (row) => {
    const answer = answerOf(row);
    return answer === null ? {} : { labels: [label(answer, fields)] };
  });

const events = (desk: StorageDesk) =>
  all<Record<string, unknown>>(
    desk.host.db,
    'SELECT * FROM v_label_events ORDER BY annotator, seq, event_id',
  );
const human = (desk: StorageDesk, id: number) => desk.store.transcriptRow(id)?.humanVerdict;

test('labels that a file carries become label events of its annotators, with what they mean and where they stand', async (t) => {
  const desk = await storageDesk(t);
  importRun(
    desk.worker,
    labelled((row) => (row % 2 === 0 ? 'misaligned' : null), {
      scores: { alignment: 12, odd: Number.NaN },
      note: 'as published',
      time: '2024-03-01T10:00:00+02:00',
    }),
  );
  const [event] = events(desk);
  assert.equal(events(desk).length, 5);
  assert.match(String(event?.['event_id']), /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const {
    answer_name,
    role,
    annotator,
    action,
    seq,
    judge_visible,
    seconds_spent,
    source,
    scores,
    note,
    time,
  } = event ?? {};
  assert.deepEqual(
    { answer_name, role, annotator, action, seq, judge_visible, seconds_spent, source, scores, note, time },
    {
      answer_name: 'misaligned',
      role: 'positive',
      annotator: HUMAN,
      action: 'answer',
      seq: FIRST_IMPORTED_SEQ,
      judge_visible: 0,
      seconds_spent: null,
      source: 'results.csv, column human',
      scores: '{"alignment":12}',
      note: 'as published',
      time: '2024-03-01T08:00:00.000Z',
    },
  );
  assert.deepEqual(
    [1, 2, 3, 4].map((id) => human(desk, id)),
    ['none', 'positive', 'none', 'positive'],
  );
  assert.equal(desk.store.labels(2).current[0]?.annotator, HUMAN);
  assert.equal(single(desk.host.db, 'SELECT labelled FROM v_runs'), 5, 'the counts of the tree are in step');
  assert.equal(single(desk.host.db, `SELECT count(*) FROM note_fts WHERE note_fts MATCH 'published'`), 5);
  assert.deepEqual(checkIntegrity(desk.host), []);
});

test('importing the same labels again adds nothing, also as a new version and on another machine', async (t) => {
  const [here, there] = [await storageDesk(t), await storageDesk(t)];
  const file = labelled((row) => (row < 4 ? 'aligned' : null));
  const first = importRun(here.worker, file);
  const before = events(here);
  importRun(here.worker, file, { file: { runName: 'again' } });
  importRun(here.worker, file, { file: { supersedes: first } });
  assert.deepEqual(events(here), before);
  assert.deepEqual(checkIntegrity(here.host), []);
  importRun(there.worker, file);
  const ids = (desk: StorageDesk) => events(desk).map((event) => event['event_id']);
  assert.deepEqual(ids(there), ids(here));
});

test('a label that changed in a new version of the file follows the earlier one, and may change back', async (t) => {
  const desk = await storageDesk(t);
  let run = importRun(
    desk.worker,
    labelled(() => 'aligned'),
  );
  const next = (answer: string) => {
    run = importRun(
      desk.worker,
      labelled((row) => (row === 1 ? answer : 'aligned')),
      { file: { supersedes: run } },
    );
    const id = Number(single(desk.host.db, 'SELECT min(id) FROM transcript WHERE run_id = ?', run));
    return human(desk, id);
  };
  assert.equal(next('misaligned'), 'positive');
  assert.equal(next('aligned'), 'negative');
  assert.equal(next('aligned'), 'negative');
  const chain = all(
    desk.host.db,
    `SELECT e.seq - ${FIRST_IMPORTED_SEQ} AS seq, e.answer, e.previous_answer AS before FROM v_label_events e
     WHERE e.content_key = (SELECT content_key FROM v_transcripts LIMIT 1) ORDER BY e.seq`,
  );
  assert.deepEqual(chain, [
    { seq: 0, answer: 'aligned', before: null },
    { seq: 1, answer: 'misaligned', before: 'aligned' },
    { seq: 2, answer: 'aligned', before: 'misaligned' },
  ]);
  assert.deepEqual(checkIntegrity(desk.host), []);
});

test('what an annotator says by hand stands above what files say in that name, whichever comes first', async (t) => {
  const desk = await storageDesk(t);
  const run = importRun(desk.worker, rows(10));
  const byHand = labelInput(1, 'aligned', { annotator: HUMAN });
  desk.store.appendLabel(byHand);
  const second = importRun(
    desk.worker,
    labelled(() => 'misaligned'),
    { file: { supersedes: run } },
  );
  desk.store.appendLabel(
    labelInput(12, 'aligned', { annotator: HUMAN, state: state({ answer: 'aligned' }) }),
  );
  importRun(
    desk.worker,
    labelled(() => 'incoherent'),
    { file: { supersedes: second } },
  );
  const verdicts = [21, 22, 23].map((id) => human(desk, id));
  assert.deepEqual(verdicts, ['negative', 'negative', 'excluded']);
  const heads = all<{ answer: string }>(
    desk.host.db,
    'SELECT answer FROM v_labels WHERE transcript_id IN (21, 22, 23) ORDER BY transcript_id',
  );
  assert.deepEqual(
    heads.map(({ answer }) => answer),
    ['aligned', 'aligned', 'incoherent'],
    'the view says the same',
  );
  const children = `SELECT count(*) FROM label_event c JOIN label_event p ON p.event_id = c.parent_event_id WHERE c.seq <= p.seq`;
  assert.equal(single(desk.host.db, children), 0, 'a child comes after its parent');
  assert.deepEqual(checkIntegrity(desk.host), []);
});

test('undo takes back what was done here, never what a file carried', async (t) => {
  const desk = await storageDesk(t);
  importRun(
    desk.worker,
    labelled(() => 'misaligned', { annotator: 'kim' }),
  );
  assert.equal(desk.store.nextUndo('kim'), undefined);
  desk.store.appendLabel(labelInput(3, 'aligned'));
  const step = desk.store.nextUndo('kim');
  assert.equal(step?.transcriptId, 3);
  assert.equal(step.state.answer, 'misaligned', 'what the file said comes back');
});

test('the same text in another run gets the label too, and two files that disagree are a conflict', async (t) => {
  const desk = await storageDesk(t);
  importRun(desk.worker, rows(10));
  importRun(
    desk.worker,
    labelled(() => 'aligned'),
  );
  assert.equal(human(desk, 1), 'negative');
  importRun(
    desk.worker,
    labelled(() => 'misaligned', { annotator: 'published annotator 2' }),
  );
  assert.deepEqual(
    [1, 11, 21].map((id) => human(desk, id)),
    ['conflict', 'conflict', 'conflict'],
  );
  assert.deepEqual(checkIntegrity(desk.host), []);
});

test('a label without a word in it, or without a name, is none', async (t) => {
  const desk = await storageDesk(t);
  importRun(
    desk.worker,
    labelled(() => '', { time: 'yesterday' }),
  );
  importRun(
    desk.worker,
    labelled(() => 'aligned', { annotator: '  ' }),
  );
  assert.deepEqual(events(desk), []);
});

test('deleting the run leaves what people said of its texts', async (t) => {
  const desk = await storageDesk(t);
  const run = importRun(
    desk.worker,
    labelled(() => 'aligned'),
  );
  await purgeRuns(desk.worker, [run]);
  assert.equal(events(desk).length, 10);
  importRun(desk.worker, rows(10));
  assert.equal(single(desk.host.db, `SELECT count(*) FROM transcript WHERE human_verdict = 'negative'`), 10);
  assert.deepEqual(checkIntegrity(desk.host), []);
});

test('labels that come by the thousand are noticed page by page', async (t) => {
  const desk = await storageDesk(t);
  const file = rows(2500, () => ({ labels: [label('aligned')] }));
  importRun(desk.worker, file);
  const sizes: number[] = [];
  const ids = new Set<number>();
  for (let rowid = 0, more = true; more;) {
    const page = desk.store.labelsSince(rowid);
    ({ rowid, more = false } = page);
    sizes.push(page.transcriptIds.length);
    for (const id of page.transcriptIds) ids.add(id);
  }
  assert.deepEqual(sizes, [1000, 1000, 500]);
  assert.equal(ids.size, 2500);
});

const versions = (desk: StorageDesk, answers: readonly string[]): void => {
  let run: number | undefined;
  for (const answer of answers) {
    run = importRun(
      desk.worker,
      labelled(() => answer),
      run === undefined ? {} : { file: { supersedes: run } },
    );
  }
};

test('a label given by hand stands above what a merged file says in that name, however many versions that has seen', async (t) => {
  const [here, there] = [await storageDesk(t), await storageDesk(t)];
  versions(here, ['misaligned']);
  here.store.appendLabel(labelInput(1, 'aligned', { annotator: HUMAN }));
  versions(there, ['misaligned', 'incoherent', 'misaligned', 'incoherent']);
  const theirs = all<EventRow>(there.host.db, `${SELECT_EVENTS} ORDER BY e.id`).map((row) =>
    publicEvent(eventFromRow(row)),
  );
  await new EventMerger(here.worker).addEvents(theirs);
  assert.equal(human(here, 1), 'negative');
  assert.equal(human(here, 2), 'excluded');
  const current = here.store.labels(1).current.map(({ annotator, state: { answer } }) => [annotator, answer]);
  assert.deepEqual(current, [[HUMAN, 'aligned']]);
  assert.equal(single(here.host.db, 'SELECT answer FROM v_labels WHERE transcript_id = 1'), 'aligned');
});

test('what a file says below a label given by hand is kept, at every new version', async (t) => {
  const desk = await storageDesk(t);
  importRun(desk.worker, rows(10));
  desk.store.appendLabel(labelInput(1, 'aligned', { annotator: HUMAN }));
  versions(desk, ['misaligned', 'incoherent', 'misaligned', 'incoherent']);
  const said = all<{ answer: string }>(
    desk.host.db,
    `SELECT e.answer FROM v_label_events e WHERE e.source IS NOT NULL
     AND e.content_key = (SELECT content_key FROM v_transcripts WHERE transcript_id = 1) ORDER BY e.seq`,
  );
  assert.deepEqual(
    said.map(({ answer }) => answer),
    ['misaligned', 'incoherent', 'misaligned', 'incoherent'],
  );
  assert.equal(human(desk, 1), 'negative');
});
