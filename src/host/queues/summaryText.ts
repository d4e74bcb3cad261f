/** Strata are called after models and conditions, and queues after anything. */
export function withoutHiddenNames(summary: SummarisedQueue): SummarisedQueue {
  const masked = (name: string): string => maskText(name, hiddenNames.pattern);
  return {
    ...summary,
    name: hiddenNames.inName(summary.name),
    strata: summary.strata.map((stratum) => ({ ...stratum, name: masked(stratum.name) })),
  };
}

/** The summary of a queue as Markdown; recorded names are text and nothing else. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { PairFigures, SummarisedQueue } from '../../worker/tasks/queueSummary.ts';
import { maskText } from '../../core/maskText.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import { plain as asText } from '../findings/findingMarkdown.ts';

export function summaryMarkdown(summary: SummarisedQueue, annotator: string): string {
  const { name, finished, judge, self, people } = summary;
  return [
    `# ${asText(name)}`,
    finished ? 'All of it is done.' : 'Not finished: what follows is how it stands now.',
    ...labelLines(summary),
    ...(summary.strata.length === 0 ? [] : sampleLines(summary)),
    '## Agreement',
    ...agreementLines(
      `${asText(annotator)} with themselves, on hidden repeats`,
      self,
      finished ? 'Nothing came twice.' : 'Told when the queue is finished.',
    ),
    ...agreementLines(
      `${asText(annotator)} with the judge`,
      judge,
      'Told when the queue is finished, since it hides the judge.',
    ),
    ...people.flatMap((pair) =>
      agreementLines(`${asText(pair.first)} with ${asText(pair.second)}`, pair, ''),
    ),
    ...(summary.purpose === 'sample'
      ? [
          'These are counts of what was answered, not weighted by how it was drawn; rates that hold for the run are corrected rates.',
        ]
      : []),
    '',
  ].join('\n\n');
}

function labelLines({ annotators }: SummarisedQueue): readonly string[] {
  const rows = annotators.map(
    ({ annotator, total, answered, unsure, skipped, secondsEach, changed }) =>
      `| ${asText(annotator)} | ${[answered, unsure, skipped, total - answered - unsure - skipped].map(groupedNumber).join(' | ')} | ${secondsEach === null ? '' : secondsWords(secondsEach)} | ${groupedNumber(changed)} |`,
  );
  const answers = annotators
    .filter((one) => one.answers.length > 0)
    .map(
      (one) =>
        `${asText(one.annotator)}: ${one.answers.map(({ name, n }) => `${asText(name)} ${groupedNumber(n)}`).join(', ')}.`,
    );
  return [
    '## Labels',
    [
      '| annotator | answered | unsure | skipped | open | each (median) | changed afterwards |',
      '|---|--:|--:|--:|--:|--:|--:|',
      ...rows,
    ].join('\n'),
    ...answers,
  ];
}

/** `0.4 s`, `12 s`: never none at all. */
function secondsWords(seconds: number): string {
  return seconds < 10 ? `${Math.max(0.1, seconds).toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** What becomes of a sample that is half finished, and of what was skipped or unsure. */
function sampleLines({ strata }: SummarisedQueue): readonly string[] {
  const rows = strata.map(
    ({ name, size, drawn, reached, answered, unsure, skipped, beyondGap }) =>
      `| ${asText(name)} | ${[size, drawn, reached, answered, unsure, skipped, beyondGap].map(groupedNumber).join(' | ')} |`,
  );
  const sum = (of: (stratum: SummarisedQueue['strata'][number]) => number): number =>
    strata.reduce((total, stratum) => total + of(stratum), 0);
  const silent = sum(({ unsure, skipped }) => unsure + skipped);
  const open = sum((stratum) => stratum.open);
  const beyond = sum(({ beyondGap }) => beyondGap);
  return [
    '## The sample',
    [
      '| stratum | transcripts | drawn | reached | counted | unsure | skipped | out of turn |',
      '|---|--:|--:|--:|--:|--:|--:|--:|',
      ...rows,
    ].join('\n'),
    ...(open === 0
      ? []
      : [
          `${groupedNumber(open)} are open. What was reached without a gap is a smaller random sample by itself, as long as the labels are not why you stop.`,
        ]),
    ...(silent === 0
      ? []
      : [
          `${groupedNumber(silent)} were skipped or unsure: nonresponse. Those answered in the same stratum stand for them, which nothing shows to be right.`,
        ]),
    ...(beyond === 0
      ? []
      : [
          `${groupedNumber(beyond)} were answered out of turn, behind an open one. They count once the open ones before them are done.`,
        ]),
  ];
}

function agreementLines(who: string, figures: PairFigures | null, without: string): readonly string[] {
  if (figures === null) return [`**${who}**: ${without}`];
  const { pairs, alike, low, high, kappa } = figures;
  if (pairs === 0) return [`**${who}**: nothing was answered by both.`];
  const share = ((100 * alike) / pairs).toFixed(1);
  const interval = `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %`;
  const beyond =
    kappa === null ? 'kappa can’t be told: all are of one class' : `Cohen’s kappa ${kappa.toFixed(2)}`;
  return [
    `**${who}**: ${groupedNumber(alike)} of ${groupedNumber(pairs)} alike, ${share} % (${interval}, Wilson); ${beyond}.`,
  ];
}
