/** What the figures of one selection are worked out from, opened once. */
import { setImmediate as giveWay } from 'node:timers/promises';
import type { CancelSignal } from '../../core/eval/chat.ts';
import { AuditError } from '../../core/errors.ts';
import type { AuditSelection } from '../../protocol/auditPage.ts';
import { auditRuns, type AuditRuns } from '../../storage/audit/auditRuns.ts';
import { keysOfQueue, labelledKeys, type RawKey } from '../../storage/audit/labelledKeys.ts';
import { judgedMetrics } from '../../storage/audit/judgedValues.ts';
import { RatedTexts, type Opinion, type RatedChain } from '../../storage/audit/ratedTexts.ts';
import { queueHeads, type QueueHead } from '../../storage/audit/sampleRows.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import type { SqliteConnection } from '../../storage/loadSqlite.ts';
import type { Voice } from '../../analysis/audit/ratings.ts';

/** Other tasks get a turn after so long, in milliseconds. */
const TURN_MS = 12;

export interface AuditScope {
  readonly db: SqliteConnection;
  readonly selection: AuditSelection;
  readonly runs: AuditRuns;
  readonly texts: RatedTexts;
  readonly queues: readonly QueueHead[];
  /** The queue that is selected; undefined for none. */
  readonly queue: QueueHead | undefined;
  readonly names: ReturnType<typeof judgedMetrics>;
  /** Lets others in when it is time; throws AuditError `cancelled` when it is no longer wanted. */
  readonly breathe: () => Promise<void>;
}

/** @throws AuditError `not-found` when no run of the selection shows, or the queue is gone */
export function openScope({ db }: AuditDatabase, selection: AuditSelection, signal: AbortSignal): AuditScope {
  const queues = queueHeads(db);
  const queue = queues.find(({ queueId }) => queueId === selection.queueId);
  if (selection.queueId !== null && queue === undefined) {
    throw new AuditError('not-found', 'That queue is gone.', 'Its labels are kept. Choose another.');
  }
  const wanted = selection.runIds.length > 0 ? selection.runIds : (queue?.runIds ?? []);
  const runs = auditRuns(db, wanted);
  if (runs.runIds.length === 0) {
    throw new AuditError(
      'not-found',
      wanted.length === 0 ? 'There are no runs yet.' : 'The runs of this selection are gone.',
      'Import results first, or choose other runs.',
    );
  }
  let turn = performance.now();
  return {
    db,
    selection,
    runs,
    // What was said of a sample's transcripts elsewhere was said of those that somebody chose.
    texts: new RatedTexts(db, runs.runIds, {
      ...selection,
      within: queue?.purpose === 'sample' ? queue.uid : undefined,
    }),
    queues,
    queue,
    names: judgedMetrics(db),
    breathe: async () => {
      stopIf(signal);
      if (performance.now() - turn < TURN_MS) return;
      await giveWay();
      stopIf(signal);
      turn = performance.now();
    },
  };
}

function stopIf(signal: CancelSignal): void {
  if (signal.aborted) throw new AuditError('cancelled', 'Cancelled.');
}

/** False for a question besides the verdict's, and for labels of the reasoning: the verdict answers neither. */
export function asksVerdict({ selection }: Pick<AuditScope, 'selection'>): boolean {
  return selection.question === '' && selection.part === 'answer';
}

/** Keys of the selection's texts that may have labels. */
export function scopeKeys({ db, queue, runs }: AuditScope): Generator<readonly RawKey[]> {
  return queue === undefined ? labelledKeys(db, runs.runIds) : keysOfQueue(db, queue.queueId);
}

/** What an annotator says, as it is to be counted; adjudications always as they stand now. */
export function voiceOf(chain: RatedChain, answers: AuditSelection['answers']): Voice {
  return { annotator: chain.annotator, ...countedOpinion(chain, answers) };
}

export function countedOpinion(chain: RatedChain, answers: AuditSelection['answers']): Opinion {
  const { final, blind } = chain;
  const usesFirst = answers === 'first' && !final.adjudicated && blind !== null && blind.answer !== null;
  return usesFirst ? blind : final;
}

/** The same as one annotator among others: without what they decided as an adjudicator. Undefined where they only did that. */
export function ownVoiceOf(chain: RatedChain, answers: AuditSelection['answers']): Voice | undefined {
  const opinion = ownOpinion(chain, answers);
  return opinion === null ? undefined : { annotator: chain.annotator, ...opinion };
}

export function ownOpinion(chain: RatedChain, answers: AuditSelection['answers']): Opinion | null {
  const { final, blind, own } = chain;
  if (!final.adjudicated) return countedOpinion(chain, answers);
  const usesFirst = answers === 'first' && blind !== null && blind.answer !== null && !blind.adjudicated;
  return usesFirst ? blind : own;
}
