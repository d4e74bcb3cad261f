import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditInput } from './auditInput.ts';
import type { AuditTable } from './auditTable.ts';
import { LEAST_PROMPTS, promptWeights } from './promptWeights.ts';

const MANY_SILENT = 0.05;
const FEW_PROMPTS = 10;
const FEW_POSITIVES = 10;

/** What must be said beside every figure of an audit, whatever the method. */
export function auditCautions(input: AuditInput, table: AuditTable): readonly string[] {
  const sum = (of: (stratum: AuditInput['strata'][number]) => number): number =>
    input.strata.reduce((total, stratum) => total + of(stratum), 0);
  const [reached, silent] = [sum(({ reached }) => reached), sum(({ unsure, skipped }) => unsure + skipped)];
  const open = sum(({ open }) => open);
  const beyond = sum(({ beyondGap }) => beyondGap);
  const cautions: string[] = [];
  if (silent > 0) {
    const share = Math.round((silent / reached) * 100);
    const weighs = silent / reached > MANY_SILENT ? ' At that share it may matter.' : '';
    cautions.push(
      `${count(silent, 'transcript')} of ${groupedNumber(reached)} reached (${share < 1 ? 'under 1' : share} %) ${silent === 1 ? 'was' : 'were'} skipped or unsure; those answered in the same stratum stand for ${silent === 1 ? 'it' : 'them'}, which nothing shows to be right.${weighs}`,
    );
  }
  if (open > 0) {
    cautions.push(
      `${groupedNumber(open)} of the sample are still open. What is done is a valid smaller sample, unless the figures decide when to stop.`,
    );
  }
  if (beyond > 0) cautions.push(`${count(beyond, 'label')} given out of the sample’s order don’t count.`);
  const positives = input.units.filter(({ human }) => human === 'positive').length;
  if (positives < FEW_POSITIVES) {
    cautions.push(
      positives === 0
        ? 'No label is positive: the interval only says how high the rate may be.'
        : `It rests on ${count(positives, 'positive label')}.`,
    );
  }
  const unseen = table.cells.filter(({ size, labels }) => size > 0 && labels === 0);
  if (unseen.length > 0) {
    const size = unseen.reduce((total, cell) => total + cell.size, 0);
    cautions.push(
      `None of the ${count(size, 'transcript')} of some verdicts (${unseen.map(({ judge }) => judge).join(', ')}) was labelled; they are taken to be like the rest of their stratum, and the interval allows for anything.`,
    );
  }
  return cautions;
}

/** What must be said of a clustered figure. */
export function promptCautions(table: Pick<AuditTable, 'prompts'>): readonly string[] {
  const { worth } = promptWeights(table);
  if (worth >= FEW_PROMPTS || worth < LEAST_PROMPTS) return [];
  const { length } = table.prompts;
  const few =
    worth === length
      ? `Only ${length} prompts`
      : `Some prompts have many more transcripts than others, and the ${length} are worth only ${worth.toFixed(1)} of one size`;
  return [`${few}: the interval hangs on how much prompts differ, which so few hardly tell.`];
}

/** Said where everything was labelled, so that the run's rate is counted. */
export const WIDENED =
  'Every transcript was labelled, so this is counted and not estimated; the interval is half a transcript either way.';

function count(n: number, noun: string): string {
  return `${groupedNumber(n)} ${noun}${n === 1 ? '' : 's'}`;
}
