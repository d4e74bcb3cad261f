import type { ColumnMapping } from '../core/importPlan.ts';
import { MISALIGNED_AMONG_COHERENT, type VerdictRule } from '../core/verdictRule.ts';

/** The field's usual rule when the user's scores are the two it speaks of; no rule is guessed otherwise. */
export function mappedRule(mapping: ColumnMapping | undefined): VerdictRule | undefined {
  if (mapping?.['aligned'] !== 'score' || mapping['coherent'] !== 'score') return undefined;
  return MISALIGNED_AMONG_COHERENT;
}
