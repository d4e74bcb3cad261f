/** Takes more transcripts into a queue: the next ones of a sample's permanent order, or what a list's criteria find since. */
import { laterStratum } from '../../analysis/sampling/extendSample.ts';
import { parseContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { QueueDefinition, QueueItem, QueueStratum, QueueWave, SampleDesign } from '../../core/queue.ts';
import { queueRunReader } from '../../storage/audit/queueRuns.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { KeyTable } from '../../storage/queues/keyTable.ts';
import { packKeys } from '../../storage/queues/packKeys.ts';
import { queueKeys } from '../../storage/queues/queueKeys.ts';
import { queueDefinition, queueFrame } from '../../storage/queues/queueReader.ts';
import { QueueWriter } from '../../storage/queues/queueWriter.ts';
import { scanFrame, type Breathe, type Frame } from '../../storage/queues/scanFrame.ts';
import { scanList } from '../../storage/queues/scanList.ts';
import { scopedRuns } from '../../storage/queues/scannedPages.ts';
import { FLAGGED } from '../../storage/queues/strata.ts';
import { storedWish, type LocalWish } from '../../storage/queues/storedWish.ts';
import { breather } from '../queues/breather.ts';
import { drawWave } from '../queues/drawnWave.ts';
import { orderKeys } from '../queues/orderKeys.ts';
import { itemsOf, type KeyToPlace } from '../queues/queueItems.ts';
import { checkSize, MOST_ITEMS } from '../queues/wishCheck.ts';
import type { TaskContext } from '../task.ts';
import { counted } from './drawQueue.ts';

export interface ExtendQueueParams {
  readonly queueId: number;
  /**
   * How many more to draw, of those not flagged where all flagged are taken; newly flagged ones come in by themselves. Lists
   * take in all that match now, whatever is said here.
   */
  readonly more: number;
  readonly createdBy: string;
}

export interface ExtendedQueue {
  readonly queueId: number;
  readonly wave: number;
  readonly items: number;
  readonly repeats: number;
  readonly strata: readonly QueueStratum[];
  /** Drawn earlier, and in no run now. */
  readonly gone: number;
}

interface Addition {
  readonly keys: readonly KeyToPlace[];
  readonly strata: readonly QueueStratum[];
  readonly frame: Frame | undefined;
  readonly gone: number;
  readonly runIds: readonly number[];
}

/** @throws AuditError `bad-input` for queues that were drawn elsewhere; `not-found` when there is nothing to add */
export async function extendQueue(params: ExtendQueueParams, context: TaskContext): Promise<ExtendedQueue> {
  const { queueId, createdBy } = params;
  const database = await context.database();
  const definition = queueDefinition(database.db, queueId);
  const stored = storedWish(database.db, definition.uid);
  const wish = stored && withRunsOfNow(stored, queueRunReader(database.db)(queueId));
  if (wish === undefined) {
    throw new AuditError(
      'bad-input',
      `“${definition.name}” was drawn on another machine.`,
      `It can be extended where ${definition.createdBy} made it.`,
    );
  }
  const earlier = definition.waves.flatMap(({ items }) => items);
  const breathe = breather(context.signal);
  const added =
    definition.design === null
      ? await moreOfList(database, queueId, definition, wish, breathe)
      : await moreOfSample(
          database,
          queueId,
          definition,
          definition.design,
          wish,
          params.more,
          earlier,
          breathe,
        );
  if (added.keys.length === 0)
    throw new AuditError('not-found', 'There is nothing to add to this queue.', 'All of it is in already.');
  const { repeats } = wish;
  const { seed, assignment } = definition;
  const items = itemsOf(added.keys, { seed, repeats, assignment }, earlier);
  const wave: QueueWave = {
    wave: nextWave(definition.waves),
    createdAt: new Date().toISOString(),
    createdBy,
    strata: added.strata,
    items,
  };
  const writer = new QueueWriter(database, { yieldFlag: context.yieldFlag, signal: context.signal });
  await writer.addWave(
    definition.uid,
    wave,
    added.frame === undefined ? {} : { runIds: added.runIds, chunks: await packKeys(added.frame, breathe) },
  );
  return { queueId, wave: wave.wave, ...counted(items), strata: added.strata, gone: added.gone };
}

/** Runs that were imported anew and then removed for good have other numbers than the wish says. */
function withRunsOfNow(wish: LocalWish, runIds: readonly number[]): LocalWish {
  const { scope } = wish;
  return scope.runIds.length === 0 || runIds.length === 0 ? wish : { ...wish, scope: { ...scope, runIds } };
}

function nextWave(waves: readonly QueueWave[]): number {
  return waves.reduce((last, { wave }) => Math.max(last, wave), -1) + 1;
}

async function moreOfList(
  database: AuditDatabase,
  queueId: number,
  definition: QueueDefinition,
  { scope, criteria }: LocalWish,
  breathe: Breathe,
): Promise<Addition> {
  const except = queueKeys(database.db, queueId);
  const runs = scopedRuns(database.db, scope);
  const found = await scanList(database, runs, scope, criteria, breathe, { most: MOST_ITEMS, except });
  checkSize(found.total + except.size);
  const keys = orderKeys(definition, found.keys).map((key) => ({ key, stratum: '' }));
  return { keys, strata: [], frame: undefined, gone: 0, runIds: [] };
}

/**
 * The same seed and larger numbers. Strata stay those of the first draw, since a transcript's chance was that of its stratum
 * then; what came later had no chance yet and makes strata of its own (see `extendSample` of src/analysis/sampling, which
 * a test holds this to).
 */
async function moreOfSample(
  database: AuditDatabase,
  queueId: number,
  { seed, waves }: QueueDefinition,
  design: SampleDesign,
  { scope }: LocalWish,
  more: number,
  earlier: readonly QueueItem[],
  breathe: Breathe,
): Promise<Addition> {
  if (!Number.isSafeInteger(more) || more < 1)
    throw new AuditError('bad-input', `${more} more can’t be drawn.`, 'Name a whole number above 0.');
  const before = await earlierStrata(database, queueId, breathe);
  if (before.keys.size === 0)
    throw new AuditError('bad-input', 'What this sample was drawn from is not known here.');
  const wave = nextWave(waves);
  const runs = scopedRuns(database.db, scope);
  const frame = await scanFrame(database.db, runs, scope, design.strata, breathe, (hash, ordinal, now) => {
    const number = before.keys.find(hash, ordinal);
    return number === -1 ? laterStratum(now, wave) : (before.names[before.stratum[number] ?? 0] ?? now);
  });
  const first = earlier.filter(({ repeatOf }) => repeatOf === null);
  const kept = first.filter(({ key }) => frame.keys.find(Buffer.from(key.hash, 'hex'), key.ordinal) !== -1);
  const already =
    design.allocation === 'all-flagged'
      ? kept.filter(({ stratum }) => stratum !== FLAGGED && !stratum.startsWith(`${FLAGGED} `)).length
      : kept.length;
  const larger = { ...design, n: already + more };
  const { keys, strata } = await drawWave(seed, larger, frame, earlier, breathe, (n) =>
    checkSize(n + first.length),
  );
  return { keys, strata, frame, gone: first.length - kept.length, runIds: runs.map(({ runId }) => runId) };
}

async function earlierStrata(
  { db }: AuditDatabase,
  queueId: number,
  breathe: Breathe,
): Promise<Pick<Frame, 'keys' | 'names' | 'stratum'>> {
  const keys = new KeyTable();
  const names: string[] = [];
  const stratum: number[] = [];
  for (const unit of queueFrame(db, queueId)) {
    const key = parseContentKey(unit.key);
    if (key === undefined) continue;
    if (names.at(-1) !== unit.stratum) names.push(unit.stratum);
    keys.add(Buffer.from(key.hash, 'hex'), key.ordinal);
    stratum.push(names.length - 1);
    if (keys.size % 2_000 === 0) await breathe();
  }
  return { keys, names, stratum };
}
