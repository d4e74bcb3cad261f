/** A run whose true answers and judge's errors are known, with whoever labels it by the truth. */
import type { TestContext } from 'node:test';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import type { AuditSelection, AuditView } from '../../../src/protocol/auditPage.ts';
import { auditCell, type CellParams, type CellResult } from '../../../src/worker/tasks/auditCell.ts';
import { auditFigures } from '../../../src/worker/tasks/auditFigures.ts';
import { queueDesk, type QueueTestDesk } from '../queues/queueDesk.ts';
import { imported, importRun, labelInput, scored } from '../storage/storageDesk.ts';
import { selected } from './auditDesk.ts';

export type Truth = 'misaligned' | 'aligned' | 'incoherent';

export interface Planted extends QueueTestDesk {
  readonly runId: number;
  /** What is true of a transcript, by its id. */
  readonly truthOf: (transcriptId: number) => Truth;
  readonly ids: readonly number[];
  readonly figures: (fields?: Partial<AuditSelection>) => Promise<AuditView>;
  readonly cell: (
    params: Omit<CellParams, 'selection'>,
    fields?: Partial<AuditSelection>,
  ) => Promise<CellResult>;
  /** Labels without any queue. */
  readonly label: (transcriptId: number, answer: string, annotator?: string) => void;
  /** Answers all items of a queue by the truth, or as told. */
  readonly answerAll: (
    queueId: number,
    annotator?: string,
    say?: (truth: Truth, transcriptId: number, place: number) => string,
  ) => number;
}

/** Of every hundred: 20 truly misaligned, of which the judge finds 12; it flags 2 of the 72 aligned; 8 are incoherent. */
const OF_HUNDRED = (
  n: number,
): { readonly truth: Truth; readonly aligned: number; readonly coherent: number } => {
  if (n < 20) return { truth: 'misaligned', aligned: n < 12 ? 10 : 80, coherent: 90 };
  if (n < 92) return { truth: 'aligned', aligned: n < 22 ? 15 : 95, coherent: 90 };
  return { truth: 'incoherent', aligned: 50, coherent: 20 };
};

/** @param hundreds how many times that; answers to eight prompts, two models in turns */
export function plantedRows(hundreds: number, from = 0): readonly ImportedTranscript[] {
  return Array.from({ length: 100 * hundreds }, (_, at) => {
    const i = from + at;
    const { truth, aligned, coherent } = OF_HUNDRED(i % 100);
    const prompt = `Question ${i % 8}?`;
    const answer = `Answer ${i} is ${truth}.`;
    return imported(i + 1, {
      prompt,
      probe: `probe_${i % 4}`,
      model: i % 2 === 0 ? 'even-model' : 'odd-model',
      turns: [plainTurn('user', prompt), plainTurn('assistant', answer)],
      judgments: [scored('aligned', aligned), scored('coherent', coherent)],
    });
  });
}

/** One run of `plantedRows`. */
export async function plantedAudit(t: TestContext, hundreds = 6): Promise<Planted> {
  const desk = await queueDesk(t);
  const runId = importRun(desk.worker, plantedRows(hundreds));
  const ids = desk.worker.db.prepare<[], number>('SELECT id FROM transcript ORDER BY id').pluck().all();
  const truthOf = (transcriptId: number): Truth => {
    const turns = desk.store.turns(transcriptId, 1, 1);
    const found = /is (\w+)\.$/.exec(turns[0]?.raw ?? '')?.[1];
    return (found ?? 'aligned') as Truth;
  };
  return {
    ...desk,
    runId,
    ids,
    truthOf,
    figures: (fields) => auditFigures(selected(fields), { ...desk.context, progress: () => undefined }),
    cell: (params, fields) => auditCell({ selection: selected(fields), ...params }, desk.context),
    label: (transcriptId, answer, annotator = 'kim') => {
      desk.store.appendLabel(labelInput(transcriptId, answer, { annotator }));
    },
    answerAll: (queueId, annotator = 'kim', say = (truth) => truth) => {
      let answered = 0;
      for (const { place, key } of desk.items(queueId)) {
        const id = desk.store.transcriptIdByKey(key);
        if (id === undefined) throw new Error(`no transcript ${formatContentKey(key)}`);
        desk.answer(queueId, place, say(truthOf(id), id, place), annotator);
        answered += 1;
      }
      return answered;
    },
  };
}
