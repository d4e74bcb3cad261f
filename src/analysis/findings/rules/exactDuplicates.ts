import type { FoundFinding } from '../../../core/finding.ts';
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
    version: 2,
    title: 'The same answer more than once',
    looksFor:
      'Transcripts of one run with exactly the same messages, within an arm or under several models, where short answers don’t explain it: fewer than 0.01 equal pairs were to be expected among the answers to that probe, taking the chance that two answers agree as 2^-bits, with 0.2 bits a character (less for texts of few different characters). Answers at temperature 0 are left to another rule.',
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
  const within = { ids: new IdList(), texts: 0 };
  const across = { ids: new IdList(), texts: 0 };
  return {
    row: (row) => {
      if (!row.repeated) return;
      const answer = answerOf(row);
      if (bitsOf(answer) < LEAST_BITS) return;
      const inRun = source.equals(row.id, 'run');
      if (!inRun.several || temperatureOf(row, source.run) === 0) return;
      if (!isBeyondChance(answer, source.leafSize(row.armId, row.probeId))) return;
      const inArm = source.equals(row.id, 'arm');
      const [list, first] = inArm.several ? [within, inArm.first] : [across, inRun.first];
      list.ids.add(row.id);
      if (first === row.id) list.texts += 1;
    },
    end: () => [...copies(source, within), ...alike(across)],
  };
}

interface Equals {
  readonly ids: IdList;
  readonly texts: number;
}

function copies({ run }: FindingSource, { ids, texts }: Equals): FoundFinding[] {
  const n = ids.length - texts;
  if (n <= 0) return [];
  const all = run.transcripts;
  return [
    {
      key: 'copies',
      title: `${some(n, 'transcript repeats', 'transcripts repeat')} another one exactly`,
      detail: `${some(texts, 'text occurs', 'texts occur')} more than once under the same model and condition, ${counted(ids.length)} times together, though too long to agree by chance. Without the copies ${counted(all - n)} of ${some(all, 'transcript')} are left.`,
      severity: 'doubtful',
      certainty: 'certain',
      transcriptIds: ids,
      figures: { copies: n, texts, transcripts: all },
    },
  ];
}

/** Under different models or conditions: not necessarily a copy, but not independent either. */
function alike({ ids, texts }: Equals): FoundFinding[] {
  if (ids.length < 2) return [];
  return [
    {
      key: 'acrossArms',
      title: `${counted(ids.length)} answers stand word for word under several models or conditions`,
      detail: `${texts === 0 ? 'The texts are' : `${some(texts, 'text is', 'texts are')}`} too long to agree by chance. Models of one recipe, sampled near temperature 0, may answer alike; otherwise rows were copied under another name. Either way they are not independent.`,
      severity: 'note',
      certainty: 'certain',
      transcriptIds: ids,
      figures: { transcripts: ids.length, texts },
    },
  ];
}
