import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { BranchView, TurnView } from '../../../src/protocol/transcriptParts.ts';
import { useHighlights } from '../find/useHighlights.ts';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { useChanges } from '../page/store.ts';
import { sharedWords } from '../branches/branchGroups.ts';
import { usePassageHighlights } from '../passages/usePassageHighlights.ts';
import { useQuoteHighlights } from '../quotes/useQuoteHighlights.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { grouped } from '../../shared/text/textSize.ts';
import { Margin } from '../margin/margin.tsx';
import { isByAuditor } from './authorTag.ts';
import { followsCall } from './followsCall.ts';
import { scrollKey } from './scrollKeys.ts';
import { Turn } from './turn.tsx';
import { TurnPosition } from './turnPosition.tsx';
import { likelyHeight, likelyUnknownHeight } from './turnSize.ts';
import type { TurnStore } from './turnStore.ts';
import { useScrollTarget } from './useScrollTarget.ts';
import { useVirtualTurns } from './useVirtualTurns.ts';

/** Above and below a turn's contents, as in the style sheet. */
const TURN_PADDING = 24;

interface TurnListProps {
  readonly state: PageState;
  readonly view: TranscriptView;
  readonly turns: TurnStore;
  /** The branch that is shown; null for the transcript's own turns. */
  readonly branch: BranchView | null;
  /** Judge and people: beside the turns, or (`inline`) below the answer. */
  readonly margin: ComponentChildren;
  readonly inline: boolean;
}

/** The scrolling part of the page: only the turns on screen are in the document, however many there are. */
export function TurnList({ state, view, turns, branch, margin, inline }: TurnListProps) {
  const page = usePage();
  useChanges(turns);
  const scroller = useRef<HTMLElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const { reading } = state;
  // Estimates are fixed when a transcript opens: measured heights replace them one by one.
  const estimates = useMemo(() => {
    const unknown = likelyUnknownHeight(view.turns, reading);
    return (index: number) => {
      const turn: TurnView | undefined = turns.turn(index);
      return turn === undefined ? unknown : likelyHeight(turn, reading);
    };
  }, [view.id]);
  const virtualizer = useVirtualTurns({ count: turns.count, scroller, estimate: estimates, pinned: focused });
  const items = virtualizer.getVirtualItems();
  const goTo = useScrollTarget(virtualizer, turns);
  const firstShown = () =>
    virtualizer.getVirtualItemForOffset((virtualizer.scrollOffset ?? 0) + 8)?.index ?? 0;

  useLayoutEffect(() => {
    page.list = {
      scrollToTurn: (index) => goTo(index, 'start'),
      revealTurn: (index) => {
        const isDrawn = virtualizer.getVirtualItems().some((item) => item.index === index);
        if (!isDrawn) goTo(index, 'start');
      },
      firstShownTurn: firstShown,
    };
    if (page.firstTurn > 0) goTo(page.firstTurn, 'start');
    return () => {
      page.list = null;
    };
  }, []);
  const [from, to] = [virtualizer.range?.startIndex ?? 0, virtualizer.range?.endIndex ?? 0];
  useEffect(() => {
    // While a scroll bar is dragged over thousands of turns, only where it rests is fetched.
    const wait = setTimeout(() => turns.want(from, to), virtualizer.isScrolling ? 40 : 0);
    return () => clearTimeout(wait);
  }, [from, to, turns]);
  useEffect(() => page.remember(), [from]);
  useHighlights(scroller, state);
  useQuoteHighlights(scroller, state);
  usePassageHighlights(scroller, state);

  // Judge and people stand by the answer, which is one of the transcript's own turns.
  const marginTurn = branch === null ? view.answerTurn : turns.count - 1;
  const answer = branch === null ? items.find((item) => item.index === marginTurn) : undefined;
  const fork = branch === null ? '' : sharedWords(branch, view.branches ?? []);
  const reachable = focused ?? firstShown();
  return (
    <main
      class={inline ? 'scroller narrow' : 'scroller'}
      ref={scroller}
      onKeyDown={(event) => {
        if (scrollKey(event, { scroller: scroller.current, count: turns.count, goTo }))
          event.stopPropagation();
      }}
    >
      <div class="page-grid">
        <div
          class="turns"
          role="feed"
          aria-label={`${grouped(turns.count)} turns`}
          aria-busy={turns.turn(from) === undefined}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          {items.map((item) => {
            const turn = turns.turn(item.index);
            const isAnswer = branch === null && item.index === view.answerTurn;
            const isShared = branch !== null && fork !== '' && item.index < branch.shared;
            return (
              <article
                key={item.key}
                ref={(element) => virtualizer.measureElement(element)}
                data-index={item.index}
                class={turnClass(turn, {
                  'is-answer': isAnswer,
                  'is-shared': isShared,
                  'is-joined': followsCall(turns, item.index),
                })}
                style={{ transform: `translateY(${item.start}px)` }}
                tabIndex={item.index === reachable ? 0 : -1}
                aria-posinset={item.index + 1}
                aria-setsize={turns.count}
                aria-label={`turn ${grouped(item.index + 1)}${turn === undefined ? '' : `, ${turn.role}`}`}
                onFocusIn={() => setFocused(item.index)}
                onFocusOut={() => setFocused(null)}
              >
                {turn === undefined ? (
                  <MissingTurn index={item.index} turns={turns} height={estimates(item.index)} />
                ) : (
                  <Turn
                    turn={turn}
                    reading={reading}
                    isAnswer={isAnswer}
                    numbered={turns.count > 4}
                    model={view.model}
                  />
                )}
                {isShared && item.index === branch.shared - 1 ? (
                  <p class="fork said">
                    <Revealed text={fork} />
                  </p>
                ) : null}
                {inline && item.index === marginTurn ? margin : null}
              </article>
            );
          })}
        </div>
        {inline ? null : <Margin level={answer?.start ?? 0}>{margin}</Margin>}
      </div>
      <TurnPosition from={from} count={turns.count} />
    </main>
  );
}

function turnClass(turn: TurnView | undefined, marks: Readonly<Record<string, boolean>>): string {
  const names = Object.keys(marks).filter((name) => marks[name]);
  const author = isByAuditor(turn) ? ['by-auditor'] : [];
  return ['turn', `role-${turn?.role ?? 'unknown'}`, ...author, ...names].join(' ');
}

/** As high as the turn is likely to be, so that little moves when it arrives. */
function MissingTurn({ index, turns, height }: { index: number; turns: TurnStore; height: number }) {
  const style = { minHeight: `${height - TURN_PADDING}px` };
  if (turns.problem === '') {
    return (
      <p class="aside" style={style}>
        loading turn {grouped(index + 1)}…
      </p>
    );
  }
  return (
    <p class="aside" style={style}>
      Turn {grouped(index + 1)} could not be loaded: {turns.problem}{' '}
      <button type="button" class="link" onClick={() => (turns.retry(), turns.want(index, index))}>
        try again
      </button>
    </p>
  );
}
