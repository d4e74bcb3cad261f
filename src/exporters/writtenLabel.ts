/** Which label goes into formats that have room for one. */
import type { ExportedLabel, ExportedTranscript } from '../core/exported.ts';

/**
 * The label on the answer that is written: the named annotator's, else the one on which everybody who answered agrees.
 * Undefined where there is none, or where people disagree: no format with one place may silently settle that.
 */
export function writtenLabel(
  { labels }: Pick<ExportedTranscript, 'labels'>,
  annotator: string | undefined,
): (ExportedLabel & { readonly answer: string }) | undefined {
  const answered = labels.filter(
    (label) =>
      label.part === 'answer' &&
      label.state.answer !== null &&
      (annotator === undefined || label.annotator === annotator),
  );
  const [first, ...others] = answered;
  const answer = first?.state.answer;
  if (first === undefined || answer === null || answer === undefined) return undefined;
  const agreed = others.every(
    (other) => other.state.answer === answer && other.scheme.version === first.scheme.version,
  );
  if (!agreed) return undefined;
  const annotators = answered.map((label) => label.annotator).join(', ');
  return { ...first, annotator: annotators, answer };
}
