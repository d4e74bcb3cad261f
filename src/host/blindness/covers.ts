/** Decides what covers a transcript, and what is recorded as seen. Everything that shows one asks here. */
import { hidesAnything, type Shown } from '../../core/blindness.ts';
import { AuditError } from '../../core/errors.ts';
import { MAIN_TOPIC, type LabelTopic } from '../../core/labelEvent.ts';
import { maskPattern } from '../../core/maskText.ts';
import type { AuditStore } from '../../core/ports.ts';
import { chainOf, hasAnswered, madeAt, stateAfter, type LabelledItem } from '../labelling/itemLabels.ts';
import type { OpenQueue } from '../queues/queueDesk.ts';
import { isCovered, JUDGE_COVERED, NO_COVER, type Cover } from './cover.ts';

export interface CoverParts {
  store(): AuditStore;
  /** The queue that is worked on. */
  open(): OpenQueue | undefined;
  /** The setting that hides the judge until one has answered. */
  hidesJudge(): boolean;
  /** Questions that are asked besides that of the verdict: what is hidden stays so until all are answered. */
  metrics?(): readonly string[];
  knownAnnotator(): Promise<string | undefined>;
  /** Whether the text tells the condition all the same; scans, so it runs in the worker. */
  conditionInferable(
    transcriptId: number,
    masks: readonly string[],
    runNames: readonly string[],
  ): Promise<boolean>;
}

/** Answers about texts kept. */
const MOST_KEPT = 500;

export class Covers {
  private readonly parts: CoverParts;
  /** Transcripts whose judge was looked at before an answer: that can't be undone. */
  private readonly peeked = new Set<number>();
  private readonly inferable = new Map<string, Promise<boolean>>();

  constructor(parts: CoverParts) {
    this.parts = parts;
  }

  /** @param item the item of the queue that it is shown as */
  async of(transcriptId: number, item?: LabelledItem): Promise<Cover> {
    const { parts } = this;
    const queue = parts.open()?.queue;
    if (queue !== undefined && hidesAnything(queue.blind)) {
      const isAnswered = item?.queueId === queue.queueId && this.isAnswered(transcriptId, item);
      if (isAnswered) return NO_COVER;
      return {
        ...queue.blind,
        masks: queue.blind.condition ? queue.masks : [],
        labels: queue.purpose !== 'adjudication',
        mayPeek: false,
      };
    }
    if (!parts.hidesJudge() || this.peeked.has(transcriptId)) return NO_COVER;
    if (item !== undefined) return this.isAnswered(transcriptId, item) ? NO_COVER : JUDGE_COVERED;
    const annotator = (await parts.knownAnnotator()) ?? '';
    const { history } = parts.store().labels(transcriptId);
    const isAnswered = this.topics().every(
      (topic) => stateAfter(chainOf(history, { annotator }, topic)).answer !== null,
    );
    return isAnswered ? NO_COVER : JUDGE_COVERED;
  }

  /** @throws AuditError `refused` where the queue demands that it stays hidden until the answer */
  async peek(transcriptId: number, item?: LabelledItem): Promise<void> {
    const cover = await this.of(transcriptId, item);
    if (!isCovered(cover)) return;
    if (!cover.mayPeek) {
      throw new AuditError(
        'refused',
        'This queue keeps it hidden until you answer.',
        'Answer, or skip the item.',
      );
    }
    this.peeked.add(transcriptId);
  }

  /** Another database: its transcripts have other ids. */
  forget(): void {
    this.peeked.clear();
    this.inferable.clear();
  }

  /** @throws AuditError `refused` while anything of it is hidden; `what` begins the sentence */
  async demandSight(what: string, transcriptId: number, item?: LabelledItem): Promise<void> {
    if (isCovered(await this.of(transcriptId, item)))
      throw new AuditError('refused', `${what} would tell what is hidden until you answer.`);
  }

  /** Finds out ahead whether the text tells the condition, so that an answer needn't wait for it. */
  lookAhead(transcriptId: number, cover: Cover): void {
    if (cover.condition) void this.tellsCondition(transcriptId, cover);
  }

  /**
   * What could be seen under a cover.
   *
   * @param judgeVisible whether the judge's card was or had been open, as the page says
   */
  async shown(transcriptId: number, cover: Cover, judgeVisible: boolean): Promise<Shown> {
    const { model, group, condition } = cover;
    const tells = condition && (await this.tellsCondition(transcriptId, cover));
    const masked = condition && this.isMasked(transcriptId, cover);
    return {
      judge: judgeVisible && !cover.judge,
      model: !model,
      group: !group,
      condition: !condition,
      ...(tells ? { conditionInferable: true } : {}),
      ...(masked ? { masked: true } : {}),
    };
  }

  private isAnswered(transcriptId: number, item: LabelledItem): boolean {
    const { history } = this.parts.store().labels(transcriptId);
    return this.topics().every((topic) => hasAnswered(madeAt(chainOf(history, item, topic), item)));
  }

  /** What has to be answered before anything is revealed. */
  private topics(): readonly LabelTopic[] {
    const metrics = this.parts.metrics?.() ?? [];
    return [MAIN_TOPIC, ...metrics.map((metric): LabelTopic => ({ ...MAIN_TOPIC, metric }))];
  }

  private tellsCondition(transcriptId: number, { masks }: Cover): Promise<boolean> {
    const key = JSON.stringify([transcriptId, masks]);
    const known = this.inferable.get(key);
    if (known !== undefined) return known;
    const runNames = this.parts.open()?.queue.runNames ?? [];
    // Nobody could say: then it can't be claimed that the text doesn't tell.
    const found = this.parts.conditionInferable(transcriptId, masks, runNames).catch(() => true);
    const oldest = this.inferable.keys().next();
    if (this.inferable.size >= MOST_KEPT && oldest.done !== true) this.inferable.delete(oldest.value);
    this.inferable.set(key, found);
    return found;
  }

  private isMasked(transcriptId: number, { masks }: Cover): boolean {
    const pattern = maskPattern(masks);
    if (pattern === undefined) return false;
    const store = this.parts.store();
    const count = store.transcript(transcriptId)?.turnCount ?? 0;
    // A pattern that looks for all occurrences remembers where it was: searched anew each time.
    return store.turns(transcriptId, 0, count).some(({ raw }) => raw.search(pattern) >= 0);
  }
}
