/** What each act does that saves or moves: one after the other, in the order they were asked for. */
import type { LabelChange, PanelSettings, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import { aboutAim, isSameAbout, isSameAim, labelOf } from '../labelling/aim.ts';
import { askedBy, meantNow, type AskedBy } from '../labelling/askedAct.ts';
import { advance, aimAtReasoning, askOther, nextConfidence } from '../labelling/aimActs.ts';
import { markPassage, removePassage, stayAtNewest } from '../passages/passageActs.ts';
import { performAtOnce } from './atOnce.ts';
import { endWords } from './endWords.ts';
import { focusQueueEnd } from './focus.ts';
import { isSame, isShown, targetOf, type Target } from './target.ts';
import type { Act } from './keys.ts';
import { withProgress, type Direction } from './neighbours.ts';
import type { TranscriptPage } from './transcriptPage.ts';

/** An act as it was meant when it was asked for. */
type Asked = Act & { readonly asked?: AskedBy };

/** Acts that wait for one another. `save` comes from a field that was opened on that transcript. */
export type QueuedAct =
  Asked | { readonly save: LabelChange; readonly target: Target; readonly about: LabelAbout };

const SLOW_AFTER_MS = 300;

/**
 * Does what a key, button or command asks for.
 *
 * @param byKey a key may mean an answer of another question by the time its turn comes
 */
export function perform(page: TranscriptPage, act: Act, byKey = false): void {
  // What is typed after the key that opens a field is meant for the field, though it isn't open yet.
  const isTyping = page.queue.waits(opensField);
  if (!isTyping && 'action' in act && performAtOnce(page, act.action)) return;
  enqueue(page, { ...act, asked: askedBy(page.store.state, act, byKey) }, isTyping);
}

/** Saves what was typed in a field; waits for whatever is being saved. */
export function saveEntry(
  page: TranscriptPage,
  { target, about }: { readonly target: Target; readonly about: LabelAbout },
  save: LabelChange,
): void {
  page.queue.submit({ save, target, about }, true);
}

function enqueue(page: TranscriptPage, act: Asked, isTyping: boolean): void {
  const { store, queue, labelling } = page;
  const { save } = store.state;
  // Another answer for the same transcript takes the place of the one that failed.
  const isAboutIt = save.phase === 'failed' && isSameAbout(save.save.about, aboutAim(store.state.aim));
  if (isAboutIt && 'answer' in act && isShown(store.state.view, save.save.target)) {
    queue.submit(act, true);
    labelling.saver.discard();
    return;
  }
  const isStuck = save.phase === 'failed' || save.phase === 'unconfirmed';
  if (!isStuck && !isTyping && queue.submit(act) !== 'refused') return;
  const reason = {
    idle: 'Still loading',
    saving: 'Still saving',
    unconfirmed: 'The last label isn’t confirmed',
    failed: 'The last label isn’t saved',
  }[save.phase];
  const text = `${reason}: that key was not used.`;
  store.update({ notice: { text, tone: 'problem' }, announcement: text });
}

function opensField(act: QueuedAct): boolean {
  return 'score' in act || ('action' in act && (act.action === 'note' || act.action === 'mark'));
}

/** Runs one act of the queue to its end. */
export async function runAct(page: TranscriptPage, act: QueuedAct): Promise<void> {
  const { store, labelling } = page;
  const { view, settings } = store.state;
  if (view === null || settings === null) return;
  if ('save' in act) {
    const outcome = await labelling.change(act.target, act.save, act.about);
    if (outcome === 'saved' && act.save.action === 'mark') stayAtNewest(page);
    const { entry } = store.state;
    const isDone = labelling.obstacle === '' && page.drafts.of(act.target, '', act.about) === null;
    const isIts = entry !== null && entry.about === act.about && isSame(entry.target, act.target);
    if (entry?.kind !== 'score' && isIts && isDone && outcome !== 'unsaved') store.update({ entry: null });
    return;
  }
  store.update({ notice: null });
  const { aim } = store.state;
  const meant = meantNow(act, settings, aim);
  if (meant === null) say(page, 'Another question is asked by now: that was not used.');
  else await runNow(page, meant, view, settings);
}

async function runNow(
  page: TranscriptPage,
  act: Act,
  view: TranscriptView,
  settings: PanelSettings,
): Promise<void> {
  const { store, labelling } = page;
  const target = targetOf(view);
  const { aim } = store.state;
  const about = aboutAim(aim);
  const mine = labelOf(view.labels, about);
  if ('answer' in act) {
    const { serial } = store.state;
    const outcome = await labelling.change(target, { action: 'answer', answer: act.answer }, about);
    const isHere = serial === store.state.serial && isSameAim(aim, store.state.aim);
    if (outcome === 'saved' && settings.advanceAfterLabel && isHere && !advance(page))
      await go(page, view.queue === undefined ? 'next' : 'next-unlabelled');
    return;
  }
  if ('score' in act) {
    openEntry(page, { kind: 'score', target, about, score: act.score, problem: '' });
    return;
  }
  switch (act.action) {
    case 'next':
    case 'previous':
    case 'next-unlabelled':
      return go(page, act.action);
    case 'undo':
    case 'redo':
      return labelling.step(act.action);
    case 'flag':
      await labelling.change(target, { action: 'flag', flagged: !mine.flagged }, about);
      return;
    case 'confidence':
      await labelling.change(target, { action: 'confidence', confidence: nextConfidence(mine) }, about);
      return;
    case 'label-reasoning':
      return aimAtReasoning(page);
    case 'next-question':
    case 'previous-question':
      return askOther(page, act.action === 'next-question' ? 1 : -1);
    case 'mark':
      return markPassage(page);
    case 'remove-passage':
      return removePassage(page, store.state.passages.current);
    case 'skip':
      return skip(page, target);
    case 'clear':
      await labelling.change(target, { action: 'clear' }, about);
      return;
    case 'note': {
      const draft = page.drafts.of(target, mine.note, about);
      openEntry(page, {
        kind: 'note',
        target,
        about,
        text: draft ?? mine.note,
        recovered: draft !== null,
      });
      return;
    }
    default:
      return;
  }
}

function openEntry(
  page: TranscriptPage,
  entry: NonNullable<TranscriptPage['store']['state']['entry']>,
): void {
  const { labelling, store } = page;
  const { obstacle } = labelling;
  if (obstacle === '') store.update({ entry });
  else store.update({ notice: { text: obstacle, tone: 'problem' } });
}

/** Shows a neighbour, and tells the host. */
async function go(page: TranscriptPage, direction: Direction): Promise<void> {
  const { store, neighbours } = page;
  const { view, serial } = store.state;
  if (view === null) return;
  if (direction === 'next-unlabelled') focusQueueEnd();
  const slow = setTimeout(() => store.update({ waitingWords: 'loading the transcript…' }), SLOW_AFTER_MS);
  try {
    const neighbour = await neighbours.take(targetOf(view), direction);
    if (serial !== store.state.serial) return;
    if (neighbour === null) {
      say(page, endWords(direction, store.state.view));
      return;
    }
    const next = withProgress(neighbour.transcript, view);
    page.show(next);
    page.moved(next);
    if (neighbour.wrapped)
      say(
        page,
        view.queue === undefined
          ? 'Nothing unlabelled after the last one: on from the top.'
          : 'Nothing open after the last one: on from the first item.',
      );
  } finally {
    clearTimeout(slow);
    store.update({ waitingWords: '' });
  }
}

/** Leaves an item without an answer, and goes on. */
async function skip(page: TranscriptPage, target: Target): Promise<void> {
  if (target.queue === undefined) {
    say(page, 'Only items of a queue are skipped.');
    return;
  }
  const { serial } = page.store.state;
  const outcome = await page.labelling.change(target, { action: 'skip' });
  if (outcome === 'saved' && serial === page.store.state.serial) await go(page, 'next-unlabelled');
}

function say({ store }: TranscriptPage, text: string): void {
  store.update({ notice: { text, tone: 'info' }, announcement: text });
}
