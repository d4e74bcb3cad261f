/** A filter in words, for the line above the tree. */
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { LabelState, OutlineFilter } from './filter.ts';
import { judgeWords } from './verdictWords.ts';

export function labelStateWords(state: LabelState): string {
  switch (state) {
    case 'unlabelled':
    case 'labelled':
      return state;
    case 'disagreement':
      return 'people unlike judge';
    case 'conflict':
      return 'annotators disagree';
    case 'unsure':
      return 'people unsure';
  }
}

/** `misaligned, unlabelled, “grandma”`; empty without a filter. Verdicts take the rule's words when one rule applies. */
export function describeFilter(filter: OutlineFilter, rule?: VerdictRule): string {
  const parts = [
    filter.verdicts.map((verdict) => judgeWords(verdict, rule)).join(' or '),
    filter.labelStates.map(labelStateWords).join(' or '),
    filter.models.map((model) => (model === '' ? 'model not known' : model)).join(' or '),
    filter.probes.join(' or '),
    filter.text === '' ? '' : `“${filter.text}”`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
