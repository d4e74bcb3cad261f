/** Reads transcripts for the page: one call of the store each, all short. */
import { formatContentKey, parseContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { AuditStore, StoredTranscript } from '../../core/ports.ts';
import type { Part, Turn } from '../../core/transcript.ts';
import { FIRST_TURNS, type NeighbourView, type TranscriptView } from '../../protocol/transcriptPanel.ts';
import type { TurnView } from '../../protocol/transcriptParts.ts';
import { hidesArm, NO_COVER, isCovered, type Cover } from '../blindness/cover.ts';
import { coveredTurns } from '../blindness/coveredTurns.ts';
import { coveredView, repeatVerdict } from '../blindness/coveredView.ts';
import type { Covers } from '../blindness/covers.ts';
import type { LabelDesk } from '../labelling/labelDesk.ts';
import { oneLine } from '../trees/oneLine.ts';
import { citedPassages } from './citedPassages.ts';
import { drawableImage } from './imageSource.ts';
import type { QueueSpot, QueueWork } from './queueWork.ts';
import { transcriptView } from './transcriptView.ts';
import { turnView } from './turnView.ts';

export type Step = 'next' | 'previous';
export type Direction = Step | 'next-unlabelled';

export interface Unlabelled {
  readonly id: number;
  /** True when it was found from the first transcript on, nothing being left after the one that one came from. */
  readonly wrapped: boolean;
}

export interface Position {
  /** From 1; 0 when the filter hides it and everything before it. */
  readonly index: number;
  readonly of: number;
}

/** Where a transcript stands among the others as the tree shows them now. */
export interface ReadingOrder {
  position(transcriptId: number): Position | Promise<Position>;
  neighbour(transcriptId: number, direction: Step): number | undefined;
  nextUnlabelled(transcriptId: number): Promise<Unlabelled | undefined>;
}

/** The title of a tab: `quick_buck #7`. */
export function transcriptTitle(probe: string, sample: number): string {
  // VS Code draws a tab's title as it is: hidden characters would hide there.
  return `${oneLine(probe, 40)} #${sample}`;
}

/** What isn't told while it would tell an arm. */
const NOWHERE: TranscriptView['position'] = { index: 0, of: 0 };

export interface ReaderParts {
  store(): AuditStore;
  readonly desk: LabelDesk;
  readonly covers: Covers;
  readonly work: QueueWork;
}

export class TranscriptReader {
  private readonly parts: ReaderParts;
  private readonly store: () => AuditStore;
  private readonly order: ReadingOrder;

  constructor(parts: ReaderParts, order: ReadingOrder) {
    this.parts = parts;
    this.store = () => parts.store();
    this.order = order;
  }

  /** A reader of the same transcripts whose neighbours come in another order. */
  inOrder(order: ReadingOrder): TranscriptReader {
    return new TranscriptReader(this.parts, order);
  }

  /**
   * The view with its first turns and without what is hidden; undefined when there is no such transcript (any more).
   *
   * @param spot the item of a queue that it is shown as
   */
  async view(transcriptId: number, spot?: QueueSpot): Promise<TranscriptView | undefined> {
    const { desk, covers, work } = this.parts;
    const store = this.store();
    const transcript = store.transcript(transcriptId);
    if (transcript === undefined) return undefined;
    const cover = await covers.of(transcriptId, spot?.item);
    const turns = store.turns(transcriptId, 0, FIRST_TURNS);
    const covered = isCovered(cover);
    const view = transcriptView({
      // Whoever mustn't see the judge isn't kept waiting for its citations either.
      transcript: cover.judge ? { ...transcript, judgments: [] } : transcript,
      turns: coveredTurns(turns, cover),
      uncovered: turns,
      answerTurn: store.answerTurn(transcriptId),
      position: await this.position(transcriptId, spot, cover),
      labels: await desk.labelsView(transcriptId, {
        ...(spot === undefined ? {} : { item: spot.item }),
        covered: covered && cover.labels,
        masks: cover.masks,
      }),
      hasReasoning: this.hasReasoning(transcriptId, turns, store.answerTurn(transcriptId)),
      branches: store.branches(transcriptId),
      findings: covered ? [] : store.findings(transcriptId),
    });
    covers.lookAhead(transcriptId, cover);
    const shown = coveredView(view, cover);
    return {
      ...shown,
      ...(spot?.item.repeat === undefined ? {} : { verdict: repeatVerdict(shown.verdict) }),
      ...(spot === undefined ? {} : { queue: work.placeView(spot) }),
    };
  }

  /** Whether the answer, or one of the turns at hand, was reasoned about in the open. */
  private hasReasoning(transcriptId: number, turns: readonly Turn[], answerTurn: number): boolean {
    const answer = turns.length > answerTurn ? [] : this.store().turns(transcriptId, answerTurn, 1);
    return [...turns, ...answer].some(({ parts }) => parts.some(({ kind }) => kind === 'reasoning'));
  }

  private async position(
    transcriptId: number,
    spot: QueueSpot | undefined,
    cover: Cover,
  ): Promise<TranscriptView['position']> {
    if (spot !== undefined) return { index: spot.at.place - 1, of: this.parts.work.size };
    // Arms are of different sizes, and transcripts are numbered within theirs.
    if (hidesArm(cover)) return NOWHERE;
    // The tree counts from 1, as it numbers its ranges; the page from 0.
    const { index, of } = await this.order.position(transcriptId);
    return { index: index - 1, of };
  }

  async neighbour(
    transcriptId: number,
    direction: Direction,
    spot?: QueueSpot,
  ): Promise<NeighbourView | undefined> {
    if (spot !== undefined) {
      const found = this.parts.work.neighbour(spot.at, direction);
      const transcript =
        found === undefined ? undefined : await this.view(found.spot.transcriptId, found.spot);
      return found === undefined || transcript === undefined
        ? undefined
        : { transcript, wrapped: found.wrapped };
    }
    if (direction === 'next-unlabelled') {
      const found = await this.order.nextUnlabelled(transcriptId);
      const transcript = found === undefined ? undefined : await this.view(found.id);
      return found === undefined || transcript === undefined
        ? undefined
        : { transcript, wrapped: found.wrapped };
    }
    const id = this.order.neighbour(transcriptId, direction);
    const transcript = id === undefined ? undefined : await this.view(id);
    return transcript === undefined ? undefined : { transcript, wrapped: false };
  }

  turns(transcriptId: number, from: number, count: number, cover: Cover = NO_COVER): TurnView[] {
    return coveredTurns(this.store().turns(transcriptId, from, count), cover).map((turn, offset) =>
      turnView(turn, from + offset),
    );
  }

  /** @param branch 0: the transcript's own turns */
  turn(transcriptId: number, index: number, branch = 0, cover: Cover = NO_COVER): Turn {
    const [turn] = coveredTurns(this.store().branchTurns(transcriptId, branch, index, 1), cover);
    if (turn === undefined) throw new AuditError('not-found', `The transcript has no turn ${index + 1}.`);
    return turn;
  }

  /** Turns of a branch by index from its beginning, those it shares included. */
  branchTurns(
    transcriptId: number,
    branch: number,
    from: number,
    count: number,
    cover: Cover = NO_COVER,
  ): TurnView[] {
    return coveredTurns(this.store().branchTurns(transcriptId, branch, from, count), cover).map(
      (turn, offset) => turnView(turn, from + offset),
    );
  }

  /** @param branch 0: the transcript's own turns */
  partText(transcriptId: number, turn: number, part: number, branch = 0, cover: Cover = NO_COVER): string {
    return this.part(transcriptId, turn, part, branch, cover).text;
  }

  /** A picture as a `data:` URI; null when the part has none that may be drawn. */
  partImage(transcriptId: number, turn: number, part: number, branch = 0): string | null {
    const found = this.part(transcriptId, turn, part, branch, NO_COVER);
    return found.kind === 'image' && found.source !== undefined ? drawableImage(found.source).uri : null;
  }

  /** The passages that each judgment cites, as they stand in the transcript's view. */
  quotes(transcriptId: number): readonly (readonly string[])[] {
    return this.stored(transcriptId).judgments.map((judgment) =>
      citedPassages(judgment).map(({ quote }) => quote),
    );
  }

  private part(transcriptId: number, turn: number, part: number, branch: number, cover: Cover): Part {
    const found = this.turn(transcriptId, turn, branch, cover).parts[part];
    if (found === undefined) throw new AuditError('not-found', `Turn ${turn + 1} has no part ${part + 1}.`);
    return found;
  }

  /** What names a transcript in a tab and in restored state. */
  heading(transcriptId: number): { readonly key: string; readonly title: string } {
    const transcript = this.store().transcript(transcriptId);
    if (transcript === undefined)
      throw new AuditError('not-found', 'This transcript is no longer in the database.');
    return {
      key: formatContentKey(transcript.key),
      title: transcriptTitle(transcript.probe.name, transcript.sample),
    };
  }

  /** Changes when anything in the page's header or verdict does; empty when the transcript is gone. */
  signature(transcriptId: number): string {
    const transcript = this.store().transcript(transcriptId);
    if (transcript === undefined) return '';
    const { arm, judgeVerdict, probe, rule } = transcript;
    return JSON.stringify([arm, judgeVerdict, probe.name, rule, transcript.turnCount]);
  }

  /** Everything about a transcript but its turns. */
  stored(transcriptId: number): StoredTranscript {
    const transcript = this.store().transcript(transcriptId);
    if (transcript === undefined)
      throw new AuditError('not-found', 'This transcript is no longer in the database.');
    return transcript;
  }

  idByKey(key: string): number | undefined {
    const parsed = parseContentKey(key);
    return parsed === undefined ? undefined : this.store().transcriptIdByKey(parsed);
  }
}
