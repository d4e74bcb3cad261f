/** Answers by question id and sample, without the questions (formats F14: rollouts whose verdicts lie in another file). */
import { openJson, stemOf } from './openText.ts';
import { flatHead } from './flatRows.ts';
import type { FileHead, Importer } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { jsonItems } from './jsonItems.ts';
import { mappedReader } from './mappedRecord.ts';
import { proposeMapping } from './proposeMapping.ts';
import type { ColumnMapping } from '../core/importPlan.ts';

export const keyedAnswers: Importer = {
  id: 'keyedAnswers',
  version: 1,

  recognise(head) {
    const shape = shapeOf(head);
    if (shape === undefined) return undefined;
    return {
      kind: 'transcripts',
      importer: 'keyedAnswers',
      description:
        'answers by question id and sample (choose the file with the verdicts as well to have both)',
      carries: [],
      headerOnly: false,
    };
  },

  defaultRule: () => undefined,

  async *read(options) {
    const { head, json } = await openJson(options.path);
    const { columns, mapping } = shapeOf(head) ?? { columns: [], mapping: {} };
    const suite = options.suite ?? stemOf(options.path);
    const read = mappedReader(columns, mapping, { named: suite, unnamed: suite, probeOf: () => suite });
    yield* jsonItems(options, json.layout, (value, at, warn) =>
      read(
        columns.map((column) => (Object.hasOwn(value, column) ? value[column] : undefined)),
        at,
        warn,
      ),
    );
  },
};

/** JSON objects with a question's id, a sample's number and an answer, and neither a question nor a conversation. */
function shapeOf(
  head: FileHead,
): { readonly columns: readonly string[]; readonly mapping: ColumnMapping } | undefined {
  if (readJsonHead(head) === undefined) return undefined;
  const table = flatHead(head);
  if (table === undefined || !table.columns.includes('rollout')) return undefined;
  const mapping = proposeMapping(table.columns, table.rows);
  const roles = Object.values(mapping);
  const has = (role: (typeof roles)[number]): boolean => roles.filter((each) => each === role).length === 1;
  if (!has('answer') || !has('probe') || !has('sample')) return undefined;
  return roles.includes('question') || roles.includes('messages')
    ? undefined
    : { columns: table.columns, mapping };
}
