import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectiveVerdict, type HumanVerdict } from '../../../src/core/effectiveLabel.ts';
import type { LabelAction, LabelEvent } from '../../../src/core/labelEvent.ts';
import type { SchemeVersion } from '../../../src/core/labelFile.ts';
import { DEFAULT_LABEL_SCHEME, type LabelRole } from '../../../src/core/labelScheme.ts';
import { setImmediate } from 'node:timers/promises';
import { labelSource } from '../../../src/storage/exportSources.ts';
import { newEventId } from '../../../src/storage/labels/eventId.ts';
import { CHOSEN_ANNOTATOR } from '../../../src/storage/labels/humanVerdicts.ts';
import { EventMerger, refreshHumanVerdicts } from '../../../src/storage/labels/mergeEvents.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { checkCounts } from '../../../src/storage/recount.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { all, importRun, labelInput, rows, single, storageDesk, temporaryFolder } from './storageDesk.ts';

const SCHEME: SchemeVersion = {
  scheme: DEFAULT_LABEL_SCHEME,
  version: schemeVersion(DEFAULT_LABEL_SCHEME),
};
const ANSWERS = [null, ...DEFAULT_LABEL_SCHEME.answers.map(({ id }) => id)];
const ACTIONS: readonly LabelAction[] = [
  'answer',
  'score',
  'note',
  'flag',
  'clear',
  'undo',
  'redo',
  'adjudicate',
];
const TRANSCRIPTS = 4;

/** Events as any number of machines may have written them: chains that fork, parents and targets that are elsewhere. */
const events = fc
  .array(
    fc.record({
      transcript: fc.integer({ min: 0, max: TRANSCRIPTS - 1 }),
      part: fc.constantFrom('answer' as const, 'reasoning' as const),
      annotator: fc.constantFrom('kim', 'ada', 'ole'),
      action: fc.constantFrom(...ACTIONS),
      answer: fc.constantFrom(...ANSWERS),
      parent: fc.nat(40),
      target: fc.nat(40),
      gap: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 25 },
  )
  .map((acts) => (keys: readonly LabelEvent['key'][]): LabelEvent[] => {
    const ids = acts.map(() => newEventId());
    const seqs = new Map<string, number>();
    return acts.map((act, i): LabelEvent => {
      const seq = (seqs.get(act.annotator) ?? 0) + act.gap;
      seqs.set(act.annotator, seq);
      return {
        eventId: ids[i] ?? '',
        key: keys[act.transcript] ?? { hash: '', ordinal: 0 },
        part: act.part,
        annotator: act.annotator,
        seq: seq + 1,
        parent: ids[act.parent % 41] ?? null,
        action: act.action,
        target: act.action === 'undo' || act.action === 'redo' ? (ids[act.target] ?? null) : null,
        state: { answer: act.answer, scores: {}, note: i % 3 === 0 ? `note ${i}` : '', flagged: false },
        previousAnswer: null,
        scheme: { name: SCHEME.scheme.name, version: SCHEME.version },
        time: '2026-01-31T12:00:00.000Z',
        secondsSpent: 1,
        judgeVisible: true,
      };
    });
  });

const LABELS = `SELECT transcript_id, part, annotator, answer, role, note, adjudicated, event_id FROM v_labels
  ORDER BY transcript_id, part, annotator`;
/** The effective verdicts, worked out from what the public view says. */
function verdictsByView({ db }: AuditDatabase): HumanVerdict[] {
  const opinions = all<{ id: number; annotator: string; role: LabelRole | null; adjudicated: number }>(
    db,
    `SELECT transcript_id AS id, annotator, role, adjudicated FROM v_labels
     WHERE part = 'answer' AND answer IS NOT NULL`,
  );
  return all<{ id: number }>(db, 'SELECT id FROM transcript ORDER BY id').map(({ id }) =>
    effectiveVerdict(
      opinions
        .filter((opinion) => opinion.id === id)
        .map((opinion) => ({
          ...opinion,
          role: opinion.role ?? 'undecided',
          adjudicated: opinion.adjudicated > 0,
        })),
    ),
  );
}

const VERDICTS = 'SELECT id, human_verdict FROM transcript ORDER BY id';

async function merge(
  database: AuditDatabase,
  given: readonly LabelEvent[],
  schemes = [SCHEME],
): Promise<void> {
  const merger = new EventMerger(database);
  await merger.addSchemes(schemes);
  await merger.addEvents(given);
}

test('merging in any order, in any portions, any number of times gives the same labels', async (t) => {
  const { open } = await temporaryFolder(t);
  let database = 0;
  await fc.assert(
    fc.asyncProperty(events, fc.infiniteStream(fc.nat()), async (make, stream) => {
      const [straight, shuffled] = await Promise.all(
        ['a', 'b'].map((name) => open(`${name}${(database += 1)}.db`, { role: 'worker' })),
      );
      assert.ok(straight && shuffled);
      for (const each of [straight, shuffled]) importRun(each, rows(TRANSCRIPTS));
      const keys = createAuditStore(straight);
      const given = make(
        Array.from(
          { length: TRANSCRIPTS },
          (_, i) => keys.transcript(i + 1)?.key ?? { hash: '', ordinal: 0 },
        ),
      );
      await merge(straight, given);

      const order = [...given, ...given]
        .map((event) => ({ event, at: Number(stream.next().value) }))
        .sort((a, b) => a.at - b.at);
      const portions = [order.slice(0, given.length), order.slice(given.length)];
      // The definition of the scheme arrives last, as from a file that a colleague sent first without its header.
      for (const portion of portions)
        await merge(
          shuffled,
          portion.map(({ event }) => event),
          [],
        );
      await merge(shuffled, [], [SCHEME]);

      for (const sql of [LABELS, VERDICTS]) assert.deepEqual(all(shuffled.db, sql), all(straight.db, sql));
      for (const each of [straight, shuffled]) {
        assert.deepEqual(
          all(each.db, VERDICTS).map((row) => row['human_verdict']),
          verdictsByView(each),
        );
        assert.deepEqual(checkCounts(each), []);
        assert.equal(single(each.db, 'SELECT count(*) FROM label_event'), given.length);
        each.close();
      }
    }),
    { numRuns: 40 },
  );
});

test('merging the same events again adds nothing', async (t) => {
  const { store, worker, open } = await storageDesk(t);
  importRun(worker, rows(10));
  for (let id = 1; id <= 10; id += 1) store.appendLabel(labelInput(id, 'aligned'));
  const { schemes, events: given } = labelSource(worker);
  const list = [...given];
  const other = await open('other.db', { role: 'worker' });
  importRun(other, rows(10));
  const merger = new EventMerger(other);
  await merger.addSchemes(schemes);
  assert.deepEqual(await merger.addEvents(list), { added: 10, present: 0, differing: [] });
  assert.deepEqual(await merger.addEvents(list), { added: 0, present: 10, differing: [] });
  assert.deepEqual(
    [...labelSource(other).events],
    list,
    'and what is exported there is what was exported here',
  );
});

test('labels that arrive before their transcripts are there when those are imported', async (t) => {
  const { store, worker, open } = await storageDesk(t);
  importRun(worker, rows(10));
  store.appendLabel(labelInput(3, 'misaligned'));
  store.appendLabel(labelInput(4, 'aligned'));
  const other = await open('other.db', { role: 'worker' });
  await merge(other, [...labelSource(worker).events]);
  importRun(other, rows(10), { file: { model: 'another name', condition: 'derived' } });
  assert.deepEqual(all(other.db, VERDICTS), all(worker.db, VERDICTS));
  assert.deepEqual(checkCounts(other), []);
});

test('an event that was edited elsewhere is reported and doesn’t replace what is here', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  const { event } = store.appendLabel(labelInput(1, 'aligned'));
  const edited = { ...event, state: { ...event.state, answer: 'misaligned' } };
  assert.deepEqual(await new EventMerger(worker).addEvents([edited]), {
    added: 0,
    present: 1,
    differing: [event.eventId],
  });
  assert.equal(single(worker.db, 'SELECT answer FROM v_labels'), 'aligned');
});

