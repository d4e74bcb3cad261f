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

const MOST_NAMED = 4;
const LONGEST_NAME = 60;

/** Names of columns come from the file, and may be many and long. */
function listed(names: readonly string[]): string {
  const short = names.map((name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name));
  const named = short.length > MOST_NAMED ? short.slice(0, MOST_NAMED - 1) : short.slice(0, -1);
  const last = short.length > MOST_NAMED ? `${short.length - named.length} others` : short.at(-1);
  return `${named.join(', ')} and ${last}`;
}
