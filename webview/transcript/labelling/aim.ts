/** What the answer keys are about: the answer or the reasoning, under the main question or a further one. Pure. */
import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import type {
  LabelStateView,
  LabelsView,
  PanelSettings,
  QuestionView,
  SchemeView,
} from '../../../src/protocol/transcriptPanel.ts';

export interface Aim {
  readonly part: 'answer' | 'reasoning';
  /** Null: the question of the verdict. */
  readonly metric: string | null;
}

export const MAIN_AIM: Aim = { part: 'answer', metric: null };

const NOTHING_SAID: LabelStateView = { answer: null, scores: {}, note: '', flagged: false };

/** As requests name it. */
export function aboutAim({ part, metric }: Aim): LabelAbout {
  return {
    ...(part === 'reasoning' ? { part } : {}),
    ...(metric === null ? {} : { metric }),
  };
}

export function isMain(about: LabelAbout): boolean {
  return Object.keys(about).length === 0;
}

export function isSameAbout(a: LabelAbout, b: LabelAbout): boolean {
  const text = ({ part, metric, span, passage }: LabelAbout) => JSON.stringify([part, metric, span, passage]);
  return text(a) === text(b);
}

export function isSameAim(a: Aim, b: Aim): boolean {
  return a.part === b.part && a.metric === b.metric;
}

/** The question with that metric; the main one where it isn't asked. */
export function questionOf(settings: PanelSettings, metric: string | null | undefined): QuestionView {
  const found = settings.also?.find(({ scheme }) => scheme.metric === metric);
  return metric == null || found === undefined ? settings : found;
}

/** The settings with the scheme and the keys of the question that is asked. */
export function askedSettings(settings: PanelSettings, { metric }: Aim): PanelSettings {
  const { scheme, keys } = questionOf(settings, metric);
  return { ...settings, scheme, keys };
}

/** Their metrics in the order they are asked in; null for the main one. */
export function questionsOf({ also = [] }: PanelSettings): readonly (string | null)[] {
  return [null, ...also.map(({ scheme }) => scheme.metric ?? null)];
}

export function questionName(settings: PanelSettings, metric: string | null): string {
  return metric ?? settings.scheme.name;
}

/** One's own label of that. */
export function labelOf(labels: LabelsView, about: LabelAbout): LabelStateView {
  if (about.passage !== undefined)
    return labels.passages?.find(({ id, isMine }) => isMine && id === about.passage)?.state ?? NOTHING_SAID;
  if (about.span !== undefined) return NOTHING_SAID;
  if (isMain(about)) return labels.mine;
  const { part = 'answer', metric } = about;
  return labels.beside?.find((label) => label.part === part && label.metric === metric)?.mine ?? NOTHING_SAID;
}

/** The next question about the answer that is open, from one on and round to it; null when all are answered. */
export function nextOpen(settings: PanelSettings, labels: LabelsView, from: Aim): Aim | null {
  const questions = questionsOf(settings);
  const at = questions.indexOf(from.metric);
  const order = [...questions.slice(at + 1), ...questions.slice(0, at + 1)];
  for (const metric of order) {
    const aim: Aim = { part: 'answer', metric };
    if (labelOf(labels, aboutAim(aim)).answer === null) return aim;
  }
  return null;
}

/** The question one step on or back, round the ends. */
export function stepQuestion(settings: PanelSettings, aim: Aim, step: 1 | -1): Aim {
  const questions = questionsOf(settings);
  const at = questions.indexOf(aim.metric);
  return { ...aim, metric: questions.at((at + step) % questions.length) ?? null };
}

/** What is labelled, in a sentence: `the reasoning, “wants memory”`; empty for the answer under the main question. */
export function aimWords({ part, metric }: Aim): string {
  const what = part === 'reasoning' ? 'the reasoning' : metric === null ? '' : 'the answer';
  return metric === null ? what : `${what}, “${metric}”`;
}

/** The name of an answer under that scheme, or of the scheme that it was given under. */
export function saidWords({ answer, given }: LabelStateView, scheme: SchemeView): string {
  if (answer === null) return '–';
  return given?.name ?? scheme.answers.find(({ id }) => id === answer)?.name ?? answer;
}
