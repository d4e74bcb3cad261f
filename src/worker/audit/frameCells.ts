/** Transcripts that could be drawn, counted by stratum, prompt, verdict and group; flat however many there are. */
import type { FrameCell } from '../../analysis/corrected/auditInput.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { countedPages, type CountedTranscript } from '../../storage/audit/auditRuns.ts';
import { promptNamer } from '../../storage/audit/promptTexts.ts';
import { frameRows, type SampleItem } from '../../storage/audit/sampleRows.ts';
import { KeyTable } from '../../storage/queues/keyTable.ts';
import { addColleagueFrame } from './colleagueFrame.ts';
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
  #promptName: ((promptId: number) => string) | undefined;
  readonly groups = new Set<string>();
  /** Texts that could be drawn and are in no run of the selection now. */
  gone = 0;
  /** Transcripts of the selection that could be drawn. */
  covered = 0;
  /** Said before all figures: what isn't known of what could be drawn. */
  readonly notes: string[] = [];
  /** Why nothing can be told from the sample. */
  refusal = '';
  /** False where the judge's verdicts aren't known as they are now, and count for nothing. */
  knowsJudge = true;
  /** The stratum of an item as of the last wave; undefined for one that couldn't be drawn then. */
  stratumOf: (item: SampleItem) => string | undefined = ({ stratum }) => stratum;

  /** @param promptName left out where prompts aren't known */
  constructor(promptName?: (promptId: number) => string) {
    this.#promptName = promptName;
  }

  /** False where nearly all prompts are asked once: then answers are as independent as prompts. */
  get hasPrompts(): boolean {
    return this.#promptName !== undefined;
  }

  add(stratum: string, promptId: number, judge: JudgeVerdict, group = '', n = 1): void {
    this.groups.add(group);
    this.#put({ stratum, prompt: this.promptOf({ promptId }), judge, group, n });
    if (this.#cells.size <= MOST_CELLS || this.#promptName === undefined) return;
    this.#promptName = undefined;
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
    return this.#promptName?.(promptId) ?? '';
  }
}

/** All transcripts of the selection's runs as one stratum. */
export async function wholeFrame(scope: AuditScope): Promise<FrameCells> {
  const cells = new FrameCells(promptNamer(scope.db));
  const groupOf = frameGroups(scope);
  for (const runId of scope.runs.runIds) {
    for (const page of countedPages(scope.db, runId)) {
      for (const row of page) cells.add(WHOLE, row.promptId, row.judge, groupOf(row));
      cells.covered += page.length;
      await scope.breathe();
    }
  }
  return cells;
}

/**
 * The frame of a sample, as far as the selection's runs hold it; from stored counts where it isn't known by transcript.
 *
 * @param items drawn, whose strata are those of the frame: one that was gone for a while, and came back, is in another
 */
export async function sampleFrame(
  scope: AuditScope,
  queueId: number,
  items: readonly SampleItem[],
): Promise<FrameCells> {
  const groupOf = frameGroups(scope);
  const pages = frameRows(scope.db, queueId, scope.texts);
  if (pages === undefined) {
    const counted = new FrameCells();
    addColleagueFrame(counted, scope, queueId, items);
    return counted;
  }
  const cells = new FrameCells(promptNamer(scope.db));
  const drawn = new KeyTable();
  for (const { hash, ordinal } of items) drawn.add(hash, ordinal);
  const strata: string[] = [];
  cells.stratumOf = ({ hash, ordinal }) => strata[drawn.find(hash, ordinal)];
  for (const page of pages) {
    for (const { stratum, key, transcript, copies } of page) {
      const item = drawn.find(key.hash, key.ordinal);
      if (item !== -1) strata[item] = stratum;
      cells.covered += copies;
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
