/** Audits of planted runs on a real database, through the worker's own tasks: how often what is printed holds the truth. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { plainTurn } from '../../src/core/transcript.ts';
import type { RateView } from '../../src/protocol/auditPage.ts';
import { auditFigures } from '../../src/worker/tasks/auditFigures.ts';
import { selected } from '../unit/audit/auditDesk.ts';
import { queueDesk, sampleOf } from '../unit/queues/queueDesk.ts';
import { imported, importRun, labelInput, scored } from '../unit/storage/storageDesk.ts';
import { plantedRun, truthOf, type PlantedRun } from './plantedTruth.ts';

/** How often intervals of one kind held the truth. */
export interface Held {
  held: number;
  told: number;
}

/** By method and what it is about, as the page names them. */
export type HeldByRate = Map<string, Held>;

const LABELS = 100;
/** In turns: in proportion, and more where people are expected to differ. */
const ALLOCATIONS = ['proportional', 'neyman'] as const;
/** The page's words for what a rate is about. */
const ABOUT: Readonly<Record<string, keyof PlantedRun['truths']>> = {
  'these transcripts': 'run',
  'the model, on these prompts': 'same',
  'the model, on prompts like these': 'like',
};

/** Adds what one database of audits, one for each seed, shows: a sample is drawn, labelled in order by the truth, and read. */
export async function auditSeeds(t: TestContext, seeds: readonly number[], tally: HeldByRate): Promise<void> {
  const desk = await queueDesk(t);
  for (const seed of seeds) {
    const planted = plantedRun(seed);
    const runId = importRun(
      desk.worker,
      planted.rows.map(({ question, answer, probe, aligned, coherent }, index) =>
        imported(index + 1, {
          prompt: question,
          probe,
          turns: [plainTurn('user', question), plainTurn('assistant', answer)],
          judgments: [scored('aligned', aligned), scored('coherent', coherent)],
        }),
      ),
    );
    const allocation = ALLOCATIONS[seed % 2] ?? 'proportional';
    const { queueId, items } = await desk.draw(
      sampleOf(
        { strata: { by: 'verdict' }, allocation, n: LABELS },
        { name: `audit ${seed}`, seed: `seed ${seed}`, scope: { runIds: [runId] } },
      ),
    );
    assert.equal(items, LABELS);
    const queue = desk.store.queue(queueId);
    for (let place = 0; ;) {
      const item = desk.store.queueNeighbour(queueId, 'kim', place, 'next', true);
      if (item === undefined) break;
      place = item.place;
      const id = item.transcriptId ?? 0;
      const said = truthOf(desk.store.turns(id, 1, 1)[0]?.raw ?? '');
      desk.store.appendLabel(labelInput(id, said, { queue: queue?.uid ?? '', place }));
    }
    const view = await auditFigures(selected({ runIds: [runId], queueId }), {
      ...desk.context,
      progress: () => undefined,
    });
    const [group] = view.rates.groups;
    assert.equal(group?.labels, LABELS, JSON.stringify(view.rates.sentences));
    for (const rate of [...group.rates, ...group.more]) add(tally, rate, planted);
  }
}

function add(tally: HeldByRate, rate: RateView, { truths }: PlantedRun): void {
  const { low, high } = rate;
  if (low === null || high === null) return;
  const truth = truths[ABOUT[rate.about] ?? 'run'];
  assert.ok(ABOUT[rate.about] !== undefined, rate.about);
  for (const name of [`${rate.name}; ${rate.about}`, ...(rate.lead ? ['the one to read'] : [])]) {
    const row = tally.get(name) ?? { held: 0, told: 0 };
    row.told += 1;
    if (low <= truth && truth <= high) row.held += 1;
    tally.set(name, row);
  }
}
