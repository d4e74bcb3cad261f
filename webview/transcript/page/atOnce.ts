/** Acts that neither save nor move, and so wait for nothing. */
import type { PanelAction } from '../../../src/protocol/transcriptPanel.ts';
import { goAlongPassages } from '../passages/passageActs.ts';
import { showAllQuotes } from '../quotes/quoteReading.ts';
import { toggleAll } from '../reading/readingState.ts';
import { ask } from './ask.ts';
import type { TranscriptPage } from './transcriptPage.ts';
import { showInstructions, showOtherBranch, toggleJudge } from './viewActs.ts';

/** True when the action was one of these, and is done. */
export function performAtOnce(page: TranscriptPage, action: PanelAction): boolean {
  const { store, find } = page;
  const { reading, view, kept, helpOpen } = store.state;
  switch (action) {
    case 'find':
      if (view !== null) find.open();
      return true;
    case 'raw':
      store.update({ reading: { ...reading, raw: !reading.raw } });
      return true;
    case 'toggle-system':
      store.update({ reading: toggleAll(reading, 'system') });
      return true;
    case 'toggle-reasoning':
      store.update({ reading: toggleAll(reading, 'reasoning') });
      return true;
    case 'toggle-judge':
      toggleJudge(page);
      return true;
    case 'show-quotes':
      showAllQuotes(page);
      return true;
    case 'next-branch':
    case 'previous-branch':
      showOtherBranch(page, action === 'next-branch' ? 1 : -1);
      return true;
    case 'instructions':
      showInstructions(page);
      return true;
    case 'select-sentence':
    case 'select-previous-sentence':
      page.sentences.select(action === 'select-sentence' ? 1 : -1);
      return true;
    case 'extend-selection':
    case 'shrink-selection':
      page.sentences.extend(action === 'extend-selection' ? 1 : -1);
      return true;
    case 'next-passage':
    case 'previous-passage':
      goAlongPassages(page, action === 'next-passage' ? 1 : -1);
      return true;
    case 'copy-link':
      if (view !== null)
        ask(page, page.host.request('copy', { transcriptId: view.id, as: 'link' }), 'Link copied.');
      return true;
    case 'keep':
      keep(page, !kept);
      return true;
    case 'help':
      store.update({ helpOpen: !helpOpen });
      return true;
    default:
      return false;
  }
}

function keep(page: TranscriptPage, kept: boolean): void {
  page.store.update({ kept });
  const words = kept ? 'Kept: the next transcript opens in another tab.' : 'No longer kept.';
  page.host.request('keep', { kept }).then(
    () => page.store.update({ notice: { text: words, tone: 'info' } }),
    (error: unknown) => {
      page.store.update({ kept: !kept });
      page.problem(error);
    },
  );
}
