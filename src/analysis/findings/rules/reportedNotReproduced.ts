import type { FoundFinding } from '../../../core/finding.ts';
import type { CheckedRow } from '../../../core/findingSource.ts';
import type { RunRule } from '../findingRule.ts';
import { reportedMetrics, reportedTranscripts } from '../reportedMetrics.ts';
import { counted, quoted, some } from '../words.ts';

/** Metrics that are the mean of a score over the samples. */
const MEANS = /^(?:accuracy|mean)$|(?:^|_)(?:acc|acc_norm|exact_match)$/i;
/** Inspect's words for scores. */
const CLASSES: Readonly<Record<string, number>> = {
  c: 1,
  i: 0,
  p: 0.5,
  n: 0,
  yes: 1,
  no: 0,
  true: 1,
  false: 0,
};
/** Rounding of the header's figure, and of ours. */
const TOLERANCE = 5e-4;

interface Sum {
  n: number;
  sum: number;
  /** Transcripts asked and not scored. */
  missing: number;
}

export const reportedNotReproduced: RunRule = {
  text: {
    id: 'reportedNotReproduced',
    version: 1,
    title: 'Reported figures that the samples don’t give',
    looksFor:
      'Accuracies and means of a file’s header that differ from the mean over its samples by more than rounding (0.0005), with missing scores left out and with them counted as zero. Looked at only where all reported samples are there.',
    whyItMatters:
      'The header was not made from these samples: scores were edited, samples exchanged, or the figure leaves something out.',
    source:
      'Inspect headers: theory-of-mind .83 (100), popularity .63 (100) and .80 (10) are reproduced from their samples.',
    severity: 'wrong',
    certainty: 'likely',
  },
  scope: 'run',
  begin: ({ run }) => {
    const reported = reportedMetrics(run.facts).filter(({ metric }) => MEANS.test(metric));
    const count = reportedTranscripts(run.facts);
    if (reported.length === 0 || (count !== undefined && count !== run.transcripts)) return { end: () => [] };
    // Inspect's judgments are named after the scorer, lm-eval's after the metric.
    const sums = new Map<string, Sum>(
      reported
        .flatMap(({ scorer, metric }) => [scorer, metric])
        .map((name) => [name, { n: 0, sum: 0, missing: 0 }]),
    );
    return {
      row: (row) => {
        for (const [scorer, sum] of sums) addTo(sum, row, scorer);
      },
      end: () =>
        reported.flatMap(({ scorer, metric, value }): FoundFinding[] => {
          const sum = [sums.get(scorer), sums.get(metric)].find((one) => one !== undefined && one.n > 0);
          if (sum === undefined) return [];
          const mean = sum.sum / sum.n;
          const asZero = sum.sum / (sum.n + sum.missing);
          if (Math.min(Math.abs(mean - value), Math.abs(asZero - value)) <= TOLERANCE) return [];
          return [
            {
              key: `${scorer} ${metric}`,
              title: `The header’s ${quoted(`${scorer} ${metric}`)} is ${round(value)}, its samples give ${round(mean)}`,
              detail: `${round(mean)} over ${some(sum.n, 'scored transcript')}, ${round(asZero)} with ${counted(sum.missing)} missing counted as zero.`,
              severity: 'wrong',
              certainty: 'likely',
              transcriptIds: [],
              figures: { reported: value, mean, asZero, scored: sum.n, missing: sum.missing },
            },
          ];
        }),
    };
  },
};

function addTo(sum: Sum, row: CheckedRow, scorer: string): void {
  const value = row.judgments.findLast(({ metric }) => metric === scorer)?.value;
  if (value === undefined) return;
  const number =
    value.kind === 'number'
      ? value.number
      : value.kind === 'boolean'
        ? Number(value.boolean)
        : value.kind === 'class'
          ? CLASSES[value.text.trim().toLowerCase()]
          : undefined;
  if (number === undefined) {
    sum.missing += 1;
    return;
  }
  sum.n += 1;
  sum.sum += number;
}

function round(value: number): string {
  return String(Number(value.toFixed(4)));
}
