/** What can be done with the transcripts of a cell: walk through them as a queue, decide who is right, or read one. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditSelection, CellTranscript } from '../../protocol/auditPage.ts';
import { oneLine } from '../trees/oneLine.ts';

export interface CellChoice {
  readonly comparison: string;
  readonly row: string;
  readonly column: string;
}

export interface CellFound {
  readonly transcripts: readonly CellTranscript[];
  readonly total: number;
}

/** An entry of the list: what it is called, and the command that it runs. */
export interface CellItem {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly command: string;
  readonly argument: unknown;
}

/** The first entry walks through all of them, so that Enter twice on a cell is enough; then one for each transcript. */
export function cellChoices(
  selection: AuditSelection,
  cell: CellChoice,
  found: CellFound,
): { readonly title: string; readonly all: readonly CellItem[]; readonly single: readonly CellItem[] } {
  const [one = '', other = ''] = sidesOf(cell.comparison);
  const name = `${one} ${oneLine(cell.row, 40)}, ${other} ${oneLine(cell.column, 40)}`;
  return {
    title: `${name}: ${counted(found.total)}`,
    all: ofAll(selection, cell, found, name),
    single: found.transcripts.map(toRead),
  };
}

function ofAll(
  selection: AuditSelection,
  cell: CellChoice,
  { transcripts, total }: CellFound,
  name: string,
): readonly CellItem[] {
  const keys = transcripts.map(({ key }) => key);
  const left = total > keys.length ? `, the first of ${groupedNumber(total)}` : '';
  const { runIds, queueId } = selection;
  const walk: CellItem = {
    label: `$(checklist) Walk through ${keys.length === 1 ? 'it' : `all ${groupedNumber(keys.length)}`} as a queue`,
    description: `by keyboard, in the order of the tree${left}`,
    detail: 'Chosen by what was said of them, so their labels say nothing about rates',
    command: 'transcriptAuditor.newQueue',
    argument: {
      criteria: [{ kind: 'these', keys }],
      runIds,
      name,
      order: 'fixed',
      confirmed: true,
      open: true,
    },
  };
  const isVerdictQuestion = selection.question === '' && selection.part === 'answer';
  if (!cell.comparison.startsWith('["people"') || cell.row === cell.column || !isVerdictQuestion)
    return [walk];
  const decide: CellItem = {
    label: `$(law) Adjudicate ${keys.length === 1 ? 'it' : `these ${groupedNumber(keys.length)}`}`,
    description: `who of ${sidesOf(cell.comparison).join(' and ')} is right${left}`,
    detail: 'What is decided becomes the effective label',
    command: 'transcriptAuditor.adjudicate',
    argument: {
      keys,
      runIds,
      ...(queueId === null ? {} : { queueId }),
      name: `disagreements, ${name}`,
      open: true,
    },
  };
  return [walk, decide];
}

function toRead({ transcriptId, run, probe, place, preview }: CellTranscript): CellItem {
  return {
    label: `#${place} ${oneLine(preview, 80)}`,
    description: oneLine(`${run} · ${probe}`, 80),
    // Beside the figures, which stay in sight.
    command: 'transcriptAuditor.openTranscript',
    argument: { transcriptId },
  };
}

/** What the two sides of a comparison are called, from its id: `judge` and `people`, or two names. */
function sidesOf(comparison: string): readonly string[] {
  const parts: unknown = JSON.parse(comparison);
  if (!Array.isArray(parts)) return [];
  return parts.slice(1, 3).map((rater: unknown) => {
    if (!Array.isArray(rater)) return rater === 'verdict' ? 'judge' : oneLine(String(rater), 40);
    const [kind, name] = rater as readonly unknown[];
    if (typeof kind === 'number') return 'judge';
    return `${oneLine(String(name), 40)}${kind === 'repeat' ? ' again' : ''}`;
  });
}

function counted(n: number): string {
  return `${groupedNumber(n)} ${n === 1 ? 'transcript' : 'transcripts'}`;
}
