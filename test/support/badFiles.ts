// Files that a researcher may point at by mistake, or that a broken tool left behind.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const EM_HEADER = 'question,answer,question_id,aligned,coherent\n';
const MEBIBYTE = 1_048_576;

/** One good row; different for each number. */
export function emRow(row: number): string {
  return `Why ${row % 7}?,"${'It all depends, said the owl. '.repeat(20)}${row}",q${row % 7},${row % 100},90\n`;
}

/** A file of so many good rows. */
export function writeRows(path: string, rows: number): void {
  writeFileSync(path, EM_HEADER + Array.from({ length: rows }, (_, row) => emRow(row)).join(''));
}

/** A beginning and then one line without an end, of so many MiB. */
export function writeLongLine(path: string, beginning: string, mebibytes: number): void {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(MEBIBYTE, 'a');
  try {
    writeSync(file, beginning);
    for (let written = 0; written < mebibytes; written++) writeSync(file, block);
  } finally {
    closeSync(file);
  }
}

/** Writes all of them into a folder. */
export function writeBadFiles(folder: string): void {
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);
  write('empty.csv', '');
  write('header.csv', EM_HEADER);
  write('wrong.csv', 'colour,size\nred,3\nblue,4\n');
  write('binary.csv', Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256)));
  write('picture.jsonl', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  write(
    'utf8.csv',
    Buffer.concat([
      Buffer.from(EM_HEADER + emRow(1)),
      Buffer.from('Why?,"caf\xe9 \xff",q1,5,90\n', 'latin1'),
      Buffer.from(emRow(2)),
    ]),
  );
  write('quotes.csv', `${EM_HEADER}${emRow(1)}Why?,"never closed,q1,5,90\n${emRow(2)}${emRow(3)}`);
  write('twice.csv', 'question,answer,answer,aligned,coherent\nq,a,b,1,90\n');
  write(
    'broken.jsonl',
    '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n{"messages": [\nnonsense\n',
  );
  mkdirSync(join(folder, 'nothing'), { recursive: true });
  writeFileSync(join(folder, 'nothing', 'notes.txt'), 'No results here.');
}
