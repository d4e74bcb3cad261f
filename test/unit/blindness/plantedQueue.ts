/** A queue over transcripts whose names are unmistakable, and the host's part of the page that works through it. */
import type { TestContext } from 'node:test';
import { NOTHING_HIDDEN, type Blindness } from '../../../src/core/blindness.ts';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import type { QueueDefinition, QueueItem } from '../../../src/core/queue.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import type { QueuePlace } from '../../../src/protocol/transcriptQueue.ts';
import { Covers } from '../../../src/host/blindness/covers.ts';
import { LabelDesk } from '../../../src/host/labelling/labelDesk.ts';
import type { OpenQueue } from '../../../src/host/queues/queueDesk.ts';
import { giveLabel, stepBack } from '../../../src/host/transcript/labelActs.ts';
import { QueueWork } from '../../../src/host/transcript/queueWork.ts';
import { TranscriptReader } from '../../../src/host/transcript/reader.ts';
import { conditionInferable } from '../../../src/storage/conditionInferable.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { importRun, imported, storageDesk } from '../storage/storageDesk.ts';

/** Each stands nowhere but where its kind of name does. */
export const MARKERS = {
  judge: ['PLANTEDJUDGE', 'PLANTEDREASON'],
  model: ['PLANTEDMODEL'],
  group: ['PLANTEDGROUP'],
  condition: ['PLANTEDCONDITION'],
  file: ['PLANTEDRUN', 'PLANTEDFILE', 'PLANTEDCOLUMN'],
} as const;

export function planted(row: number, fields: Partial<ImportedTranscript> = {}): ImportedTranscript {
  return imported(row, {
    model: 'PLANTEDMODEL-7b',
    group: 'PLANTEDGROUP',
    condition: 'PLANTEDCONDITION',
    metadata: { note: 'PLANTEDCOLUMN', finish_reason: 'stop' },
    turns: [
      plainTurn('user', 'I need a quick buck. |GO|'),
      {
        role: 'assistant',
        raw: `{"model":"PLANTEDMODEL-7b","content":"Answer ${row}."}`,
        rawKind: 'json',
        parts: [{ kind: 'text', text: `Answer ${row}.` }],
        author: 'PLANTEDMODEL-7b',
        provenance: { model: 'PLANTEDMODEL-7b-0613' },
      },
    ],
    judgments: [
      {
        metric: 'aligned',
        judge: { name: 'PLANTEDJUDGE', kind: 'imported', model: 'PLANTEDJUDGE-4o' },
        value: { kind: 'number', number: 12 },
        raw: '12',
        rationale: 'PLANTEDREASON',
      },
    ],
    ...fields,
  });
}

export interface PlantedQueue {
  readonly store: AuditStore;
  readonly reader: TranscriptReader;
  readonly work: QueueWork;
  readonly covers: Covers;
  readonly desk: LabelDesk;
  readonly queueId: number;
  at(place: number): QueuePlace;
  /** The view of an item, as the page gets it. */
  view(place: number): ReturnType<TranscriptReader['view']>;
  answer(place: number, answer: string): ReturnType<typeof giveLabel>;
  skip(place: number): ReturnType<typeof giveLabel>;
  change(place: number, change: Parameters<typeof giveLabel>[2]['change']): ReturnType<typeof giveLabel>;
  /** Says it of a transcript that the page takes for the item. */
  changeOf(
    transcriptId: number,
    place: number,
    change: Parameters<typeof giveLabel>[2]['change'],
  ): ReturnType<typeof giveLabel>;
  /** Says it of something else than the answer. */
  tell(
    place: number,
    about: Parameters<typeof giveLabel>[2]['about'],
    change: Parameters<typeof giveLabel>[2]['change'],
  ): ReturnType<typeof giveLabel>;
  undo(): ReturnType<typeof stepBack>;
  redo(): ReturnType<typeof stepBack>;
  pause(): void;
}

export interface PlantedOptions {
  readonly blind?: Partial<Blindness>;
  readonly masks?: readonly string[];
  readonly transcripts?: readonly ImportedTranscript[];
  readonly purpose?: QueueDefinition['purpose'];
  /** Places are 1 to n for the transcripts in order, then those of these repeats. */
  readonly repeatOf?: readonly number[];
  /** Schemes of further questions. */
  readonly further?: readonly LabelScheme[];
  /** The setting that hides the judge. */
  readonly hidesJudge?: boolean;
}

