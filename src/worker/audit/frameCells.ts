/** Transcripts that could be drawn, counted by stratum, prompt, verdict and group; flat however many there are. */
import type { FrameCell } from '../../analysis/corrected/auditInput.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { countedPages, type CountedTranscript } from '../../storage/audit/auditRuns.ts';
import { frameRows, strataOf } from '../../storage/audit/sampleRows.ts';
import type { AuditScope } from './auditScope.ts';
import { groupNamer, isOfLabels } from './groupNames.ts';

/** With more cells than this prompts are told apart no longer: nearly every transcript has one of its own then. */
const MOST_CELLS = 60_000;

/** The stratum of a run that isn't sampled. */
export const WHOLE = 'all';

interface Cell extends FrameCell {
  readonly group: string;
}

export class FrameCells {
  #cells = new Map<string, { cell: Cell; n: number }>();
  #prompts: boolean;
  readonly groups = new Set<string>();
  gone = 0;

  /** @param prompts false where they aren't known */
  constructor(prompts = true) {
    this.#prompts = prompts;
  }

  /** False where nearly all prompts are asked once: then answers are as independent as prompts. */
  get hasPrompts(): boolean {
    return this.#prompts;
  }

  add(stratum: string, promptId: number, judge: JudgeVerdict, group = '', n = 1): void {
    this.groups.add(group);
    this.#put({ stratum, prompt: this.#prompts ? String(promptId) : '', judge, group, n });
    if (this.#cells.size <= MOST_CELLS || !this.#prompts) return;
    this.#prompts = false;
    const before = [...this.#cells.values()];
    this.#cells = new Map();
    for (const { cell, n: count } of before) this.#put({ ...cell, prompt: '', n: count });
  }

  #put(cell: Cell): void {
    const { stratum, prompt, judge, group, n } = cell;
    const id = `${prompt}\n${judge}\n${stratum}\n${group}`;
    const known = this.#cells.get(id);
    if (known === undefined) this.#cells.set(id, { cell, n });
    else known.n += n;
  }

  /** The cells of one group, or of all together. */
  frame(group?: string): readonly FrameCell[] {
    return [...this.#cells.values()]
      .filter(({ cell }) => group === undefined || cell.group === group)
      .map(({ cell, n }) => ({ stratum: cell.stratum, prompt: cell.prompt, judge: cell.judge, n }));
  }

  /** How a transcript's prompt is written in the cells. */
  promptOf({ promptId }: Pick<CountedTranscript, 'promptId'>): string {
    return this.#prompts ? String(promptId) : '';
  }
}

/** All transcripts of the selection's runs as one stratum. */
export async function wholeFrame(scope: AuditScope): Promise<FrameCells> {
  const cells = new FrameCells();
  const groupOf = frameGroups(scope);
  for (const runId of scope.runs.runIds) {
    for (const page of countedPages(scope.db, runId)) {
      for (const row of page) cells.add(WHOLE, row.promptId, row.judge, groupOf(row));
      await scope.breathe();
    }
  }
  return cells;
}

/** The frame of a sample, as far as the selection's runs hold it; from stored counts where it isn't known by transcript. */
export async function sampleFrame(scope: AuditScope, queueId: number): Promise<FrameCells> {
  const groupOf = frameGroups(scope);
  const pages = frameRows(scope.db, queueId, scope.texts);
  const cells = new FrameCells(pages !== undefined);
  if (pages === undefined) {
    for (const { name, judged } of strataOf(scope.db, queueId)) {
      for (const [judge, n] of Object.entries(judged)) cells.add(name, 0, judge as JudgeVerdict, '', n);
    }
    return cells;
  }
  for (const page of pages) {
    for (const { stratum, transcript } of page) {
      if (transcript === undefined) cells.gone += 1;
      else cells.add(stratum, transcript.promptId, transcript.judge, groupOf(transcript));
    }
    await scope.breathe();
  }
  return cells;
}

/** Transcripts have no time and nobody's confidence: by those there are no rates. */
function frameGroups(scope: AuditScope): (row: { armId: number; probeId: number }) => string {
  if (isOfLabels(scope.selection.by)) return () => '';
  const groupOf = groupNamer(scope);
  return (row) => groupOf(row) ?? '';
}
