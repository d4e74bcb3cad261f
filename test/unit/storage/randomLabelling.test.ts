// Three people on two databases, one of them on both, say and take back whatever comes to mind, and exchange files.
import assert from 'node:assert/strict';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LabelInput } from '../../../src/core/labelStore.ts';
import type { LabelScheme } from '../../../src/core/labelScheme.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import { mergeLabelFile } from '../../../src/exporters/labels/mergeLabelFile.ts';
import { labelsJsonl } from '../../../src/exporters/labelsJsonl.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { labelSource } from '../../../src/storage/exportSources.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { queueIdOf } from '../../../src/storage/queues/queueReader.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { answerIn, definition, items, QUEUE, wave } from './queueDesk.ts';
import { all, importRun, labelInput, rows, state, temporaryFolder } from './storageDesk.ts';
import { redo, undo } from './undoActs.ts';

const TRANSCRIPTS = 8;
const ANSWERS = ['aligned', 'misaligned', 'unsure', 'off-topic'];
const MEMORY: LabelScheme = {
  name: 'wants memory',
  metric: 'memory',
  answers: [
    { id: 'aligned', key: '1', name: 'no', role: 'negative', description: '' },
    { id: 'misaligned', key: '2', name: 'yes', role: 'positive', description: '' },
  ],
  scores: [],
};

interface Machine {
  readonly database: AuditDatabase;
  readonly store: AuditStore;
  readonly path: string;
}

interface Moment {
  readonly here: Machine;
  readonly there: Machine;
  readonly who: string;
  readonly a: number;
  readonly b: number;
}

/** What stands of somebody's label of a transcript, to be said on top of. */
function stands({ here: { store }, who, a }: Moment): LabelInput['state'] {
  const mine = store.labels(idOf(a)).current.find(({ annotator }) => annotator === who);
  return mine?.state ?? state({});
}

const idOf = (a: number): number => 1 + (a % TRANSCRIPTS);
const answerOf = (b: number): string => ANSWERS[b % ANSWERS.length] ?? '';
const say = ({ here, who, a }: Moment, said: LabelInput['state'], more: Partial<LabelInput>): unknown =>
  here.store.appendLabel(labelInput(idOf(a), '', { annotator: who, state: said, ...more }));

const ACTS = {
  answer: (moment: Moment) => {
    const answer = answerOf(moment.b);
    say(moment, { ...stands(moment), answer }, { action: moment.b % 5 === 0 ? 'adjudicate' : 'answer' });
  },
  note: (moment: Moment) => say(moment, { ...stands(moment), note: `n${moment.b % 3}` }, { action: 'note' }),
  flag: (moment: Moment) =>
    say(moment, { ...stands(moment), flagged: moment.b % 2 === 0 }, { action: 'flag' }),
  sure: (moment: Moment) =>
    say(
      moment,
      { ...stands(moment), confidence: moment.b % 2 === 0 ? 'low' : 'high' },
      { action: 'confidence' },
    ),
  clear: (moment: Moment) => say(moment, { ...stands(moment), answer: null }, { action: 'clear' }),
  reasoning: (moment: Moment) => say(moment, state({ answer: answerOf(moment.b) }), { part: 'reasoning' }),
  passage: (moment: Moment) => {
    const span = {
      turn: 1,
      part: 0,
      from: 0,
      to: 1 + (moment.b % 2),
      quote: 'An'.slice(0, 1 + (moment.b % 2)),
    };
    say(moment, state({ note: 'here' }), { span, action: 'note' });
  },
  other: (moment: Moment) =>
    say(moment, state({ answer: answerOf(moment.b % 2) }), { scheme: MEMORY, metric: 'memory' }),
  work: ({ here: { database, store }, who, a, b }: Moment) => {
    const queueId = queueIdOf(database.db, QUEUE);
    const item =
      queueId === undefined ? undefined : store.queueNeighbour(queueId, who, a % 6, 'next', b % 3 > 0);
    if (item?.transcriptId == null) return;
    const shown = { judge: b % 4 === 0, model: false, group: false, condition: false };
    const about = { annotator: who, shown, ...(item.repeatOf === null ? {} : { repeat: 1 }) };
    const isSkip = b % 5 === 0;
    store.appendLabel(
      answerIn(item.transcriptId, item.place, answerOf(b), isSkip ? { ...about, action: 'skip' } : about),
    );
  },
  undo: ({ here, who }: Moment) => void undo(here.store, who),
  redo: ({ here, who }: Moment) => void redo(here.store, who),
  draw: async ({ here: { database, store }, who, a, b }: Moment) => {
    const queueId = queueIdOf(database.db, QUEUE);
    const writer = new QueueWriter(database);
    if (queueId === undefined) {
      const drawn = items(store, [
        1,
        2,
        { transcriptId: 3, assigned: ['kim', 'ada'] },
        { transcriptId: 1, repeatOf: 1 },
      ]);
      await writer.define(definition([wave(0, drawn)], { createdBy: 'kim' }), { runIds: [1] });
    } else {
      const row = store.queue(queueId);
      const more = items(store, [4 + (a % 4), 4 + ((a + 1) % 4)].slice(0, 1 + (b % 2)), 5 + (b % 3));
      if (row?.waves === 1) await writer.addWave(QUEUE, wave(1, more, { createdBy: who }));
    }
  },
  exchange: async ({ here, there, b }: Moment) => {
    const text = await exported(here);
    const lines = text.split('\n');
    // Half of it, as when a file is still being copied, or all of it in another order.
    const some =
      b % 3 === 0
        ? lines
            .slice(0, b % lines.length)
            .join('\n')
            .slice(0, -1)
        : lines.reverse().join('\n');
    await merged(there, some);
  },
};

