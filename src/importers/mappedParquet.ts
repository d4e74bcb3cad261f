/** Parquet tables: the user says what the columns are. */
import { AuditError } from '../core/errors.ts';
import { readFileHead } from './fileHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { checkedMapping } from './mappedCsv.ts';
import { mappedRule } from './mappedRule.ts';
import { mappedValueReader, valuesRecognition } from './mappedValues.ts';
import { readParquetRows } from './parquetRows.ts';
import { problemOf, rejected } from './tableItems.ts';

export const mappedParquet: Importer = {
  id: 'mappedParquet',
  version: 2,

  recognise({ parquet }) {
    if (parquet === undefined) return undefined;
    const recognition = valuesRecognition('mappedParquet', parquet.first);
    if (recognition !== undefined) return recognition;
    return parquet.rows === 0
      ? {
          kind: 'refused',
          reason: 'It is a Parquet table without rows.',
          hint: 'There is nothing to import in it.',
        }
      : {
          kind: 'refused',
          reason: 'It is a Parquet table whose first row group is over 64 MiB.',
          hint: 'Write it anew with smaller row groups (in pandas: row_group_size=10000).',
        };
  },

  defaultRule: (_head, mapping) => mappedRule(mapping),

  read: readTable,
};

async function* readTable(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const mapping = checkedMapping(options.mapping);
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const { head } = reading;
  if (head.parquet === undefined) {
    throw new AuditError('not-recognised', `${options.path} is no longer a Parquet table.`);
  }
  const read = mappedValueReader(head, head.parquet.first, mapping, options);
  let row = 0;
  for await (const rows of readParquetRows(options)) {
    const items: ImportItem[] = [];
    for (const value of rows) {
      row += 1;
      // A table of columns has no lines; its rows stand for them.
      const at = { row, line: row };
      const text = (): string => JSON.stringify(value);
      const item = read(value, at, (reason) =>
        items.push({ kind: 'problem', problem: problemOf(at, 'warning', reason, text()) }),
      );
      items.push(item.kind === 'transcript' ? item : rejected(at, item.reason, text()));
    }
    yield items;
  }
}