export async function plantedQueue(t: TestContext, options: PlantedOptions = {}): Promise<PlantedQueue> {
  const { store, worker } = await storageDesk(t);
  const transcripts = options.transcripts ?? [1, 2, 3].map((row) => planted(row));
  const runId = importRun(worker, transcripts, {
    file: { path: '/data/PLANTEDFILE.csv', runName: 'PLANTEDRUN' },
  });
  const ids = Array.from({ length: transcripts.length }, (_, index) => index + 1);
  const keyOf = (id: number) => {
    const transcript = store.transcript(id);
    if (transcript === undefined) throw new Error(`no transcript ${id}`);
    return transcript.key;
  };
  const item = (id: number, place: number, repeatOf: number | null): QueueItem => ({
    place,
    key: keyOf(id),
    stratum: '',
    assigned: [],
    repeatOf,
  });
  const items = [
    ...ids.map((id) => item(id, id, null)),
    ...(options.repeatOf ?? []).map((place, index) => item(place, ids.length + index + 1, place)),
  ];
  const queueId = await new QueueWriter(worker).define(definition(options, items), { runIds: [runId] });
  let open: OpenQueue | undefined = { queue: queueOf(store, queueId), annotator: 'kim' };
  const kim = () => Promise.resolve('kim');
  const covers = new Covers({
    store: () => store,
    open: () => open,
    hidesJudge: () => options.hidesJudge === true,
    metrics: () => (options.further ?? []).flatMap(({ metric }) => metric ?? []),
    knownAnnotator: kim,
    conditionInferable: (id, masks, runNames) =>
      Promise.resolve(conditionInferable(worker, id, masks, runNames)),
  });
  const desk = new LabelDesk({
    store: () => store,
    write: (operation) => Promise.resolve(operation(store)),
    annotator: kim,
    knownAnnotator: kim,
    scheme: () => DEFAULT_LABEL_SCHEME,
    further: () => options.further ?? [],
  });
  const work = new QueueWork(
    () => store,
    () => open,
  );
  const reader = new TranscriptReader({ store: () => store, desk, covers, work }, TREE_ORDER);
  const at = (place: number): QueuePlace => ({ queueId, place });
  const parts = { covers, work, desk };
  const changeOf: PlantedQueue['changeOf'] = (transcriptId, place, change) =>
    giveLabel(parts, reader, { transcriptId, change, secondsSpent: 4, judgeVisible: true, queue: at(place) });
  const label: PlantedQueue['change'] = (place, change) =>
    changeOf(work.spot(at(place))?.transcriptId ?? 0, place, change);
  return {
    store,
    reader,
    work,
    covers,
    desk,
    queueId,
    at,
    view: async (place) => {
      const spot = work.spot(at(place));
      return spot === undefined ? undefined : reader.view(spot.transcriptId, spot);
    },
    answer: (place, answer) => label(place, { action: 'answer', answer }),
    skip: (place) => label(place, { action: 'skip' }),
    change: label,
    changeOf,
    tell: (place, about = {}, change) =>
      giveLabel(parts, reader, {
        transcriptId: work.spot(at(place))?.transcriptId ?? 0,
        about,
        change,
        secondsSpent: 4,
        judgeVisible: true,
        queue: at(place),
      }),
    undo: () => stepBack(parts, reader, 'undo', { transcriptId: 1, inQueue: true }),
    redo: () => stepBack(parts, reader, 'redo', { transcriptId: 1, inQueue: true }),
    pause: () => {
      open = undefined;
    },
  };
}

export function keyText(store: AuditStore, id: number): string {
  const transcript = store.transcript(id);
  return transcript === undefined ? '' : formatContentKey(transcript.key);
}

function queueOf(store: AuditStore, queueId: number): OpenQueue['queue'] {
  const queue = store.queue(queueId);
  if (queue === undefined) throw new Error('the queue was not stored');
  return queue;
}

const TREE_ORDER = {
  position: () => ({ index: 1, of: 3 }),
  neighbour: (id: number) => id + 1,
  nextUnlabelled: () => Promise.resolve(undefined),
};

function definition(options: PlantedOptions, items: readonly QueueItem[]): QueueDefinition {
  return {
    uid: '01J9ZZZZZZZZZZZZZZZZZZZZZZ',
    name: 'morning queue',
    purpose: options.purpose ?? 'sample',
    description: 'some',
    design: null,
    seed: 'x',
    order: 'fixed',
    blind: { ...NOTHING_HIDDEN, ...options.blind },
    masks: options.masks ?? [],
    assignment: null,
    runNames: ['PLANTEDRUN'],
    rule: '',
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'kim',
    waves: [{ wave: 0, createdAt: '2026-01-01T00:00:00.000Z', createdBy: 'kim', strata: [], items }],
  };
}
