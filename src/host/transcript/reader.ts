/** Reads transcripts for the page: one call of the store each, all short. */
import { formatContentKey, parseContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { AuditStore, StoredTranscript } from '../../core/ports.ts';
import type { Part, Turn } from '../../core/transcript.ts';
import { FIRST_TURNS, type NeighbourView, type TranscriptView } from '../../protocol/transcriptPanel.ts';
import type { TurnView } from '../../protocol/transcriptParts.ts';
import type { LabelDesk } from '../labelling/labelDesk.ts';
import { oneLine } from '../trees/oneLine.ts';
import { citedPassages } from './citedPassages.ts';
import { drawableImage } from './imageSource.ts';
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

export class TranscriptReader {
  private readonly store: () => AuditStore;
  private readonly desk: LabelDesk;
  private readonly order: ReadingOrder;

  constructor(store: () => AuditStore, desk: LabelDesk, order: ReadingOrder) {
    this.store = store;
    this.desk = desk;
    this.order = order;
  }

  /** A reader of the same transcripts whose neighbours come in another order. */
  inOrder(order: ReadingOrder): TranscriptReader {
    return new TranscriptReader(this.store, this.desk, order);
  }

  /** The view with its first turns; undefined when there is no such transcript (any more). */
  async view(transcriptId: number): Promise<TranscriptView | undefined> {
    const store = this.store();
    const transcript = store.transcript(transcriptId);
    if (transcript === undefined) return undefined;
    // The tree counts from 1, as it numbers its ranges; the page from 0.
    const { index, of } = await this.order.position(transcriptId);
    return transcriptView({
      transcript,
      turns: store.turns(transcriptId, 0, FIRST_TURNS),
      answerTurn: store.answerTurn(transcriptId),
      position: { index: index - 1, of },
      labels: await this.desk.labelsView(transcriptId),
      branches: store.branches(transcriptId),
      findings: store.findings(transcriptId),
    });
  }

  async neighbour(transcriptId: number, direction: Direction): Promise<NeighbourView | undefined> {
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

  turns(transcriptId: number, from: number, count: number): TurnView[] {
    return this.store()
      .turns(transcriptId, from, count)
      .map((turn, offset) => turnView(turn, from + offset));
  }

  /** Turns of a branch by index from its beginning, those it shares included. */
  /** @param branch 0: the transcript's own turns */
  turn(transcriptId: number, index: number, branch = 0): Turn {
    const [turn] = this.store().branchTurns(transcriptId, branch, index, 1);
    if (turn === undefined) throw new AuditError('not-found', `The transcript has no turn ${index + 1}.`);
    return turn;
  }

  branchTurns(transcriptId: number, branch: number, from: number, count: number): TurnView[] {
    return this.store()
      .branchTurns(transcriptId, branch, from, count)
      .map((turn, offset) => turnView(turn, from + offset));
  }

  /** @param branch 0: the transcript's own turns */
  partText(transcriptId: number, turn: number, part: number, branch = 0): string {
    return this.part(transcriptId, turn, part, branch).text;
  }

  /** A picture as a `data:` URI; null when the part has none that may be drawn. */
  partImage(transcriptId: number, turn: number, part: number, branch = 0): string | null {
    const found = this.part(transcriptId, turn, part, branch);
    return found.kind === 'image' && found.source !== undefined ? drawableImage(found.source).uri : null;
  }

  /** The passages that each judgment cites, as they stand in the transcript's view. */
  quotes(transcriptId: number): readonly (readonly string[])[] {
    return this.stored(transcriptId).judgments.map((judgment) =>
      citedPassages(judgment).map(({ quote }) => quote),
    );
  }

  private part(transcriptId: number, turn: number, part: number, branch: number): Part {
    const found = this.turn(transcriptId, turn, branch).parts[part];
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
