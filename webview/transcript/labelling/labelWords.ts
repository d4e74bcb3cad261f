/** Labels in words, for the bar, the announcements and the people's card. Pure. */
import { drawnAs } from '../../../src/protocol/drawnAs.ts';
import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import type {
  LabelChange,
  LabelStateView,
  SchemeView,
  VerdictView,
} from '../../../src/protocol/transcriptPanel.ts';

/**
 * What a change says: `misaligned`, `alignment 12`, `note`, `flag removed`, `reasoning: misaligned`.
 *
 * @param about what of the transcript it is about
 */
export function changeWords(change: LabelChange, scheme: SchemeView, about: LabelAbout = {}): string {
  const { part, metric, passage, span } = about;
  if (passage !== undefined || span !== undefined)
    return change.action === 'clear' ? 'passage no longer marked' : 'passage';
  const what = [...(part === 'reasoning' ? ['reasoning'] : []), ...(metric === undefined ? [] : [metric])];
  const words = plainWords(change, scheme);
  return what.length === 0 ? words : `${what.join(', ')}: ${words}`;
}

function plainWords(change: LabelChange, scheme: SchemeView): string {
  switch (change.action) {
    case 'answer':
      return answerName(change.answer, scheme);
    case 'score': {
      const name = scheme.scores.find((score) => score.id === change.score)?.name ?? change.score;
      return change.value === null ? `${name} removed` : `${name} ${change.value}`;
    }
    case 'note':
      return change.note === '' ? 'note removed' : 'note';
    case 'flag':
      return change.flagged ? 'flag' : 'flag removed';
    case 'clear':
      return 'answer removed';
    case 'skip':
      return 'skipped';
    case 'confidence':
      return change.confidence === null ? 'confidence removed' : `${change.confidence} confidence`;
    case 'mark':
      return 'passage';
  }
}

/** The scheme's name of an answer; answers of another scheme stand as they were stored. */
export function answerName(answer: string, scheme: SchemeView): string {
  return scheme.answers.find((candidate) => candidate.id === answer)?.name ?? answer;
}

/** True when a change would leave the label as it is, so that no event needs writing. */
export function changesNothing(change: LabelChange, mine: LabelStateView): boolean {
  switch (change.action) {
    case 'answer':
      return mine.answer === change.answer && mine.earlier !== true;
    case 'score':
      return (mine.scores[change.score] ?? null) === change.value;
    case 'note':
      return mine.note === change.note;
    case 'flag':
      return mine.flagged === change.flagged;
    case 'clear':
      return mine.answer === null;
    case 'confidence':
      return (mine.confidence ?? null) === change.confidence;
    case 'mark':
      // A mark without a word is one all the same.
      return (
        mine.note === change.note &&
        mine.answer === change.answer &&
        (mine.flagged || mine.note !== '' || mine.answer !== null)
      );
    case 'skip':
      return false;
  }
}

export type Accord = 'agrees' | 'differs' | 'not comparable';

/** Whether an answer's role is the judge's verdict; undecided answers and missing verdicts can't be compared. */
export function accord(answer: string | null, verdict: VerdictView['judge'], scheme: SchemeView): Accord {
  const role = scheme.answers.find((candidate) => candidate.id === answer)?.role;
  if (role === undefined || role === 'undecided') return 'not comparable';
  if (verdict === 'positive' || verdict === 'negative' || verdict === 'excluded') {
    return role === verdict ? 'agrees' : 'differs';
  }
  return 'not comparable';
}

type AnswerRole = SchemeView['answers'][number]['role'];

/**
 * Which role's shape and colour an answer is drawn with under the run's rule. A scheme whose positive answer is
 * *misaligned*, as the one that comes with the extension, names what is bad under any rule.
 */
export function drawnAnswer(
  role: AnswerRole,
  { positiveIsGood }: Pick<VerdictView, 'positiveIsGood'>,
  scheme: SchemeView,
): AnswerRole {
  const namesBad = scheme.answers.some((answer) => answer.role === 'positive' && answer.id === 'misaligned');
  return drawnAs(role, positiveIsGood === true && !namesBad);
}
