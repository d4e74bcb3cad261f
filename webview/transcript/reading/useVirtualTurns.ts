import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type Range,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';
import { shownIndexes } from './shownIndexes.ts';

interface VirtualTurnsOptions {
  readonly count: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Pixels that a turn takes before it was measured. */
  readonly estimate: (index: number) => number;
  /** A turn that stays in the document wherever the scroll is, since the focus is in it. */
  readonly pinned: number | null;
}

/** A virtualizer of TanStack's core, drawn by Preact. */
export function useVirtualTurns(options: VirtualTurnsOptions): Virtualizer<HTMLElement, HTMLElement> {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const settings = {
    count: options.count,
    getScrollElement: () => options.scroller.current,
    estimateSize: options.estimate,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: 2,
    rangeExtractor: (range: Range) => shownIndexes(range, options.pinned),
    onChange: () => redraw(undefined),
    // Before anything is measured one screen is drawn, so that the first paint has the text.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(settings));
  virtualizer.setOptions(settings);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
