/** What the tests of this folder share: selections, and figures found by name. */
import type {
  AuditSelection,
  AuditView,
  ComparisonView,
  FigureView,
} from '../../../src/protocol/auditPage.ts';

/** All runs, everybody together, as the answers stand now. */
export function selected(fields: Partial<AuditSelection> = {}): AuditSelection {
  return {
    runIds: [],
    queueId: null,
    reference: { kind: 'people' },
    answers: 'final',
    collapse: 'two',
    by: 'none',
    question: '',
    part: 'answer',
    annotators: [],
    ...fields,
  };
}

/** The comparison with that title. */
export function comparison(view: AuditView, title: string): ComparisonView {
  const found = view.comparisons.find((each) => each.title === title);
  if (found !== undefined) return found;
  throw new Error(`no “${title}” among ${view.comparisons.map((each) => each.title).join('; ')}`);
}

/** The figure with that name as a number. */
export function figure(figures: readonly FigureView[], name: string): number | null {
  const found = figures.find((each) => each.name === name);
  if (found !== undefined) return found.at;
  throw new Error(`no “${name}” among ${figures.map((each) => each.name).join('; ')}`);
}

export function fourDigits(value: number | null): string {
  return value === null ? 'not told' : value.toFixed(4);
}
