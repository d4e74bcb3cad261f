import { isJudgeShown, type PageState } from './pageState.ts';
import type { PageStore } from './store.ts';
import type { TranscriptPage } from './transcriptPage.ts';

/** Forgets the keys that wait behind an act that failed, and says so. */
export function dropWaiting({ queue, store }: TranscriptPage): void {
  const dropped = queue.drop();
  if (dropped === 0) return;
  const text = `${dropped} further ${dropped === 1 ? 'key was' : 'keys were'} not used.`;
  store.update({ notice: { text, tone: 'problem' } });
}

/** Remembers that the judge was on screen: what was seen can't be unseen. */
export function noteJudgeSeen(store: PageStore<PageState>): void {
  const { state } = store;
  if (state.view === null || !isJudgeShown(state) || state.judgeSeen.has(state.view.id)) return;
  store.update({ judgeSeen: new Set(state.judgeSeen).add(state.view.id) });
}
