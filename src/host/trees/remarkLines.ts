import { formatCount } from '../../analysis/outline/nodeWords.ts';
import type { RunRemarks } from '../../storage/evals/runRemarks.ts';

/** What must be known beside a run's rate, a line each; none where there is nothing. */
export function remarkLines({
  comparable,
  fake,
  conditionNotApplied,
  corrected = '',
}: RunRemarks): readonly string[] {
  return [
    corrected,
    fake.length === 0 ? '' : `Answers of a fake endpoint (${fake.join(', ')}): not for figures`,
    comparable === false ? 'Suite in our own words: not comparable with a paper’s rates' : '',
    conditionNotApplied === 0
      ? ''
      : `Condition not applied: ${formatCount(conditionNotApplied)} ${conditionNotApplied === 1 ? 'transcript' : 'transcripts'}`,
  ].filter((line) => line !== '');
}
