import type { RunRule } from '../findingRule.ts';
import { reportedTranscripts } from '../reportedMetrics.ts';
import { counted, percent, some } from '../words.ts';

export const fewerThanReported: RunRule = {
  text: {
    id: 'fewerThanReported',
    version: 1,
    title: 'Fewer transcripts than the header says',
    looksFor: 'Files whose header reports more samples than are in them.',
    whyItMatters:
      'The header’s figures are about samples that can’t be read, and figures from the samples are about a part whose choice isn’t known.',
    source: 'Inspect logs: one real file reports 790 samples and holds 15.',
    severity: 'wrong',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => ({
    end: () => {
      const reported = reportedTranscripts(run.facts) ?? 0;
      const there = run.transcripts;
      if (reported <= there) return [];
      return [
        {
          key: 'reported',
          title: `The header reports ${some(reported, 'transcript')}, ${counted(there)} ${there === 1 ? 'is' : 'are'} there`,
          detail: `${counted(reported - there)} are missing (${percent(reported - there, reported)}): the log was cut off, filtered, or written by a run that crashed. Figures of the header can’t be checked with what is there.`,
          severity: 'wrong',
          certainty: 'certain',
          transcriptIds: [],
          figures: { reported, there },
        },
      ];
    },
  }),
};
