/** The reading order of a transcript that was opened from a finding: exactly the finding's transcripts. */
import { setImmediate as giveWay } from 'node:timers/promises';
import type { AuditStore, TranscriptRow } from '../../core/ports.ts';
import type { Position, ReadingOrder, Step, Unlabelled } from '../transcript/reader.ts';

const PAGE = 200;
/** How long the search for something unlabelled may hold the thread before it lets others go first, milliseconds. */
const STRETCH_MS = 8;

export interface FindingOrderContext {
  store(): AuditStore;
  /** The annotator's name if it is known without asking. */
  knownAnnotator(): Promise<string | undefined>;
}

export class FindingOrder implements ReadingOrder {
  private readonly findingId: number;
  private readonly context: FindingOrderContext;
  private readonly otherwise: ReadingOrder;

  /** @param otherwise for transcripts that aren't the finding's (any more) */
  constructor(findingId: number, context: FindingOrderContext, otherwise: ReadingOrder) {
    this.findingId = findingId;
    this.context = context;
    this.otherwise = otherwise;
  }

  position(transcriptId: number): Position | Promise<Position> {
    if (!this.holds(transcriptId)) return this.otherwise.position(transcriptId);
    const store = this.context.store();
    const index = store.findingSpan(this.findingId, 0, transcriptId);
    return { index, of: index + store.findingSpan(this.findingId, transcriptId, Number.MAX_SAFE_INTEGER) };
  }

  neighbour(transcriptId: number, direction: Step): number | undefined {
    if (!this.holds(transcriptId)) return this.otherwise.neighbour(transcriptId, direction);
    return this.context.store().findingNeighbour(this.findingId, transcriptId, direction);
  }

  async nextUnlabelled(transcriptId: number): Promise<Unlabelled | undefined> {
    if (!this.holds(transcriptId)) return this.otherwise.nextUnlabelled(transcriptId);
    const annotator = await this.context.knownAnnotator();
    let since = performance.now();
    for (const wrapped of [false, true]) {
      let after = wrapped ? 0 : transcriptId;
      for (;;) {
        const rows = this.context.store().findingTranscripts(this.findingId, after, PAGE);
        for (const row of rows) {
          after = row.id;
          if (wrapped && row.id >= transcriptId) return undefined;
          if (row.id !== transcriptId && this.isUnlabelled(row, annotator)) return { id: row.id, wrapped };
          if (performance.now() - since < STRETCH_MS) continue;
          await giveWay();
          since = performance.now();
        }
        if (rows.length < PAGE) break;
      }
    }
    return undefined;
  }

  private holds(transcriptId: number): boolean {
    return this.context.store().findingSpan(this.findingId, transcriptId - 1, transcriptId) === 1;
  }

  private isUnlabelled(row: TranscriptRow, annotator: string | undefined): boolean {
    if (row.humanVerdict === 'none' || annotator === undefined) return row.humanVerdict === 'none';
    const mine = this.context
      .store()
      .labels(row.id)
      .current.find((label) => label.annotator === annotator);
    return (mine?.state.answer ?? null) === null;
  }
}
