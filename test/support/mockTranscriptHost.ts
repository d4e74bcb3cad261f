/** The extension host's part in tests of the transcript page: labels in memory, and every fault a test asks for. */
import type { HostMessage, RequestMessage } from '../../src/protocol/channel.ts';
import type {
  FindMatch,
  LabelsView,
  LabelStateView,
  LabelledView,
  OpenedView,
  PanelSettings,
  NeighbourView,
  TranscriptView,
} from '../../src/protocol/transcriptPanel.ts';
import type { LabelAbout } from '../../src/protocol/transcriptAbout.ts';
import type {
  SteppedView,
  TranscriptEvents,
  TranscriptRequests,
} from '../../src/protocol/transcriptRequests.ts';
import type { TurnView } from '../../src/protocol/transcriptParts.ts';
import { isCovered, type Cover } from '../../src/host/blindness/cover.ts';
import { coveredLabels, coveredVerdict, coveredView } from '../../src/host/blindness/coveredView.ts';
import type { QueuePlaceView } from '../../src/protocol/transcriptQueue.ts';
import { labelledBeside, labelledMine } from './mockBeside.ts';
import { changed, matchesIn, MockCovers } from './mockLabelling.ts';
import { mockSettings, mockTranscript } from './mockTranscripts.ts';

type Method = Extract<keyof TranscriptRequests, string>;

export interface MockHostOptions {
  readonly transcripts?: readonly TranscriptView[];
  readonly settings?: PanelSettings;
  /** All turns by transcript id, where there are more than in the view. */
  readonly turns?: ReadonlyMap<number, readonly TurnView[]>;
  /** All turns of branches, by branch, shared ones included. */
  readonly branchTurns?: ReadonlyMap<number, readonly TurnView[]>;
  /** What `quotePlaces` answers. */
  readonly quotePlaces?: TranscriptRequests['quotePlaces']['result'];
  /** What `partImage` answers. */
  readonly image?: string | null;
  /** What covers transcripts until they are answered, as the host's own code makes it. */
  readonly cover?: Partial<Cover>;
  /** Set: the transcripts are the items of a queue of this name, from place 1 on. */
  readonly queue?: string;
  /** What `ready` answers instead of the first transcript. */
  readonly opened?: OpenedView;
}

/** One label as the page asked for it. */
export type CommittedLabel = TranscriptRequests['label']['params'];

export class MockTranscriptHost {
  readonly requests: RequestMessage[] = [];
  /** In order. */
  readonly committed: CommittedLabel[] = [];
  settings: PanelSettings;
  /** Milliseconds before an answer, by method. */
  readonly delays = new Map<string, number>();
  /** Methods that answer with this problem instead. */
  readonly failures = new Map<string, { readonly message: string; readonly hint: string }>();
  /** Nothing is answered; what arrives is kept, and handled when `wake` is called with `handleMissed`. */
  silent = false;

  private readonly views = new Map<number, TranscriptView>();
  private readonly turns: ReadonlyMap<number, readonly TurnView[]>;
  private readonly branchTurns: ReadonlyMap<number, readonly TurnView[]>;
  private readonly quotePlaces: TranscriptRequests['quotePlaces']['result'];
  private readonly image: string | null;
  private readonly openedFirst: OpenedView | undefined;
  private readonly undoable: {
    readonly transcriptId: number;
    readonly before: LabelStateView;
    readonly labels?: LabelsView;
    readonly about?: LabelAbout;
  }[] = [];
  private readonly missed: RequestMessage[] = [];
  private readonly covers: MockCovers;
  private readonly queue: string | undefined;
  private post: (message: HostMessage) => void = () => undefined;

  constructor({
    transcripts = [mockTranscript()],
    settings = mockSettings(),
    turns,
    branchTurns,
    quotePlaces = [],
    image = null,
    opened,
    cover = {},
    queue,
  }: MockHostOptions = {}) {
    this.covers = new MockCovers(cover);
    this.queue = queue;
    this.settings = settings;
    this.openedFirst = opened;
    this.turns = turns ?? new Map();
    this.branchTurns = branchTurns ?? new Map();
    this.quotePlaces = quotePlaces;
    this.image = image;
    for (const view of transcripts) this.views.set(view.id, view);
  }

