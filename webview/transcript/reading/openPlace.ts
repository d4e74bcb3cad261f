import type { TranscriptPage } from '../page/transcriptPage.ts';
import { foldKey, isOpen } from './readingState.ts';

/** Opens the fold that hides a passage, and fetches the rest of a text that came cut before its end. */
export async function openPlace(
  page: TranscriptPage,
  { turn, part, end }: { readonly turn: number; readonly part: number; readonly end: number },
): Promise<void> {
  const { turns, store } = page;
  const loaded = await turns?.load(turn);
  const found = loaded?.parts[part];
  if (loaded === undefined || found === undefined || page.turns !== turns) return;
  const { reading } = store.state;
  if (!isOpen(reading, loaded, part)) {
    store.update({ reading: { ...reading, folds: { ...reading.folds, [foldKey(turn, part)]: true } } });
  }
  if (end > found.text.length) turns?.wantWhole(turn, part);
}
