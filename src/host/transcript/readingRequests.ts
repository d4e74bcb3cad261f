/** What a page may ask whatever it shows: reading, finding, copying and opening. */
import { AuditError } from '../../core/errors.ts';
import type { TranscriptRequests } from '../../protocol/transcriptRequests.ts';
import { hidesArm } from '../blindness/cover.ts';
import type { Handlers } from '../panels/channel.ts';
import type { PanelHost } from './panelHost.ts';
import type { QueueSpot } from './queueWork.ts';
import type { TranscriptReader } from './reader.ts';
import * as schemas from './requestSchemas.ts';

/** The requests that concern one tab: what it shows, labels, and whether it is kept. */
type TabRequest = 'ready' | 'moved' | 'label' | 'undo' | 'redo' | 'drawn' | 'keep' | 'reveal';

/** What the requests ask of the tab. */
export interface ReadingTab {
  /** The tab's own, for what is next. */
  reader(): TranscriptReader;
  /** The item of a queue as which the tab shows that transcript; undefined for others. */
  spot(transcriptId: number): QueueSpot | undefined;
}

export function readingRequests(
  host: PanelHost,
  tab: ReadingTab,
): Omit<Handlers<TranscriptRequests>, TabRequest> {
  const cover = (transcriptId: number) => host.covers.of(transcriptId, tab.spot(transcriptId)?.item);
  const demandSight = (what: string, transcriptId: number) =>
    host.covers.demandSight(what, transcriptId, tab.spot(transcriptId)?.item);
  return {
    ping: () => null,
    turns: {
      params: schemas.turns,
      handle: async ({ transcriptId, from, count }) =>
        host.reader.turns(transcriptId, from, count, await cover(transcriptId)),
    },
    partText: {
      params: schemas.partText,
      handle: async ({ transcriptId, turn, part, branch }) =>
        host.reader.partText(transcriptId, turn, part, branch, await cover(transcriptId)),
    },
    branchTurns: {
      params: schemas.branchTurns,
      handle: async ({ transcriptId, branch, from, count }) =>
        host.reader.branchTurns(transcriptId, branch, from, count, await cover(transcriptId)),
    },
    openFinding: {
      params: schemas.openFinding,
      handle: async ({ findingId }) => {
        await host.openFinding(findingId);
        return null;
      },
    },
    rawTurn: {
      params: schemas.rawTurn,
      handle: async ({ transcriptId, turn, branch }) => {
        const covering = await cover(transcriptId);
        const found = host.reader.turn(transcriptId, turn, branch, covering);
        // A structured message may name its model anywhere.
        if (found.rawKind === 'json' && hidesArm(covering))
          throw new AuditError('refused', 'The message as recorded is hidden until you answer.');
        return found.raw;
      },
    },
    peek: {
      params: schemas.peek,
      handle: async ({ transcriptId, direction, queue }) => {
        const spot = queue === undefined ? undefined : host.work.spot(queue);
        if (queue !== undefined && spot === undefined) return null;
        return (await tab.reader().neighbour(transcriptId, direction, spot)) ?? null;
      },
    },
    find: {
      params: schemas.find,
      handle: async ({ transcriptId, text, branch }) =>
        host.find(transcriptId, text, branch ?? 0, (await cover(transcriptId)).masks),
    },
    partImage: {
      params: schemas.partText,
      handle: ({ transcriptId, turn, part, branch }) =>
        host.reader.partImage(transcriptId, turn, part, branch),
    },
    quotePlaces: {
      params: schemas.one,
      handle: async ({ transcriptId }) =>
        (await cover(transcriptId)).judge ? [] : host.quotePlaces(transcriptId),
    },
    copy: {
      params: schemas.copy,
      handle: async ({ transcriptId, as }) => {
        if (as !== 'link') await demandSight('A copy', transcriptId);
        await host.copy(transcriptId, as);
        return null;
      },
    },
    followLink: {
      params: schemas.followLink,
      handle: async ({ url }) => {
        await host.followLink(url);
        return null;
      },
    },
    openSource: {
      params: schemas.one,
      handle: async ({ transcriptId }) => {
        await demandSight('The file', transcriptId);
        await host.openSource(transcriptId);
        return null;
      },
    },
    openEdit: {
      params: schemas.one,
      handle: async ({ transcriptId }) => {
        await demandSight('The document', transcriptId);
        await host.openEdit(transcriptId);
        return null;
      },
    },
    openToSide: {
      params: schemas.one,
      handle: async ({ transcriptId }) => {
        await demandSight('Another tab', transcriptId);
        await host.openToSide(transcriptId);
        return null;
      },
    },
    resumeQueue: {
      params: schemas.queuePlace,
      handle: async ({ queueId, place }) => {
        await host.resumeQueue(queueId, place);
        return null;
      },
    },
    pauseQueue: async () => {
      await host.pauseQueue();
      return null;
    },
    summariseQueue: {
      params: schemas.ofQueue,
      handle: async ({ queueId }) => {
        await host.summariseQueue(queueId);
        return null;
      },
    },
    showQueueAgreement: {
      params: schemas.ofQueue,
      handle: async ({ queueId }) => {
        await host.showQueueAgreement(queueId);
        return null;
      },
    },
  };
}