  /** Connects the page. */
  connect(post: (message: HostMessage) => void): void {
    this.post = post;
  }

  view(id: number): TranscriptView {
    const view = this.views.get(id);
    if (view === undefined) throw new Error(`no transcript ${id}`);
    return view;
  }

  /** Sends an event to the page. */
  send<Event extends Extract<keyof TranscriptEvents, string>>(
    event: Event,
    data: TranscriptEvents[Event],
  ): void {
    this.post({ type: 'event', event, data });
  }

  opened(id: number): OpenedView {
    return { transcript: this.shown(id), gone: '', settings: this.settings, kept: false };
  }

  /** The view as it is sent. */
  shown(id: number): TranscriptView {
    const view = this.view(id);
    const place = this.placeView(id);
    const position = { index: place.place - 1, of: this.views.size };
    const inQueue = this.queue === undefined ? view : { ...view, position, queue: place };
    return coveredView(inQueue, this.covers.of(id));
  }

  private placeView(id: number): QueuePlaceView {
    return this.covers.placeView(this.queue ?? '', this.views, id);
  }

  paramsOf<M extends Method>(method: M): TranscriptRequests[M]['params'][] {
    return this.requests
      .filter((request) => request.method === method)
      .map((request) => request.params as never);
  }

  wake({ handleMissed }: { readonly handleMissed: boolean }): void {
    this.silent = false;
    if (handleMissed) for (const request of this.missed) void this.handle(request);
    this.missed.length = 0;
  }

  async receive(request: RequestMessage): Promise<void> {
    this.requests.push(request);
    if (this.silent) this.missed.push(request);
    else await this.handle(request);
  }

  private async handle({ id, method, params }: RequestMessage): Promise<void> {
    const delay = this.delays.get(method) ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const problem = this.failures.get(method);
    if (problem !== undefined) this.post({ type: 'response', id, ok: false, problem });
    else this.post({ type: 'response', id, ok: true, result: this.answer(method, params) });
  }

  private answer(method: string, params: unknown): unknown {
    switch (method) {
      case 'ready':
        return this.openedFirst ?? this.opened([...this.views.keys()][0] ?? 0);
      case 'turns': {
        const { transcriptId, from, count } = params as TranscriptRequests['turns']['params'];
        return this.turnsOf(transcriptId).slice(from, from + count);
      }
      case 'branchTurns': {
        const { branch, from, count } = params as TranscriptRequests['branchTurns']['params'];
        return this.branchTurns.get(branch)?.slice(from, from + count) ?? [];
      }
      case 'quotePlaces':
        return this.quotePlaces;
      case 'partImage':
        return this.image;
      case 'partText': {
        const { transcriptId, turn, part, branch } = params as TranscriptRequests['partText']['params'];
        const found = this.turnsOf(transcriptId, branch)[turn]?.parts[part];
        return (found?.text ?? '').padEnd(found?.fullLength ?? 0, 'whole ');
      }
      case 'rawTurn': {
        const { transcriptId, turn, branch } = params as TranscriptRequests['rawTurn']['params'];
        return (this.turnsOf(transcriptId, branch)[turn]?.parts ?? [])
          .map(({ kind, text }) => (kind === 'reasoning' ? `<think>${text}</think>` : text))
          .join('\n');
      }
      case 'peek': {
        const { transcriptId, direction } = params as TranscriptRequests['peek']['params'];
        const found = this.neighbour(transcriptId, direction);
        return found === null ? null : { ...found, transcript: this.shown(found.transcript.id) };
      }
      case 'moved':
        return this.labelled((params as TranscriptRequests['moved']['params']).transcriptId);
      case 'label':
        return this.label(params as CommittedLabel);
      case 'reveal': {
        const { transcriptId } = params as TranscriptRequests['reveal']['params'];
        this.covers.uncover(transcriptId);
        return this.shown(transcriptId);
      }
      case 'undo':
        return this.undo();
      case 'find':
        return this.find(params as TranscriptRequests['find']['params']);
      default:
        return null;
    }
  }

