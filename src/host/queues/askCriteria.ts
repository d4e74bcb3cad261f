/** Which transcripts a list is of. */
import type { QueueCriterion, QueueWish } from '../../core/queue.ts';
import { BACK, type StepAnswer, type StepItem, type StepPlace } from '../evals/steps.ts';
import { thresholds } from './askDesign.ts';
import type { QueueContext } from './queueContext.ts';
import { listOf, type Asking } from './wishSteps.ts';

/** Those that are asked for; single transcripts are chosen where they are listed. */
type Kind = Exclude<QueueCriterion['kind'], 'these'>;

const KINDS: readonly (StepItem<Kind> & { readonly name: string })[] = [
  { label: 'Judge and people differ', value: 'judge-against-human', name: 'judge against people' },
  { label: 'Judges differ…', value: 'judge-against-judge', name: 'judge against judge' },
  { label: 'Near a threshold…', value: 'near-threshold', name: 'near the threshold' },
  { label: 'A judgment is missing', value: 'missing-judgment', name: 'missing judgments' },
  { label: 'With findings', value: 'finding', name: 'with findings' },
  { label: 'Unlabelled', value: 'unlabelled', name: 'unlabelled' },
  { label: 'Labelled by others, not by me', value: 'labelled-by-others', name: 'labelled by others' },
  { label: 'The judge was not sure…', value: 'low-confidence', name: 'doubtful judgments' },
  { label: 'With certain words…', value: 'text', name: 'with words' },
  { label: 'Annotators disagree', value: 'annotators-disagree', name: 'disagreements' },
  { label: 'All', value: 'all', name: 'all transcripts' },
];

/** `judge against people and unlabelled`; names no metric and no words. */
export function criteriaName(criteria: readonly QueueCriterion[]): string {
  const names = criteria.map(
    ({ kind }) => KINDS.find(({ value }) => value === kind)?.name ?? 'chosen one by one',
  );
  return names.length === 0 ? 'all transcripts' : [...new Set(names)].join(' and ');
}

export async function askCriteria(
  asking: Asking,
  { annotator }: Pick<QueueContext, 'annotator'>,
  place: StepPlace,
  problem: string,
  { scope, criteria }: Pick<QueueWish, 'scope' | 'criteria'>,
): Promise<StepAnswer<readonly QueueCriterion[]>> {
  for (;;) {
    const kinds = await asking.ui.pickMany(
      place,
      `${problem}Which transcripts? Any that is one of these comes in, each once.`,
      KINDS.map(({ label, value }) => ({
        label,
        value,
        picked: criteria.some(({ kind }) => kind === value),
      })),
    );
    if (kinds === undefined || kinds === BACK) return kinds;
    const filled = await fillIn(asking, { ...place, back: true }, kinds, scope.runIds, annotator);
    if (filled !== BACK) return filled;
  }
}

async function fillIn(
  asking: Asking,
  place: StepPlace,
  kinds: readonly Kind[],
  runIds: readonly number[],
  annotator: () => Promise<string>,
): Promise<StepAnswer<readonly QueueCriterion[]>> {
  const criteria: QueueCriterion[] = [];
  for (const kind of kinds) {
    const answer = await criterionOf(asking, place, kind, runIds, annotator);
    if (answer === undefined || answer === BACK) return answer;
    criteria.push(answer);
  }
  return criteria;
}

async function criterionOf(
  { ui, store }: Asking,
  place: StepPlace,
  kind: Kind,
  runIds: readonly number[],
  annotator: () => Promise<string>,
): Promise<StepAnswer<QueueCriterion>> {
  const [first] = thresholds(store, runIds);
  const metric = first?.metric ?? 'aligned';
  switch (kind) {
    case 'near-threshold':
      return read(
        await ui.askText(place, 'Which score, and how near: aligned: 5', `${metric}: 5`, (text) =>
          nearOf(text) === undefined ? 'A metric, a colon and a number, as in aligned: 5.' : undefined,
        ),
        nearOf,
      );
    case 'judge-against-judge':
      return read(
        await ui.askText(
          place,
          'The metric of several judges, or two metrics of one meaning, separated by a comma',
          metric,
          (text) => (twoOf(text) === undefined ? 'One metric, or two.' : undefined),
        ),
        twoOf,
      );
    case 'low-confidence':
      return read(
        await ui.askText(
          place,
          'From what standard deviation of the judge’s own probabilities on, in points of its score?',
          '15',
          (text) => (Number(text) > 0 ? undefined : 'A number above 0.'),
        ),
        (text) => ({ kind, spread: Number(text) }),
      );
    case 'text':
      return read(
        await ui.askText(
          place,
          'Words that question, answer, reasoning or notes hold; words in quotes stand together',
          '',
          (text) => (text.trim() === '' ? 'At least one word.' : undefined),
        ),
        (query) => ({ kind, query }),
      );
    case 'finding':
      return { kind, findingId: null };
    case 'labelled-by-others':
      return { kind, annotator: await annotator() };
    default:
      return { kind };
  }
}

function read(
  answer: StepAnswer<string>,
  parse: (text: string) => QueueCriterion | undefined,
): StepAnswer<QueueCriterion> {
  return answer === undefined || answer === BACK ? answer : parse(answer);
}

function nearOf(text: string): QueueCriterion | undefined {
  const colon = text.lastIndexOf(':');
  const metric = text.slice(0, colon).trim();
  const delta = Number(text.slice(colon + 1));
  const isGood = colon > 0 && metric !== '' && text.slice(colon + 1).trim() !== '' && delta >= 0;
  return isGood ? { kind: 'near-threshold', metric, delta } : undefined;
}

function twoOf(text: string): QueueCriterion | undefined {
  const [metric, other = metric, ...more] = listOf(text, ',');
  if (metric === undefined || other === undefined || more.length > 0) return undefined;
  return { kind: 'judge-against-judge', metric, other };
}
