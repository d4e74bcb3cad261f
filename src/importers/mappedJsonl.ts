/** JSON Lines (and lists of JSON objects) of any other shape: the user says what the keys are. */
import { AuditError } from '../core/errors.ts';
import { readFileHead } from './fileHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { jsonItems } from './jsonItems.ts';
import { checkedMapping } from './mappedCsv.ts';
import { mappedRule } from './mappedRule.ts';
import { isLoneObject, mappedValueReader, valuesRecognition } from './mappedValues.ts';

export const mappedJsonl: Importer = {
  id: 'mappedJsonl',
  version: 3,

  recognise(head) {
    const json = readJsonHead(head);
    if (json === undefined) return undefined;
    if (json.cutShort) {
      return {
        kind: 'refused',
        reason:
          'Its first JSON value is longer than 256 KiB and isn’t a chat, so its keys can’t be shown for mapping.',
        hint: 'Chats (objects with “messages”) of up to 64 MiB a line can be imported.',
      };
    }
    const recognition = valuesRecognition('mappedJsonl', json.values);
    if (recognition === undefined || isLoneObject(json.values, head)) {
      return {
        kind: 'refused',
        reason: 'It is one JSON object without a conversation or an answer.',
        hint: 'Chats and tables of answers can be imported, one JSON object a line or in one list.',
      };
    }
    return recognition;
  },

  defaultRule: (_head, mapping) => mappedRule(mapping),

  read: readValues,
};

async function* readValues(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const mapping = checkedMapping(options.mapping);
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const json = readJsonHead(reading.head);
  if (json === undefined)
    throw new AuditError('not-recognised', `${options.path} no longer holds JSON values.`);
  yield* jsonItems(options, json.layout, mappedValueReader(reading.head, json.values, mapping, options));
}
