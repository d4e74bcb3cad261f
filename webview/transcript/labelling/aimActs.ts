/** Turns the answer keys to the reasoning, or to another question. */
import type { LabelStateView } from '../../../src/protocol/transcriptPanel.ts';
import type { SteppedView } from '../../../src/protocol/transcriptRequests.ts';
import type { TranscriptPage } from '../page/transcriptPage.ts';
import { aimWords, isSameAim, MAIN_AIM, nextOpen, questionName, stepQuestion, type Aim } from './aim.ts';

const CONFIDENCES = ['low', 'medium', 'high'] as const;

/** Unsaid, low, medium, high, and round again. */
export function nextConfidence({
  confidence,
}: LabelStateView): NonNullable<LabelStateView['confidence']> | null {
  const at = confidence === undefined ? -1 : CONFIDENCES.indexOf(confidence);
  return CONFIDENCES[at + 1] ?? null;
}

/** Labels the reasoning, or the answer again. */
export function aimAtReasoning(page: TranscriptPage): void {
  const { view, aim } = page.store.state;
  if (view?.hasReasoning !== true) {
    const text = 'There is no reasoning here to label.';
    page.store.update({ notice: { text, tone: 'info' }, announcement: text });
    return;
  }
  aimAt(page, { ...aim, part: aim.part === 'answer' ? 'reasoning' : 'answer' });
}

/** Asks the next question, or the one before. */
export function askOther(page: TranscriptPage, step: 1 | -1): void {
  const { settings, aim } = page.store.state;
  if (settings === null) return;
  if (settings.also === undefined) {
    const text = 'Only one question is asked. The setting transcriptAuditor.alsoLabel names further ones.';
    page.store.update({ notice: { text, tone: 'info' }, announcement: text });
    return;
  }
  aimAt(page, stepQuestion(settings, aim, step));
}

export function aimAt(page: TranscriptPage, aim: Aim): void {
  const { settings, aim: before } = page.store.state;
  if (settings === null || isSameAim(aim, before)) return;
  page.store.update({ aim, announcement: `Labelling ${nameOf(page, aim)}` });
}

/** After an answer: on to the next question that is open; false when there is none. */
export function advance(page: TranscriptPage): boolean {
  const { settings, view, aim } = page.store.state;
  if (settings?.also === undefined || view === null) return false;
  const open = nextOpen(settings, view.labels, aim);
  if (open === null) return false;
  page.store.update({
    aim: open,
    announcement: `${page.store.state.announcement}. Now ${nameOf(page, open)}`,
  });
  return true;
}

/** Turns to what was undone or redone. */
export function aimAtStep(page: TranscriptPage, { stepped = {} }: SteppedView): void {
  const { part = 'answer', metric = null, passage = null } = stepped;
  const { settings } = page.store.state;
  const isAsked = metric === null || settings?.also?.some(({ scheme }) => scheme.metric === metric) === true;
  const aim: Aim = passage === null && isAsked ? { part, metric } : MAIN_AIM;
  page.store.update({ aim });
}

function nameOf({ store }: TranscriptPage, aim: Aim): string {
  const { settings } = store.state;
  const words = aimWords(aim);
  return words !== '' ? words : `the answer, “${settings === null ? '' : questionName(settings, null)}”`;
}
