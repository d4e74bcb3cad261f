/** What a page may ask whatever it shows: reading, finding, copying and opening. */
import type { TranscriptRequests } from '../../protocol/transcriptRequests.ts';
import type { Handlers } from '../panels/channel.ts';
import type { PanelHost } from './panelHost.ts';
import type { TranscriptReader } from './reader.ts';
import * as schemas from './requestSchemas.ts';

/** The requests that concern one tab: what it shows, labels, and whether it is kept. */
type TabRequest =
  | 'ready'
  | 'moved'
  | 'label'
  | 'undo'
  | 'redo'
  | 'drawn'
  | 'keep'
  | 'reveal'
  | 'resumeQueue'
  | 'pauseQueue'
  | 'summariseQueue';

/** @param reader the tab's own, for what is next */
export function readingRequests(
  host: PanelHost,
  reader: () => TranscriptReader,
): Omit<Handlers<TranscriptRequests>, TabRequest> {
  return {
    ping: () => null,
    turns: {
      params: schemas.turns,
      handle: ({ transcriptId, from, count }) => host.reader.turns(transcriptId, from, count),
    },
    partText: {
      params: schemas.partText,
      handle: ({ transcriptId, turn, part, branch }) =>
        host.reader.partText(transcriptId, turn, part, branch),
    },
    branchTurns: {
      params: schemas.branchTurns,
      handle: ({ transcriptId, branch, from, count }) =>
        host.reader.branchTurns(transcriptId, branch, from, count),
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
      handle: ({ transcriptId, turn, branch }) => host.reader.turn(transcriptId, turn, branch).raw,
    },
    peek: {
      params: schemas.peek,
      handle: async ({ transcriptId, direction }) =>
        (await reader().neighbour(transcriptId, direction)) ?? null,
    },
    find: {
      params: schemas.find,
      handle: ({ transcriptId, text, branch }) => host.find(transcriptId, text, branch ?? 0),
    },
    partImage: {
      params: schemas.partText,
      handle: ({ transcriptId, turn, part, branch }) =>
        host.reader.partImage(transcriptId, turn, part, branch),
    },
    quotePlaces: { params: schemas.one, handle: ({ transcriptId }) => host.quotePlaces(transcriptId) },
    copy: {
      params: schemas.copy,
      handle: async ({ transcriptId, as }) => {
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
        await host.openSource(transcriptId);
        return null;
      },
    },
    openEdit: {
      params: schemas.one,
      handle: async ({ transcriptId }) => {
        await host.openEdit(transcriptId);
        return null;
      },
    },
    openToSide: {
      params: schemas.one,
      handle: async ({ transcriptId }) => {
        await host.openToSide(transcriptId);
        return null;
      },
    },
  };
}
