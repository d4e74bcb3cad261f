import { temperatureOf } from '../declared.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, percent, some } from '../words.ts';

const LEAST_COPIES = 5;

export const equalAtTemperatureZero: RunRule = {
  text: {
    id: 'equalAtTemperatureZero',
    version: 2,
    title: 'Repeated samples at temperature 0',
    looksFor: 'Answers sampled at temperature 0 that repeat an earlier answer to the same messages.',
    whyItMatters:
      'At temperature 0 a further sample is the same answer again. Counted as a sample of its own it narrows intervals that are about answers, without any new answer.',
    source: 'Follows from greedy decoding; intervals in docs/statistics.md take answers as independent.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'run',
  begin: (source) => {
    const copies = new IdList();
    let sampled = 0;
    return {
      row: (row) => {
        if (temperatureOf(row, source.run) !== 0) return;
        sampled += 1;
        if (row.repeated && source.equals(row.id, 'arm').first !== row.id) copies.add(row.id);
      },
      end: () =>
        copies.length < LEAST_COPIES
          ? []
          : [
              {
                key: 'repeats',
                title: `${counted(copies.length)} of ${some(sampled, 'answer')} at temperature 0 repeat an earlier one`,
                detail: `Only ${counted(sampled - copies.length)} of the ${some(sampled, 'answer')} are different (${percent(copies.length, sampled)} repeat one). Treat an interval over answers as one over ${counted(sampled - copies.length)}, or show the one over prompts.`,
                severity: 'note',
                certainty: 'certain',
                transcriptIds: copies,
                figures: { copies: copies.length, answers: sampled },
              },
            ],
    };
  },
};
