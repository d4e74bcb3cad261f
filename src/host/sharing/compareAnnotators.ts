/** Comparing what people said: who and how much first, then the page of agreement, and a queue of what they differ on. */
import { AuditError } from '../../core/errors.ts';
import type { AnnotatorOverlap } from '../../storage/labels/annotatorOverlap.ts';
import { counted } from '../exports/mergeWords.ts';
import type { SharingUi } from './sharingUi.ts';

export interface CompareContext {
  readonly ui: SharingUi;
  overlap(annotators?: readonly string[]): Promise<AnnotatorOverlap>;
}

export interface CompareRequest {
  readonly annotators?: readonly string[] | undefined;
  /** False: only the counts; nothing opens. */
  readonly open?: boolean | undefined;
}

export type Comparison = Omit<AnnotatorOverlap, 'people'> & { readonly annotators: readonly string[] };

const ADJUDICATE = 'Adjudicate…';

/**
 * @returns undefined when the choice was dismissed
 * @throws AuditError `not-found` for fewer than two people with labels, or one who has none
 */
export async function compareAnnotators(
  context: CompareContext,
  { annotators, open = true }: CompareRequest,
): Promise<Comparison | undefined> {
  const { ui } = context;
  const { people } = await context.overlap();
  if (people.length < 2) {
    throw new AuditError(
      'not-found',
      alone(people),
      'Import a colleague’s labels, or share a folder of them.',
    );
  }
  const unknown = annotators?.find((name) => !people.some((person) => person.name === name));
  if (unknown !== undefined) {
    throw new AuditError(
      'not-found',
      `${unknown} has no labels here.`,
      `There are labels of ${people.map(({ name }) => name).join(', ')}.`,
    );
  }
  const chosen =
    annotators ??
    (await ui.choosePeople(
      'Compare Annotators',
      people.map(({ name, transcripts }) => ({
        name,
        words: counted(transcripts, 'transcript', 'transcripts'),
      })),
    ));
  if (chosen === undefined) return undefined;
  if (chosen.length < 2) {
    throw new AuditError('bad-input', 'Comparing takes two people or more.', 'Choose at least two.');
  }
  const { people: _, ...found } = await context.overlap(chosen);
  const comparison = { annotators: chosen, ...found };
  if (open) {
    await ui.run('transcriptAuditor.showAgreement', { annotators: chosen });
    tell(ui, comparison);
  }
  return comparison;
}

/** `kim and lee both answered 180 transcripts and differ on 23, of which 20 aren’t adjudicated yet.` */
export function comparisonWords({ annotators, shared, differing, open }: Comparison): string {
  const [first = '', second = ''] = annotators;
  const who =
    annotators.length === 2 ? `${first} and ${second} both` : `Two or more of ${annotators.length} people`;
  if (shared === 0) {
    return annotators.length === 2
      ? `No transcript here was answered by both ${first} and ${second}.`
      : `No transcript here was answered by two of these ${annotators.length} people.`;
  }
  const answered = `${who} answered ${counted(shared, 'transcript', 'transcripts')}`;
  if (differing === 0) return `${answered} and mean the same by ${shared === 1 ? 'it' : 'all of them'}.`;
  const rest =
    open === differing
      ? ''
      : open === 0
        ? ', all of which are adjudicated'
        : `, of which ${counted(open, 'isn’t', 'aren’t')} adjudicated yet`;
  return `${answered} and differ on ${counted(differing, 'of them', 'of them')}${rest}.`;
}

function tell(ui: SharingUi, comparison: Comparison): void {
  const actions = comparison.open > 0 ? [ADJUDICATE] : [];
  void ui
    .tell(comparisonWords(comparison), ...actions)
    .then(async (choice) => {
      if (choice === ADJUDICATE)
        await ui.run('transcriptAuditor.adjudicate', { annotators: comparison.annotators });
    })
    .catch(() => undefined);
}

function alone([only]: AnnotatorOverlap['people']): string {
  return only === undefined ? 'Nobody has labels here yet.' : `Only ${only.name} has labels here.`;
}
