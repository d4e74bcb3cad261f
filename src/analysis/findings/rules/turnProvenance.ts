import type { FoundFinding } from '../../../core/finding.ts';
import type { Turn } from '../../../core/transcript.ts';
import { saidTurns } from '../answerText.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { sameModel } from '../modelNames.ts';
import { named, quoted, some } from '../words.ts';

const MOST_NAMES = 20;
/** What may be said of a turn's author without naming a model. */
const PARTIES = new Set(['auditor', 'target', 'assistant', 'model', 'tool', 'user', 'system', 'judge']);

export const turnProvenance: RunRule = {
  text: {
    id: 'turnProvenance',
    version: 1,
    title: 'Turns by another model than the header says',
    looksFor:
      'Answers whose own record names another model than the transcript’s; transcripts in which some answers say which model wrote them and others don’t; arms whose endpoint reported several versions of the model.',
    whyItMatters:
      'The figure is credited to the model of the header. Answers by another one, as after a fallback, a wrong route or an edited transcript, are not its answers.',
    source:
      'Petri and Inspect record a model and a source for each message; OpenAI-compatible endpoints report the snapshot that answered.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => {
    const models = new Map(run.arms.map(({ armId, model }) => [armId, model]));
    const differing = new IdList();
    const unknown = new IdList();
    const names = new Set<string>();
    const versions = new Map<number, Map<string, IdList>>();
    return {
      row: (row) => {
        const header = models.get(row.armId) ?? null;
        const turns = saidTurns(row);
        const makers = turns.map(makerOf);
        const others =
          header === null ? [] : makers.filter((maker) => maker !== undefined && !sameModel(maker, header));
        if (others.length > 0) {
          differing.add(row.id);
          for (const maker of others) if (maker !== undefined && names.size < MOST_NAMES) names.add(maker);
        }
        if (makers.some((maker) => maker !== undefined) && makers.some((maker) => maker === undefined))
          unknown.add(row.id);
        const last = makers.at(-1);
        if (last === undefined) return;
        const ofArm = versions.get(row.armId) ?? new Map<string, IdList>();
        versions.set(row.armId, ofArm);
        const ids = ofArm.get(last) ?? new IdList();
        if (ofArm.size < MOST_NAMES) ofArm.set(last, ids);
        ids.add(row.id);
      },
      end: () => {
        const found: FoundFinding[] = [];
        if (differing.length > 0) {
          found.push({
            key: 'differs',
            title: `${some(differing.length, 'transcript has', 'transcripts have')} answers by another model than the header says`,
            detail: `Their own records name ${[...names].map(named).join(', ')}.`,
            severity: 'doubtful',
            certainty: 'certain',
            transcriptIds: differing,
            figures: { transcripts: differing.length, models: names.size },
          });
        }
        if (unknown.length > 0) {
          found.push({
            key: 'unknown',
            title: `In ${some(unknown.length, 'transcript')} only some answers say which model wrote them`,
            detail: 'Where others do, an answer without a record may have been written or edited by hand.',
            severity: 'note',
            certainty: 'certain',
            transcriptIds: unknown,
            figures: { transcripts: unknown.length },
          });
        }
        for (const [armId, ofArm] of versions) {
          if (ofArm.size < 2) continue;
          const [most, ...rest] = [...ofArm].sort(([, a], [, b]) => b.length - a.length);
          // Another model altogether is the finding above.
          const later = rest.filter(([name]) => most !== undefined && sameModel(name, most[0]));
          const [first] = later;
          if (most === undefined || first === undefined) continue;
          found.push({
            key: `versions of ${models.get(armId) ?? armId}`,
            title: `${quoted(models.get(armId) ?? 'The model')} answered in ${some(later.length + 1, 'version')}`,
            detail: [most, ...later]
              .map(([name, ids]) => `- ${named(name)}: ${some(ids.length, 'answer')}`)
              .join('\n'),
            severity: 'note',
            certainty: 'certain',
            transcriptIds: first[1],
            figures: { versions: later.length + 1, others: first[1].length },
          });
        }
        return found;
      },
    };
  },
};

/** The model that a turn's own record names; undefined when it names none. */
function makerOf({ author, provenance }: Turn): string | undefined {
  for (const field of ['reportedModel', 'model']) {
    const value = provenance?.[field];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return author === undefined || PARTIES.has(author.toLowerCase()) ? undefined : author;
}
