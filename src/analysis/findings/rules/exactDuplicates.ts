import type { FindingSource } from '../../../core/findingSource.ts';
import { answerOf } from '../answerText.ts';
import { bitsOf, isBeyondChance } from '../collisions.ts';
import type { RunCheck, RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { temperatureOf } from '../declared.ts';
import { counted, some } from '../words.ts';

/** Below so many bits nobody wonders about equal answers, however few were drawn. */
const LEAST_BITS = 6;

export const exactDuplicates: RunRule = {
  text: {
    id: 'exactDuplicates',
    version: 1,
    title: 'The same answer more than once',
    looksFor:
      'Transcripts of one run with exactly the same messages, where short answers don’t explain it: fewer than 0.01 equal pairs were to be expected among the answers to that probe, taking the chance that two answers agree as 2^-bits, with 0.2 bits a character (less for texts of few different characters). Answers at temperature 0 are left to another rule.',
    whyItMatters:
      'Copies count as evidence that isn’t there: rates look surer than they are, and one odd answer weighs several times. Usual causes are a cache, a table joined twice, and retries stored beside the first try.',
    source:
      'Shannon 1951, Bell System Technical Journal 30:50-64, for what a character carries; the estimate is far below it.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'run',
  training: true,
  begin,
};

function begin(source: FindingSource): RunCheck {
  const ids = new IdList();
  let texts = 0;
  return {
    row: (row) => {
      const answer = answerOf(row);
      if (bitsOf(answer) < LEAST_BITS) return;
      const { first, several } = source.equals(row.id);
      if (!several || temperatureOf(row, source.run.specs) === 0) return;
      if (!isBeyondChance(answer, source.leafSize(row.armId, row.probeId))) return;
      ids.add(row.id);
      if (first === row.id) texts += 1;
    },
    end: () => {
      const copies = ids.length - texts;
      if (copies <= 0) return [];
      const all = source.run.transcripts;
      return [
        {
          key: 'copies',
          title: `${some(copies, 'transcript repeats', 'transcripts repeat')} another one exactly`,
          detail: `${some(texts, 'text occurs', 'texts occur')} more than once, ${counted(ids.length)} times together, though too long to agree by chance. Without the copies ${counted(all - copies)} of ${some(all, 'transcript')} are left.`,
          severity: 'doubtful',
          certainty: 'certain',
          transcriptIds: ids,
          figures: { copies, texts, transcripts: all },
        },
      ];
    },
  };
}