test('a scheme whose definition was edited doesn’t change what labels under it mean', async (t) => {
  const { store, worker, open } = await storageDesk(t);
  importRun(worker, rows(1));
  const { event } = store.appendLabel(labelInput(1, 'aligned'));
  const other = await open('other.db', { role: 'worker' });
  importRun(other, rows(1));
  const flipped: SchemeVersion = {
    version: SCHEME.version,
    scheme: {
      ...SCHEME.scheme,
      answers: SCHEME.scheme.answers.map((answer) => ({ ...answer, role: 'positive' as const })),
    },
  };
  await merge(other, [event], [flipped]);
  assert.equal(
    single(other.db, 'SELECT human_verdict FROM transcript'),
    'undecided',
    'not known what it means',
  );
  await merge(other, [], [SCHEME]);
  assert.equal(single(other.db, 'SELECT human_verdict FROM transcript'), 'negative');
});

test('choosing an annotator for the analysis gives that person’s verdicts, and back again', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(3));
  store.appendLabel(labelInput(1, 'misaligned'));
  store.appendLabel(labelInput(1, 'aligned', { annotator: 'ada' }));
  store.appendLabel(labelInput(2, 'misaligned', { annotator: 'ada' }));
  const verdicts = (): unknown[] => all(worker.db, VERDICTS).map((row) => row['human_verdict']);
  assert.deepEqual(verdicts(), ['conflict', 'positive', 'none']);
  store.setSetting(CHOSEN_ANNOTATOR, 'kim');
  await refreshHumanVerdicts(worker);
  assert.deepEqual(verdicts(), ['positive', 'none', 'none']);
  store.appendLabel(labelInput(3, 'aligned', { annotator: 'ada' }));
  assert.deepEqual(verdicts(), ['positive', 'none', 'none'], 'also for labels given from then on');
  store.setSetting(CHOSEN_ANNOTATOR, '');
  await refreshHumanVerdicts(worker);
  assert.deepEqual(verdicts(), ['conflict', 'positive', 'negative']);
  assert.deepEqual(checkCounts(worker), []);
});

test('while a file of many labels is merged, labels given here are not refused for long', async (t) => {
  const { store, worker, open } = await storageDesk(t);
  importRun(worker, rows(300));
  const other = await open('other.db', { role: 'worker' });
  importRun(other, rows(300));
  const elsewhere = createAuditStore(other);
  for (let id = 1; id <= 300; id += 1) elsewhere.appendLabel(labelInput(id, 'aligned', { annotator: 'ada' }));
  const merging = merge(worker, [...labelSource(other).events]);
  let given = 0;
  let done = false;
  void merging.then(() => (done = true));
  while (!done) {
    store.appendLabel(labelInput(1 + (given % 300), 'misaligned'));
    given += 1;
    await setImmediate();
  }
  await merging;
  assert.ok(given > 0);
  assert.equal(single(worker.db, 'SELECT count(*) FROM label_event'), 300 + given);
  assert.deepEqual(checkCounts(worker), []);
});
