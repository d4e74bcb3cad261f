/** Names proposed for exported files. */
import { join } from 'node:path';

/** A name that every file system takes: letters, digits, dots, dashes; at most 80 characters. */
export function fileNamePart(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return [...plain]
    .slice(0, 80)
    .join('')
    .replace(/[-.]+$/, '');
}

/** `labels.jsonl`, or `labels-kim.jsonl` for one annotator: one file a person keeps git merges quiet. */
export function labelFileName(folder: string, annotators: readonly string[] | undefined): string {
  const [only] = annotators?.length === 1 ? annotators : [];
  const part = only === undefined ? '' : fileNamePart(only);
  return join(folder, part === '' ? 'labels.jsonl' : `labels-${part}.jsonl`);
}

/** `transcripts.csv`, or `<run>-audited.csv` for one run, which is never the name of the file it came from. */
export function transcriptFileName(folder: string, runName: string | undefined, extension: string): string {
  const part = runName === undefined ? '' : fileNamePart(runName.replace(/\.(csv|jsonl?|eval)$/i, ''));
  return join(folder, `${part === '' ? 'transcripts' : `${part}-audited`}.${extension}`);
}
