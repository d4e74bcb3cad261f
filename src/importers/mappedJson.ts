/** A JSON document with its rows in a list somewhere inside: the user says what their members are. */
import { AuditError } from '../core/errors.ts';
import { readFileHead } from './fileHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { findJsonRows } from './jsonRows.ts';
import { pieceItems } from './jsonItems.ts';
import { checkedMapping } from './mappedCsv.ts';
import { mappedRule } from './mappedRule.ts';
import { mappedValueReader, valuesRecognition } from './mappedValues.ts';

export const mappedJson: Importer = {
  id: 'mappedJson',
  version: 2,

  recognise(head) {
    const rows = findJsonRows(head);
    if (rows === undefined) return undefined;
    const place = rows.pattern.replace(/\.\*$/, '');
    const recognition = valuesRecognition('mappedJson', rows.values, `The rows are those of “${place}”.`);
    const roles = Object.values(recognition?.proposal ?? {});
    // Settings and manifests have lists of objects too; rows without a text that could be an answer are none.
    return roles.some((role) => role === 'answer' || role === 'messages') ? recognition : undefined;
  },

  defaultRule: (_head, mapping) => mappedRule(mapping),

  read: readRows,
};

async function* readRows(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const mapping = checkedMapping(options.mapping);
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const rows = findJsonRows(reading.head);
  if (rows === undefined) throw new AuditError('not-recognised', `${options.path} no longer holds rows.`);
  yield* pieceItems(options, rows.pattern, mappedValueReader(reading.head, rows.values, mapping, options));
}
