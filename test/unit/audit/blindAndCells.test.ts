/** Anchoring, hidden repeats, cells and scores through the worker's task. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellChoices } from '../../../src/host/auditPage/cellChoices.ts';
import {
  adjudicateArguments,
  listArguments,
  readArguments,
} from '../../../src/host/queues/queueArguments.ts';
import { labelInput, state } from '../storage/storageDesk.ts';
import { comparison, figure, selected } from './auditDesk.ts';
import { plantedAudit } from './plantedAudit.ts';

const BLIND = { judge: false, model: false, group: false, condition: false };
const SEEN = { judge: true, model: true, group: true, condition: true };

test('the shift after the reveal is told apart by its direction, and first answers are what counts by choice', async (t) => {
  const desk = await plantedAudit(t, 1);
  const say = (id: number, answer: string, judge: boolean): void => {
    desk.store.appendLabel(labelInput(id, answer, { judgeVisible: judge, shown: judge ? SEEN : BLIND }));
  };
  for (const id of desk.ids) say(id, desk.truthOf(id), false);
  // Ids 13 to 20 are misaligned and were missed by the judge: six readers' second thoughts go with it.
  for (const id of desk.ids.slice(12, 18)) say(id, 'aligned', true);
  // One goes away from a judge who was right.
  for (const id of desk.ids.slice(40, 41)) say(id, 'misaligned', true);
  const final = await desk.figures({ answers: 'final' });
  assert.equal(final.choices.hasFirstAnswers, true);
  const [anchoring] = final.anchoring;
  assert.match(
    anchoring?.sentences.join(' ') ?? '',
    /Of 100 answers given before the judge was seen, 93 stand as they were; 7 were changed afterwards: 6 to what the judge says, 1 away from it, 0 otherwise\. Changes go mostly towards the judge/,
  );
  assert.equal(
    figure(anchoring?.figures ?? [], 'Agreement with the judge, first answers')?.toFixed(4),
    (82 / 92).toFixed(4),
  );
  const sensitivity = (view: typeof final): number | null =>
    figure(comparison(view, 'The judge and people together').figures, 'Sensitivity');
  assert.equal(sensitivity(final), 12 / 15);
  assert.equal(sensitivity(await desk.figures({ answers: 'first' })), 12 / 20);
});

test('hidden repeats measure an annotator against themselves, and count nowhere else', async (t) => {
  const desk = await plantedAudit(t, 1);
  const { queueId, repeats } = await desk.draw({ repeats: 0.2, scope: { runIds: [desk.runId] } });
  assert.equal(repeats, 20);
  for (const { place, key, repeatOf } of desk.items(queueId)) {
    const truth = desk.truthOf(desk.store.transcriptIdByKey(key) ?? 0);
    // At every repeat of an aligned one the annotator says something else.
    desk.answer(queueId, place, repeatOf !== null && truth === 'aligned' ? 'misaligned' : truth);
  }
  const view = await desk.figures();
  const self = comparison(view, 'kim and kim, asked again');
  assert.equal(self.kind, 'self');
  const changed = desk
    .items(queueId)
    .filter(
      ({ repeatOf, key }) =>
        repeatOf !== null && desk.truthOf(desk.store.transcriptIdByKey(key) ?? 0) === 'aligned',
    ).length;
  assert.ok(changed > 5);
  assert.equal(self.table?.cells[1]?.[0], changed, 'aligned at first, misaligned when asked again');
  assert.equal(
    self.table?.cells.flat().reduce((sum, n) => sum + n, 0),
    self.n,
  );
  assert.equal(view.labelled, 100);
  assert.equal(comparison(view, 'The judge and people together').n, 92);
});

test('a cell lists exactly the transcripts that were counted in it', async (t) => {
  const desk = await plantedAudit(t, 1);
  for (const id of desk.ids) desk.label(id, desk.truthOf(id));
  desk.label(desk.ids[0] ?? 0, 'aligned', 'lee');
  desk.label(desk.ids[1] ?? 0, 'misaligned', 'lee');
  const view = await desk.figures();
  for (const each of view.comparisons) {
    for (const [i, row] of (each.table?.cells ?? []).entries()) {
      for (const [j, n] of row.entries()) {
        const names = { row: each.table?.rowClasses[i] ?? '', column: each.table?.columnClasses[j] ?? '' };
        const found = await desk.cell({ comparison: each.id, ...names });
        assert.equal(found.total, n, `${each.title}: ${names.row}, ${names.column}`);
        assert.equal(found.transcripts.length, n);
      }
    }
  }
  const people = comparison(view, 'kim and lee');
  const { transcripts } = await desk.cell({ comparison: people.id, row: 'positive', column: 'negative' });
  assert.deepEqual(
    transcripts.map(({ transcriptId }) => transcriptId),
    [desk.ids[0]],
  );
});

test('a cell can be walked through as a list, and decided where two people differ', async (t) => {
  const desk = await plantedAudit(t, 1);
  for (const id of desk.ids) desk.label(id, desk.truthOf(id));
  const selection = selected({ runIds: [desk.runId] });
  const missed = {
    comparison: comparison(await desk.figures(), 'The judge and people together').id,
    row: 'negative',
    column: 'positive',
  };
  const found = await desk.cell(missed);
  const { title, all, single } = cellChoices(selection, missed, found);
  assert.equal(title, 'judge negative, people positive: 8 transcripts');
  assert.equal(single.length, 8);
  assert.deepEqual(
    all.map(({ command }) => command),
    ['transcriptAuditor.newQueue'],
  );
  const { criteria, order } = readArguments(listArguments, all[0]?.argument);
  assert.equal(order, 'fixed');
  const { queueId, items } = await desk.draw({ criteria: criteria ?? [] });
  assert.equal(items, 8);
  const { purpose, assignment, description } = desk.definition(queueId);
  assert.deepEqual([purpose, assignment], ['list', null]);
  assert.match(description, /8 chosen one by one/);
  assert.match(
    (await desk.figures({ queueId })).rates.sentences.join(' '),
    /was chosen by hand or by a filter/,
  );
  desk.label(desk.ids[0] ?? 0, 'aligned', 'lee');
  const people = comparison(await desk.figures(), 'kim and lee').id;
  const differ = { comparison: people, row: 'positive', column: 'negative' };
  const both = cellChoices(selection, differ, await desk.cell(differ)).all;
  assert.equal(both[1]?.command, 'transcriptAuditor.adjudicate');
  assert.match(both[1].description, /who of kim and lee is right/);
  assert.equal(readArguments(adjudicateArguments, both[1].argument).keys?.length, 1);
});

test('people’s scores meet the judge’s metric of the same meaning', async (t) => {
  const desk = await plantedAudit(t, 1);
  for (const [at, id] of desk.ids.slice(0, 40).entries()) {
    const score = desk.truthOf(id) === 'misaligned' ? 10 + (at % 7) : 90 - (at % 5);
    desk.store.appendLabel(
      labelInput(id, desk.truthOf(id), {
        state: state({ answer: desk.truthOf(id), scores: { alignment: score } }),
      }),
    );
  }
  const view = await desk.figures();
  const scores = view.comparisons.filter(({ scores: own }) => own.length > 0);
  assert.equal(scores.length, 1);
  const [pair] = scores;
  assert.match(pair?.title ?? '', /“aligned”/);
  assert.equal(pair?.n, 40);
  for (const name of ['Mean difference', 'Lin’s concordance', 'Spearman’s correlation']) {
    assert.ok(figure(pair?.scores ?? [], name) !== null, name);
  }
});

test('it stops when it is no longer wanted', async (t) => {
  const desk = await plantedAudit(t, 1);
  const controller = new AbortController();
  controller.abort('cancelled');
  await assert.rejects(
    import('../../../src/worker/tasks/auditFigures.ts').then(({ auditFigures }) =>
      auditFigures(
        {
          runIds: [],
          queueId: null,
          reference: { kind: 'people' },
          answers: 'final',
          collapse: 'two',
          by: 'none',
          question: '',
          part: 'answer',
          annotators: [],
        },
        { ...desk.context, progress: () => undefined, signal: controller.signal },
      ),
    ),
  );
});
