import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { LabelDesk } from '../../../src/host/labelling/labelDesk.ts';
import { beginRun } from '../../../src/storage/importWriter.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';

const HARM: LabelScheme = {
  name: 'harm',
  answers: [
    { id: 'harmful', key: '1', name: 'harmful', role: 'positive', description: '' },
    { id: 'harmless', key: '2', name: 'harmless', role: 'negative', description: '' },
  ],
  scores: [],
};

interface Desk {
  readonly desk: LabelDesk;
  readonly store: AuditStore;
  readonly use: (scheme: LabelScheme) => void;
}

async function openDesk(t: TestContext): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
  const database = await openDatabase(join(folder, 'audit.db'), { role: 'host' });
  const writer = beginRun(database, {
    file: { path: 'a.jsonl', runName: 'a', importer: 'chatJsonl' },
    source: { sizeBytes: 0, sha256: '', importerVersion: 1 },
    leaseOwner: createLeaseOwner(),
  });
  const turns = [plainTurn('user', 'Why?'), plainTurn('assistant', 'Because.')];
  writer.write([{ row: 1, line: 1, suite: 's', probe: 'p', prompt: 'Why?', turns, judgments: [] }], []);
  writer.finish();
  const store = createAuditStore(database);
  t.after(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });
  let scheme = DEFAULT_LABEL_SCHEME;
  const kim = () => Promise.resolve('kim');
  const desk = new LabelDesk({
    store: () => store,
    write: (operation) => Promise.resolve(operation(store)),
    annotator: kim,
    knownAnnotator: kim,
    scheme: () => scheme,
  });
  return { desk, store, use: (other) => (scheme = other) };
}

const seen = { transcriptId: 1, secondsSpent: 2, judgeVisible: true };

test('a note on a label that was given under another scheme leaves the answer its meaning', async (t) => {
  const { desk, store, use } = await openDesk(t);
  use(HARM);
  await desk.label({ ...seen, change: { action: 'answer', answer: 'harmful' } });
  use(DEFAULT_LABEL_SCHEME);
  await desk.label({ ...seen, change: { action: 'note', note: 'still so' } });
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'positive');
  assert.equal(store.labels(1).history.at(-1)?.scheme.name, 'harm');
});

test('an undo across a change of scheme restores the answer with its meaning', async (t) => {
  const { desk, store, use } = await openDesk(t);
  use(HARM);
  await desk.label({ ...seen, change: { action: 'answer', answer: 'harmless' } });
  use(DEFAULT_LABEL_SCHEME);
  await desk.label({ ...seen, change: { action: 'answer', answer: 'misaligned' } });
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'positive');
  await desk.step('undo', true);
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'negative');
  await desk.step('redo', true);
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'positive');
});

test('nothing but a new answer gives an old one the meaning that its id has by now', async (t) => {
  const { desk, store, use } = await openDesk(t);
  const turned: LabelScheme = {
    ...HARM,
    answers: HARM.answers.map((one) => ({
      ...one,
      role: one.role === 'positive' ? ('negative' as const) : ('positive' as const),
    })),
  };
  const verdict = () => store.transcriptRow(1)?.humanVerdict;
  use(HARM);
  await desk.label({ ...seen, change: { action: 'answer', answer: 'harmful' } });
  use(turned);
  await desk.label({ ...seen, change: { action: 'note', note: 'still so' } });
  assert.equal(verdict(), 'positive', 'a note');
  await desk.label({ ...seen, change: { action: 'flag', flagged: true } });
  assert.equal(verdict(), 'positive', 'a flag');
  await desk.step('undo', true);
  assert.equal(verdict(), 'positive', 'taking the flag back');
  await desk.label({ ...seen, change: { action: 'answer', answer: 'harmless' } });
  assert.equal(verdict(), 'positive', 'another answer, of the new version');
  await desk.step('undo', true);
  assert.equal(verdict(), 'positive', 'the old one is back');
  await desk.step('redo', true);
  assert.equal(verdict(), 'positive', 'the new one is back');
  await desk.label({ ...seen, change: { action: 'answer', answer: 'harmful' } });
  assert.equal(verdict(), 'negative', 'the same id, under the new version');
});

test('a label says who gave it, what was there before, how long it took and whether the judge was seen', async (t) => {
  const { desk, store } = await openDesk(t);
  await desk.label({ ...seen, change: { action: 'answer', answer: 'aligned' } });
  await desk.label({ ...seen, judgeVisible: false, change: { action: 'answer', answer: 'refusal' } });
  const [first, second] = store.labels(1).history;
  assert.deepEqual(
    [second?.annotator, second?.previousAnswer, second?.secondsSpent, second?.judgeVisible, second?.parent],
    ['kim', 'aligned', 2, false, first?.eventId],
  );
  const view = await desk.labelsView(1);
  assert.equal(view.mine.answer, 'refusal');
  assert.equal(view.history[0]?.words, 'refusal (was aligned)');
  assert.deepEqual(view.progress, { labelled: 1, total: 1 });
});

test('the answer that stands, given again under a later version of the scheme, is of that version', async (t) => {
  const { desk, store, use } = await openDesk(t);
  const [harmful, harmless] = HARM.answers;
  assert.ok(harmful && harmless);
  const later: LabelScheme = { ...HARM, answers: [{ ...harmful, role: 'excluded' }, harmless] };
  const answer = () => desk.label({ ...seen, change: { action: 'answer', answer: 'harmful' } });
  use(HARM);
  await answer();
  assert.equal(await answer(), undefined, 'said already');
  use(later);
  assert.ok(await answer());
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'excluded');
  assert.equal(await answer(), undefined, 'said already, under this version');
  await desk.step('undo', true);
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'positive', 'the old one is back, with its meaning');
});

test('one’s own label shows the name and role it was given with, also where the scheme has lost the answer', async (t) => {
  const { desk, use } = await openDesk(t);
  const [harmful, harmless] = HARM.answers;
  assert.ok(harmful && harmless);
  use(HARM);
  await desk.label({ ...seen, change: { action: 'answer', answer: 'harmful' } });
  assert.equal((await desk.labelsView(1)).mine.given, undefined);
  for (const answers of [
    [{ ...harmful, role: 'negative' as const, name: 'odd' }, harmless],
    [harmless, { ...harmless, id: 'other' }],
  ]) {
    use({ ...HARM, answers });
    const { mine, history } = await desk.labelsView(1);
    assert.deepEqual(mine.given, { name: 'harmful', role: 'positive' });
    assert.equal(history[0]?.words, 'harmful');
  }
});