  private turnsOf(id: number, branch = 0): readonly TurnView[] {
    if (branch !== 0) return this.branchTurns.get(branch) ?? [];
    return this.turns.get(id) ?? this.view(id).turns;
  }

  private neighbour(id: number, direction: 'next' | 'previous' | 'next-unlabelled'): NeighbourView | null {
    const views = [...this.views.values()];
    const at = views.findIndex((view) => view.id === id);
    if (direction !== 'next-unlabelled') {
      const transcript = views[direction === 'next' ? at + 1 : at - 1];
      return transcript === undefined ? null : { transcript, wrapped: false };
    }
    const isOpen = (view: TranscriptView) =>
      view.labels.mine.answer === null && !this.covers.skipped.has(view.id);
    const after = views.slice(at + 1).find(isOpen);
    const transcript = after ?? views.slice(0, at).find(isOpen);
    return transcript === undefined ? null : { transcript, wrapped: after === undefined };
  }

  private label(label: CommittedLabel): LabelledView {
    const { change, transcriptId } = label;
    if (change.action === 'skip') {
      this.committed.push(label);
      this.covers.skipped.add(transcriptId);
      return this.labelled(transcriptId);
    }
    const wasCovered = this.covers.isCovered(transcriptId);
    if (change.action === 'answer') this.covers.uncover(transcriptId);
    const view = this.view(transcriptId);
    const { labels } = view;
    if (label.about !== undefined) {
      const count = this.committed.push(label);
      this.undoable.push({ transcriptId, before: labels.mine, labels, about: label.about });
      this.setLabels(transcriptId, labelledBeside(labels, label, view, count));
      return this.labelled(transcriptId);
    }
    const before = labels.mine;
    const after = changed(before, change);
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      this.committed.push(label);
      this.undoable.push({ transcriptId, before });
      this.setMine(transcriptId, after, change.action);
    }
    const labelled = this.labelled(transcriptId);
    const revealed = wasCovered && !this.covers.isCovered(transcriptId);
    return revealed ? { ...labelled, revealed: this.shown(transcriptId) } : labelled;
  }

  private undo(): SteppedView | null {
    const last = this.undoable.pop();
    if (last === undefined) return null;
    if (last.labels !== undefined && last.about !== undefined) {
      this.setLabels(last.transcriptId, last.labels);
      return { ...this.shown(last.transcriptId), stepped: last.about };
    }
    this.setMine(last.transcriptId, last.before, 'undo');
    return this.shown(last.transcriptId);
  }

  private setLabels(id: number, labels: LabelsView): void {
    this.views.set(id, { ...this.view(id), labels: { ...labels, canUndo: this.undoable.length > 0 } });
  }

  private setMine(id: number, mine: LabelStateView, action: string): void {
    this.setLabels(id, labelledMine(this.view(id).labels, mine, action));
    for (const [other, shown] of this.views) {
      const canUndo = this.undoable.length > 0;
      this.views.set(other, { ...shown, labels: { ...shown.labels, canUndo } });
    }
  }

  private labelled(transcriptId: number): LabelledView {
    const { labels, verdict } = this.view(transcriptId);
    const cover = this.covers.of(transcriptId);
    const isBlind = isCovered(cover);
    return {
      transcriptId,
      labels: isBlind ? coveredLabels(labels, cover) : labels,
      verdict: isBlind ? coveredVerdict(verdict, cover) : verdict,
      ...(this.queue === undefined ? {} : { queue: this.placeView(transcriptId) }),
    };
  }

  private find({ transcriptId, text, branch }: TranscriptRequests['find']['params']): FindMatch[] {
    return matchesIn(this.turnsOf(transcriptId, branch), text);
  }
}
