/**
 * Adding a person's verdict to a result of promptfoo as its own viewer does: a component of type `human` beside those of
 * the assertions, which then decides whether the result passes.
 */
import { fieldsOf, type Fields } from '../fields.ts';

export interface HumanRating {
  readonly pass: boolean;
  /** 0 to 1. */
  readonly score: number;
  /** Who said what, in words. */
  readonly reason: string;
  /** The person's note; empty for none. */
  readonly comment: string;
}

/**
 * The result with the rating in place of an earlier one by hand; undefined when the very same rating is there already.
 *
 * @param result one entry of `results.results`, which is left as it is
 */
export function ratedByHand(result: Fields, rating: HumanRating): Fields | undefined {
  const grading = fieldsOf(result['gradingResult']) ?? {};
  const components = Array.isArray(grading['componentResults'])
    ? (grading['componentResults'] as readonly unknown[])
    : [];
  const others = components.filter((component) => !isHuman(component));
  // With the comment, though it be empty: without one the comment of the whole would be read as this person's.
  const mine = {
    pass: rating.pass,
    score: rating.score,
    reason: rating.reason,
    comment: rating.comment,
    assertion: { type: 'human' },
  };
  const before = fieldsOf(components.find(isHuman));
  const isSame =
    before !== undefined &&
    before['pass'] === mine.pass &&
    before['score'] === mine.score &&
    before['reason'] === mine.reason &&
    (before['comment'] ?? grading['comment'] ?? '') === rating.comment &&
    grading['pass'] === mine.pass &&
    grading['score'] === mine.score;
  if (isSame) return undefined;
  return {
    ...result,
    success: rating.pass,
    score: rating.score,
    gradingResult: {
      ...grading,
      pass: rating.pass,
      score: rating.score,
      reason: rating.reason,
      ...(rating.comment === '' ? {} : { comment: rating.comment }),
      componentResults: [...others, mine],
    },
  };
}

function isHuman(component: unknown): boolean {
  return fieldsOf(fieldsOf(component)?.['assertion'])?.['type'] === 'human';
}
