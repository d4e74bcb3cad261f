/** Marking passages, going to them, taking marks away. */
import type { LabelAbout, PassageView } from '../../../src/protocol/transcriptAbout.ts';
import { MAIN } from '../branches/branchGroups.ts';
import { labelOf } from '../labelling/aim.ts';
import { isJudgeShown } from '../page/pageState.ts';
import { targetOf } from '../page/target.ts';
import type { TranscriptPage } from '../page/transcriptPage.ts';
import { quoteOf } from '../quotes/quoteState.ts';
import { openPlace } from '../reading/openPlace.ts';
import { selectedStretch } from './drawnParts.ts';
import { passageOf, placeWords, stepPassage } from './passageState.ts';
import { sourcePassage } from './sourcePassage.ts';

const LONGEST_SHOWN = 400;

const HOW =
  'Select a passage first: with the mouse, a sentence by its key, or what find or a citation of the judge leads to.';

/** Opens the field for what is selected, else for the passage or citation that was gone to. */
export function markPassage(page: TranscriptPage): void {
  const { store, labelling } = page;
  const { view, passages, quotes, branch, aim } = store.state;
  if (view === null) return;
  if (labelling.obstacle !== '') {
    store.update({ notice: { text: labelling.obstacle, tone: 'problem' } });
    return;
  }
  const metric = aim.metric === null ? {} : { metric: aim.metric };
  const onBranch = branch === MAIN ? {} : { branch };
  const selected = selectedStretch();
  if (selected !== null) {
    const { turn, part, shown } = selected.part;
    const { from, to } = selected.stretch;
    const text = page.turns?.textOf(turn, part);
    const source = text === undefined ? null : sourcePassage(text, shown.text, from, to);
    if (source === null) {
      say(page, 'Where that stands in the recorded text can’t be told. Select a little more or less.');
      return;
    }
    open(page, { ...metric, span: { turn, ...onBranch, part, ...source } }, shown.text.slice(from, to));
    return;
  }
  const passage = passageOf(view.labels, passages.current);
  if (passage !== undefined) {
    editPassage(page, passage);
    return;
  }
  const cited = isJudgeShown(store.state) ? quoteOf(view.judgments, quotes.current) : undefined;
  const place = cited?.places[0];
  if (cited !== undefined && place !== undefined) {
    const { turn, part, start, end } = place;
    const within = cited.branch === undefined ? {} : { branch: cited.branch };
    open(page, { ...metric, span: { turn, ...within, part, from: start, to: end } }, cited.quote);
    return;
  }
  say(page, HOW);
}

/** Opens the field with what one says of a passage; of somebody else's it is a mark of one's own. */
export function editPassage(page: TranscriptPage, passage: PassageView): void {
  open(page, { ...metricOf(passage), passage: passage.id }, passage.quote);
}

/** Takes one's mark off the passage that was gone to. */
export async function removePassage(page: TranscriptPage, id: string | null): Promise<void> {
  const { view } = page.store.state;
  const passage = view === null ? undefined : passageOf(view.labels, id);
  if (view === null || passage === undefined) {
    say(page, 'Go to a marked passage first, then its mark can be taken away.');
    return;
  }
  if (!passage.isMine) {
    say(page, `That mark is ${passage.annotator}’s; only they can take it away.`);
    return;
  }
  await page.labelling.change(
    targetOf(view),
    { action: 'clear' },
    { ...metricOf(passage), passage: passage.id },
  );
}

/** The passage that was just marked is the one that the reader is at. */
export function stayAtNewest({ store }: TranscriptPage): void {
  const { view, passages } = store.state;
  const mine = view?.labels.passages?.filter(({ isMine }) => isMine) ?? [];
  const newest = mine.reduce<PassageView | undefined>(
    (last, each) => (last === undefined || each.time >= last.time ? each : last),
    undefined,
  );
  if (newest !== undefined) store.update({ passages: { ...passages, current: newest.id } });
}

/** Goes along the marked passages. */
export function goAlongPassages(page: TranscriptPage, step: 1 | -1): void {
  const { view, passages } = page.store.state;
  const passage = view === null ? undefined : stepPassage(view.labels, passages.current, step);
  if (passage === undefined) say(page, 'No passage is marked here.');
  else goToPassage(page, passage);
}

/** Shows a passage in the branch that it stands in. */
export function goToPassage(page: TranscriptPage, passage: PassageView): void {
  const { store } = page;
  const { view, passages, quotes, reading } = store.state;
  const where = placeWords(passage, view?.branches ?? []);
  store.update({
    passages: { current: passage.id, gone: passages.gone + 1 },
    quotes: { ...quotes, current: null },
    reading: { ...reading, raw: false },
    announcement: `${passage.isMine ? 'Your' : `${passage.annotator}’s`} passage, ${where}: ${passage.quote}`,
  });
  document.getSelection()?.removeAllRanges();
  const { place } = passage;
  if (place === null) return;
  const branch = place.branch ?? MAIN;
  if (store.state.branch === branch) page.list?.revealTurn(place.turn);
  else page.showBranch(branch, place.turn);
  void openPlace(page, { turn: place.turn, part: place.part, end: place.to });
}

function open(page: TranscriptPage, about: LabelAbout, quote: string): void {
  const { view } = page.store.state;
  if (view === null) return;
  const { note, answer } = labelOf(view.labels, about);
  const target = targetOf(view);
  const draft = page.drafts.of(target, note, about);
  page.store.update({
    notice: null,
    entry: {
      kind: 'passage',
      target,
      about,
      quote: quote.replace(/\s+/g, ' ').slice(0, LONGEST_SHOWN),
      note: draft ?? note,
      answer,
    },
  });
}

function metricOf({ metric }: PassageView): LabelAbout {
  return metric === undefined ? {} : { metric };
}

function say(page: TranscriptPage, text: string): void {
  page.store.update({ notice: { text, tone: 'info' }, announcement: text });
}
