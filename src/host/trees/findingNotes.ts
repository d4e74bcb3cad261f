/** What the runs tree says of findings: a badge on runs and studies, and names in tooltips. */
import type { FindingRow } from '../../core/findingStore.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import { findingLine } from '../findings/findingFacts.ts';
import type { TreeElement } from './treeElements.ts';
import { isStudy } from './treeTargets.ts';

/** Findings that stand, as far as the trees name them. */
export interface TreeFindings {
  /** Wrong and doubtful ones. */
  ofRun(runId: number): readonly FindingRow[];
  ofTranscript(transcriptId: number): readonly FindingRow[];
}

const MOST_NAMED = 5;

/** The findings that an element stands for: a study's or run's own row, not the rows below it; or a transcript's. */
export function findingsAt(element: TreeElement, findings: TreeFindings): readonly FindingRow[] {
  if (element.kind === 'transcript') return findings.ofTranscript(element.transcriptId);
  return marked(element).flatMap((runId) => findings.ofRun(runId));
}

/** The runs whose findings are counted at the edge of an element's row. */
export function marked(element: TreeElement): readonly number[] {
  if (element.kind !== 'node' || element.node.kind === 'range') return [];
  // Once for each run: below probes and verdicts the same run comes again and again.
  const { grouping } = element.drawn.tree.table;
  const isOnce = grouping === 'by-run' || (grouping === 'by-probe' && element.level === 'origin');
  if (!isOnce) return [];
  if (isStudy(element)) return element.runIds;
  const { runId, parent } = element;
  const isTop = parent === undefined || (parent.kind === 'node' && parent.runId !== runId);
  return runId !== undefined && isTop ? [runId] : [];
}

/** `2 findings`. */
export function findingCount(n: number): string {
  return n === 1 ? '1 finding' : `${groupedNumber(n)} findings`;
}

/** A line for each that says something else, for a tooltip; what several runs of a study have alike is said once. */
export function findingLines(findings: readonly FindingRow[]): readonly string[] {
  const alike = [...Map.groupBy(findings, findingLine)];
  const more = alike.slice(MOST_NAMED).reduce((sum, [, own]) => sum + own.length, 0);
  const words = ([line, own]: (typeof alike)[number]): string => {
    const runs = new Set(own.map(({ runId }) => runId)).size;
    return runs === 1 ? line : `${line} (${groupedNumber(runs)} runs)`;
  };
  return [...alike.slice(0, MOST_NAMED).map(words), ...(more > 0 ? [`and ${findingCount(more)} more`] : [])];
}