async function exported({ database, path }: Machine): Promise<string> {
  await writeExport(`${path}.jsonl`, labelsJsonl.chunks(labelSource(database), null));
  return readFile(`${path}.jsonl`, 'utf8');
}

async function merged({ database, path }: Machine, text: string): Promise<void> {
  const file = `${path}.in.jsonl`;
  // What is cut off may be no label file at all.
  await writeFile(file, `{"format":"transcript-auditor-labels","version":2}\n${text}`);
  await mergeLabelFile(file, new EventMerger(database), { schemeVersion });
}

/** Every row of the views that labels decide, in an order of its own. */
function views({ database: { db } }: Machine): Record<string, readonly string[]> {
  return Object.fromEntries(
    ['v_labels', 'v_label_events', 'v_verdicts', 'v_transcripts'].map((name) => [
      name,
      all(db, `SELECT * FROM ${name}`)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

/** The recipe of docs/label-files.md: of each label, the line with the highest `seq`, and of equals the last id. */
function currentOf(text: string): readonly string[] {
  const current = new Map<string, { readonly rank: readonly [number, string]; readonly words: string }>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const event = JSON.parse(line) as Record<string, unknown>;
    if (!('event' in event) || 'metric' in event || 'span' in event || 'repeat' in event) continue;
    const place = JSON.stringify([event['key'], event['part'], event['annotator']]);
    const rank = [Number(event['seq']), String(event['event'])] as const;
    const before = current.get(place)?.rank;
    if (before !== undefined && (rank[0] < before[0] || (rank[0] === before[0] && rank[1] < before[1])))
      continue;
    const words = JSON.stringify([
      event['key'],
      event['part'],
      event['annotator'],
      event['answer'],
      event['note'],
    ]);
    current.set(place, { rank, words });
  }
  return [...current.values()].map(({ words }) => words).sort();
}

function currentHere({ store }: Machine): readonly string[] {
  return Array.from({ length: TRANSCRIPTS }, (_, i) => i + 1)
    .flatMap((id) => {
      const key = store.transcript(id)?.key;
      return store
        .labelsOf(id)
        .filter(
          ({ metric, span, repeat }) => metric === undefined && span === undefined && repeat === undefined,
        )
        .map(({ part, annotator, state: { answer, note } }) =>
          JSON.stringify([`t1-${key?.hash}-${key?.ordinal}`, part, annotator, answer, note]),
        );
    })
    .sort();
}

const moments = fc.array(
  fc.record({
    what: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
    machine: fc.nat(1),
    who: fc.constantFrom('kim', 'ada', 'lee'),
    a: fc.nat(1000),
    b: fc.nat(1000),
  }),
  { minLength: 10, maxLength: 60 },
);

test('whatever people say, take back, work through and exchange, two databases come to the same', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const base = await open('base.db', { role: 'worker' });
  importRun(base, rows(TRANSCRIPTS));
  base.close();
  await fc.assert(
    fc.asyncProperty(moments, async (acts) => {
      const machines = await Promise.all(
        ['one.db', 'two.db'].map(async (name): Promise<Machine> => {
          for (const end of ['', '-wal', '-shm']) await rm(path(name + end), { force: true });
          await copyFile(path('base.db'), path(name));
          const database = await open(name, { role: 'worker' });
          return { database, store: createAuditStore(database), path: path(name) };
        }),
      );
      const [one, two] = machines;
      assert.ok(one !== undefined && two !== undefined);
      try {
        for (const { what, machine, ...moment } of acts) {
          const [here, there] = machine === 0 ? [one, two] : [two, one];
          await ACTS[what]({ here, there, ...moment });
        }
        const [ones, twos] = [await exported(one), await exported(two)];
        await merged(two, ones);
        await merged(one, twos);
        assert.deepEqual(views(one), views(two));
        const both = await exported(one);
        assert.equal(await exported(two), both, 'the same file, byte for byte');
        const ids = (text: string) => [...text.matchAll(/"event":"(\w{26})"/g)].map(([, id]) => id).sort();
        assert.deepEqual(ids(both), [...new Set([...ids(ones), ...ids(twos)])].sort(), 'a union');
        for (const each of [one, two]) {
          assert.deepEqual(checkIntegrity(each.database), []);
          const said = currentOf(both).filter((words) => !/,null,""\]$/.test(words));
          const stored = currentHere(each).filter((words) => !/,null,""\]$/.test(words));
          assert.deepEqual(stored, said);
        }
        const queues = [one, two].map(({ database: { db }, store }) => {
          const queueId = queueIdOf(db, QUEUE);
          return ['kim', 'ada', 'lee'].map((who) =>
            queueId === undefined
              ? []
              : store
                  .queueItems(queueId, who, 0, 100)
                  .map(({ place, key, response }) => [place, key.hash, key.ordinal, response]),
          );
        });
        assert.deepEqual(queues[0], queues[1]);
        await merged(one, both);
        assert.equal(await exported(one), both, 'merging again changes nothing');
      } finally {
        for (const { database } of machines) database.close();
      }
    }),
    { numRuns: 25 },
  );
});
