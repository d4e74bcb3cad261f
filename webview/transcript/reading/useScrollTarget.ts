import type { Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useRef } from 'preact/hooks';
import type { TurnStore } from './turnStore.ts';

export type GoTo = (index: number, align: 'start' | 'end') => void;

/**
 * Goes to a turn and stays there while turns arrive and their heights become known, until the reader scrolls.
 * Without it the end of a long transcript would slide away under its own loading.
 */
export function useScrollTarget(virtualizer: Virtualizer<HTMLElement, HTMLElement>, turns: TurnStore): GoTo {
  const target = useRef<{ readonly index: number; readonly align: 'start' | 'end' } | null>(null);
  useEffect(() => {
    const forget = () => {
      target.current = null;
    };
    const scroller = virtualizer.scrollElement;
    const unsubscribe = turns.subscribe(() => {
      const { current } = target;
      // After the arrived turns are drawn and measured.
      if (current !== null) {
        requestAnimationFrame(() => virtualizer.scrollToIndex(current.index, { align: current.align }));
      }
    });
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchmove']) {
      scroller?.addEventListener(type, forget, { passive: true, capture: true });
    }
    return () => {
      unsubscribe();
      for (const type of ['wheel', 'pointerdown', 'keydown', 'touchmove']) {
        scroller?.removeEventListener(type, forget, { capture: true });
      }
    };
  }, [virtualizer, turns]);
  return (index, align) => {
    target.current = { index, align };
    virtualizer.scrollToIndex(index, { align });
  };
}
