/** Selects text sentence by sentence: webviews have no caret to select with. */
import type { TranscriptPage } from '../page/transcriptPage.ts';
import type { Stretch } from '../quotes/renderedPassage.ts';
import { blocksOf, drawnParts, selectedStretch, selectStretch, type DrawnPart } from './drawnParts.ts';
import { sentenceAfter, sentenceBefore } from './sentences.ts';

/** Where the last selection was; a field that takes the focus takes the browser's away. */
interface Mark extends Stretch {
  readonly turn: number;
  readonly part: number;
}

const DRAWING_MS = 80;

export class SentenceSelection {
  readonly #page: TranscriptPage;
  #last: (Mark & { readonly serial: number; readonly branch: number }) | null = null;

  constructor(page: TranscriptPage) {
    this.#page = page;
  }

  /** The next or the previous sentence, over parts and turns. */
  select(step: 1 | -1): void {
    if (this.#isRaw()) return;
    const { from: mark, parts } = this.#begin();
    const order = step === 1 ? parts : parts.toReversed();
    for (const part of order) {
      const side = mark === null ? 0 : comparePlaces(part, mark);
      if (side * step < 0) continue;
      const blocks = blocksOf(part);
      const { text } = part.shown;
      const at =
        mark === null || side !== 0 ? (step === 1 ? -1 : text.length + 1) : step === 1 ? mark.to : mark.from;
      const found = step === 1 ? sentenceAfter(text, blocks, at) : sentenceBefore(text, blocks, at);
      if (found !== null) return this.#show(part, found);
    }
    this.#drawMore(parts, step);
  }

  /** One sentence more, or one less; within the part. */
  extend(step: 1 | -1): void {
    if (this.#isRaw()) return;
    const { from: mark, parts } = this.#begin();
    const part = mark === null ? undefined : parts.find((each) => comparePlaces(each, mark) === 0);
    if (mark === null || part === undefined || this.#selected() === null) return this.select(1);
    const blocks = blocksOf(part);
    const { text } = part.shown;
    if (step === 1) {
      const next = sentenceAfter(text, blocks, mark.to);
      if (next === null) this.#say('That is the end of this text.');
      else this.#show(part, { from: mark.from, to: next.to });
      return;
    }
    const last = sentenceBefore(text, blocks, mark.to);
    const before = last === null ? null : sentenceBefore(text, blocks, last.from);
    if (before === null || before.to <= mark.from) this.#say('Only one sentence is selected.');
    else this.#show(part, { from: mark.from, to: before.to });
  }

  #isRaw(): boolean {
    const { reading } = this.#page.store.state;
    if (reading.raw) this.#say('Passages are marked in the text as it is drawn, not as recorded.');
    return reading.raw;
  }

  #selected(): Mark | null {
    const selected = selectedStretch();
    return selected === null
      ? null
      : { turn: selected.part.turn, part: selected.part.part, ...selected.stretch };
  }

  /** Where it goes on from: what is selected, else what last was, else the answer. */
  #begin(): { readonly from: Mark | null; readonly parts: readonly DrawnPart[] } {
    const { serial, branch, view } = this.#page.store.state;
    const parts = drawnParts();
    const selected = this.#selected();
    if (selected !== null) return { from: selected, parts };
    const last = this.#last;
    if (last !== null && last.serial === serial && last.branch === branch) return { from: last, parts };
    const focused = document.activeElement?.closest<HTMLElement>('article[data-index]')?.dataset['index'];
    const isAnswerDrawn = branch === 0 && parts.some(({ turn }) => turn === view?.answerTurn);
    const first =
      focused !== undefined
        ? Number(focused)
        : isAnswerDrawn
          ? (view?.answerTurn ?? 0)
          : (this.#page.list?.firstShownTurn() ?? 0);
    // Before everything of that turn.
    return { from: { turn: first, part: 0, from: 0, to: -1 }, parts };
  }

  #show(part: DrawnPart, stretch: Stretch): void {
    const { store } = this.#page;
    const { serial, branch } = store.state;
    this.#last = { turn: part.turn, part: part.part, ...stretch, serial, branch };
    selectStretch(part, stretch);
    const words = part.shown.text.slice(stretch.from, stretch.to).replace(/\s+/g, ' ');
    store.update({ announcement: `Selected: ${words.slice(0, 300)}` });
  }

  /** Turns beyond those in the document are drawn first. */
  #drawMore(parts: readonly DrawnPart[], step: 1 | -1): void {
    const { list, turns } = this.#page;
    const edge = parts.at(step === 1 ? -1 : 0)?.turn;
    const next = edge === undefined ? -1 : edge + step;
    if (list === null || turns === null || next < 0 || next >= turns.count) {
      this.#say(step === 1 ? 'That is the last sentence.' : 'That is the first sentence.');
      return;
    }
    const { serial } = this.#page.store.state;
    list.revealTurn(next);
    setTimeout(() => {
      const isDrawn = drawnParts().some(({ turn }) => turn === next);
      if (isDrawn && this.#page.store.state.serial === serial) this.select(step);
    }, DRAWING_MS);
  }

  #say(text: string): void {
    this.#page.store.update({ notice: { text, tone: 'info' }, announcement: text });
  }
}

function comparePlaces(
  a: { readonly turn: number; readonly part: number },
  b: { readonly turn: number; readonly part: number },
): number {
  return a.turn - b.turn || a.part - b.part;
}
