/** Acts that only change what of a transcript is on screen. */
import { branchWords, stepBranch, viewWords } from '../branches/branchGroups.ts';
import { branchOf } from '../branches/branchReading.ts';
import { askedSettings } from '../labelling/aim.ts';
import { toggleInstructions } from '../labelling/instructionsFold.ts';
import { isBlind } from './pageState.ts';
import { targetOf } from './target.ts';
import type { TranscriptPage } from './transcriptPage.ts';

/** Goes along the strip of branches, and says where that led. */
export function showOtherBranch(page: TranscriptPage, step: 1 | -1): void {
  const { store } = page;
  const { view, branch } = store.state;
  if (view === null) return;
  const { branches = [] } = view;
  if (branches.length === 0) {
    store.update({ notice: { text: 'This transcript has no other branches.', tone: 'info' } });
    return;
  }
  page.showBranch(stepBranch(branches, branch, step));
  const shown = branchOf(view, store.state.branch);
  store.update({
    announcement: shown === null ? 'main' : `${branchWords(shown)}, ${viewWords(shown.view)}`,
  });
}

/** Folds or opens the judge's card. Before an answer the host is asked to show it, and the label will say so. */
export function toggleJudge(page: TranscriptPage): void {
  const { store, host } = page;
  const { state } = store;
  if (state.view === null) return;
  if (!isBlind(state)) {
    store.update({ reading: { ...state.reading, judgeOpen: !state.reading.judgeOpen } });
    return;
  }
  const target = targetOf(state.view);
  host.request('reveal', target).then(
    (view) => {
      store.update({ reading: { ...store.state.reading, judgeOpen: true } });
      page.reveal(view);
    },
    (error: unknown) => page.problem(error),
  );
}

/** Folds or opens the instructions of the question that is asked. */
export function showInstructions(page: TranscriptPage): void {
  const { store } = page;
  const { settings, reading, aim } = store.state;
  const scheme = settings === null ? undefined : askedSettings(settings, aim).scheme;
  if (scheme?.instructions === undefined) {
    const text = 'This label scheme has no instructions.';
    store.update({ notice: { text, tone: 'info' }, announcement: text });
    return;
  }
  store.update({ reading: toggleInstructions(reading, scheme) });
  page.remember();
}
