import { hash } from 'node:crypto';

const LONGEST_SLUG = 40;
const MARK_DIGITS = 10;

/**
 * The file that one annotator's labels of one installation go to, as `kim-3f9a2c1b07.jsonl`: lower-case ASCII letters,
 * digits and hyphens, which every file system takes and none folds into another name. The mark is a hash of the exact
 * annotator and installation, so that neither two annotators (`Kim` and `kim`) nor two machines ever share a file; and a
 * workspace made by somebody else can't know it beforehand, to put a link of that name there.
 *
 * @param installation this editor on this machine together with this database, in any form
 */
export function ownFileName(annotator: string, installation: string): string {
  const slug = annotator
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
  const mark = hash('sha256', JSON.stringify([annotator, installation]), 'hex').slice(0, MARK_DIGITS);
  return `${slug === '' ? 'annotator' : slug}-${mark}.jsonl`;
}
