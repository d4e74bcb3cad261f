import type { OtherRun } from '../../../core/findingSource.ts';
import { answerOf } from '../answerText.ts';
import { bitsOf } from '../collisions.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, named, percent, quoted, some } from '../words.ts';

/** Two runs share fewer answers than this by an overlap of a few texts, which says little. */
const LEAST_SHARED = 20;
/** Or this share of a small run. */
const LEAST_OF_SMALL = 5;
const MOSTLY = 0.9;
/** An answer of so many bits comes about twice in a million pairs by chance. */
const TELLING_BITS = 20;
/** Shorter ones are in every run, and aren't listed. */
const LEAST_BITS = 2;

export const sharedAnswers: RunRule = {
  text: {
    id: 'sharedAnswers',
    version: 1,
    title: 'The same answers in another run',
    looksFor:
      'Answers that an older run holds too, message for message, where they are too long to agree by chance (20 bits or more; see “The same answer more than once”): at least 20, or most of a small run.',
    whyItMatters:
      'Two files that look like two runs are one: pooled rates count it twice, a comparison of the two compares judges at best, and labels on one show on the other.',
    source:
      'Cloakless/clarifying_EM: results1/eval_results_Qwen-Coder-Insecure.csv and diff_models/responses_Qwen-Coder-Insecure.csv hold the same 240 answers.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'others',
  begin: (source) => {
    const shared = new Map<number, { readonly other: OtherRun; readonly ids: IdList; telling: number }>();
    return {
      row: (row) => {
        if (!row.repeated) return;
        const bits = bitsOf(answerOf(row));
        if (bits < LEAST_BITS) return;
        for (const other of source.alsoIn(row.id)) {
          // The younger run of a pair carries the finding; training data is another rule's.
          if (other.runId > source.run.runId || other.content === 'training') continue;
          const one = shared.get(other.runId) ?? { other, ids: new IdList(), telling: 0 };
          shared.set(other.runId, one);
          one.ids.add(row.id);
          if (bits >= TELLING_BITS) one.telling += 1;
        }
      },
      end: () =>
        [...shared.values()]
          .filter(({ telling }) => isMuch(telling, source.run.transcripts))
          .map(({ other, ids }) => {
            const all = source.run.transcripts;
            const copy = ids.length >= MOSTLY * all;
            return {
              key: other.scope,
              title: `${counted(ids.length)} of ${some(all, 'answer')} ${ids.length === 1 ? 'is' : 'are'} in ${quoted(other.name)} too`,
              detail: copy
                ? `This run is a copy of ${named(other.name)}, or that one of this (${percent(ids.length, all)} of the answers). Judgments may differ. Keep one of them, or keep both and compare their judges only.`
                : `${percent(ids.length, all)} of the answers of this run stand in ${named(other.name)} as well. Pooled figures count them twice.`,
              severity: 'doubtful' as const,
              certainty: 'certain' as const,
              transcriptIds: ids,
              figures: { shared: ids.length, transcripts: all },
              otherRunIds: [other.runId],
            };
          }),
    };
  },
};

function isMuch(shared: number, all: number): boolean {
  return shared >= LEAST_SHARED || (shared >= LEAST_OF_SMALL && shared >= MOSTLY * all);
}
