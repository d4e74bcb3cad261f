import { AuditError } from '../../core/errors.ts';
import type { QueueWish } from '../../core/queue.ts';

/** More than this nobody reads; and every one of them is a line of a definition that colleagues share. */
export const MOST_ITEMS = 50_000;
const LONGEST_NAME = 200;
const MOST_MASKS = 100;

/** @throws AuditError `bad-input` naming what of a wish can't be */
export function checkWish(wish: QueueWish): void {
  const refuse = (message: string, hint = ''): never => {
    throw new AuditError('bad-input', message, hint);
  };
  const { name, purpose, design, repeats, assignment, masks } = wish;
  if (name.trim() === '' || name.length > LONGEST_NAME)
    refuse('A queue needs a name.', 'Up to 200 characters.');
  if ((purpose === 'sample') !== (design !== null))
    refuse('A sample has a design, and nothing else has one.');
  if (purpose === 'sample' && wish.criteria.length > 0)
    refuse(
      'A sample takes all transcripts of its scope into the draw.',
      'Make a list to choose by criteria.',
    );
  if (!(repeats >= 0 && repeats <= 0.5)) refuse('Hidden repeats are a share from 0 to 0.5.');
  if (masks.length > MOST_MASKS || masks.some((mask) => mask.trim() === ''))
    refuse('Texts to mask must not be empty.', 'At most 100 of them.');
  if (assignment === null) return;
  const { annotators, overlap } = assignment;
  if (annotators.length === 0 || annotators.some((annotator) => annotator.trim() === ''))
    refuse('An assignment needs annotators.', 'Name at least one.');
  if (new Set(annotators).size !== annotators.length) refuse('An annotator is named twice.');
  if (!Number.isSafeInteger(overlap) || overlap < 1 || overlap > annotators.length)
    refuse(`${overlap} of ${annotators.length} annotators can’t be given each transcript.`);
}

/** @throws AuditError `bad-input` for more items than anybody reads */
export function checkSize(items: number): void {
  if (items <= MOST_ITEMS) return;
  throw new AuditError(
    'bad-input',
    `These are ${items} transcripts, and a queue holds ${MOST_ITEMS} at most.`,
    'Choose fewer runs or narrower criteria, or draw a sample.',
  );
}
