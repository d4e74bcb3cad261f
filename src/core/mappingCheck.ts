import { COLUMN_ROLES, type ColumnMapping, type ColumnRole } from './importPlan.ts';

/** Roles that any number of columns can have; each other one is for one column alone. */
const SHARED: readonly ColumnRole[] = ['score', 'class', 'label', 'metadata', 'ignore'];

/** What is wrong with a mapping, in words for the user; undefined when a table can be imported with it. */
export function mappingProblem(mapping: ColumnMapping): string | undefined {
  const entries = Object.entries(mapping);
  for (const role of COLUMN_ROLES) {
    if (SHARED.includes(role)) continue;
    const columns = entries.filter(([, given]) => given === role).map(([column]) => column);
    if (columns.length > 1) return `Only one column can be the ${role}, and ${listed(columns)} are.`;
  }
  const has = (role: ColumnRole): boolean => entries.some(([, given]) => given === role);
  if (!has('answer') && !has('messages'))
    return 'No column holds the answers: choose one as answer or messages.';
  if (has('answer') && has('messages') && has('question')) {
    return 'The messages hold the question already: choose either messages, or question and answer.';
  }
  return undefined;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
