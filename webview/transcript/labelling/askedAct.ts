/**
 * What a key that had to wait means when its turn comes. Keys are read as answers of the question that is asked when they
 * are pressed; by the time they are run the next question may be asked, whose answer on that key was meant. Pure.
 */
import type { PanelSettings } from '../../../src/protocol/transcriptPanel.ts';
import type { Act } from '../page/keys.ts';
import { questionOf, type Aim } from './aim.ts';

/** Under which question something was asked for, and with which key; null for a click or command. */
export interface AskedBy {
  readonly metric: string | null;
  readonly key: string | null;
}

interface Asking {
  readonly settings: PanelSettings | null;
  readonly aim: Aim;
}

export function askedBy({ settings, aim: { metric } }: Asking, act: Act, byKey: boolean): AskedBy {
  if (settings === null || !byKey || 'action' in act) return { metric, key: null };
  const { scheme } = questionOf(settings, metric);
  const found =
    'answer' in act
      ? scheme.answers.find(({ id }) => id === act.answer)
      : scheme.scores.find(({ id }) => id === act.score);
  return { metric, key: found?.key ?? null };
}

/** The act under the question that is asked now; null when it means nothing there. */
export function meantNow(
  act: Act & { readonly asked?: AskedBy },
  settings: PanelSettings,
  { metric }: Aim,
): Act | null {
  const { asked } = act;
  if ('action' in act || asked === undefined || asked.metric === metric) return act;
  if (asked.key === null || asked.key === '') return null;
  const { scheme } = questionOf(settings, metric);
  const answer = scheme.answers.find(({ key }) => key === asked.key);
  if (answer !== undefined) return { answer: answer.id };
  const score = scheme.scores.find(({ key }) => key === asked.key);
  return score === undefined ? null : { score: score.id };
}
