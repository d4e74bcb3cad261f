import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusTurns } from '../page/focus.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { findWords, totalMatches } from './findState.ts';

/** Finds over all turns, also those that were never fetched. Enter goes on, Shift+Enter back, Escape closes. */
export function FindBar({ state }: { state: PageState }) {
  const { find: session } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const cameFrom = useRef<HTMLElement | null>(null);
  const { find } = state;
  // Before the next key comes, or it would mean a label.
  useLayoutEffect(() => {
    if (!find.open) return;
    if (document.activeElement instanceof HTMLElement && document.activeElement !== field.current) {
      cameFrom.current = document.activeElement;
    }
    field.current?.select();
  }, [find.open, find.opened]);
  if (!find.open) return null;
  const none = totalMatches(find.matches) === 0;
  const close = () => {
    // As in a browser: what was found stays selected, and can be marked.
    const [found] = CSS.highlights.get('find-current') ?? [];
    session.close();
    const origin = cameFrom.current;
    if (origin?.isConnected === true && origin !== document.body) origin.focus({ preventScroll: true });
    else focusTurns();
    if (found instanceof Range) {
      const selection = document.getSelection();
      selection?.removeAllRanges();
      selection?.addRange(found);
    }
  };
  return (
    <search class="find-bar">
      <input
        ref={field}
        type="text"
        class="find-field"
        aria-label="Find in transcript"
        placeholder="Find in transcript"
        value={find.text}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => session.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Enter') session.step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
        }}
      />
      <span class="find-count figures" role="status">
        {findWords(find)}
      </span>
      <vscode-button
        appearance="icon"
        aria-label="previous match"
        title="previous match (Shift+Enter)"
        disabled={none}
        onClick={() => session.step(-1)}
      >
        <LineIcon name="up" />
      </vscode-button>
      <vscode-button
        appearance="icon"
        aria-label="next match"
        title="next match (Enter)"
        disabled={none}
        onClick={() => session.step(1)}
      >
        <LineIcon name="down" />
      </vscode-button>
      <vscode-button appearance="icon" aria-label="close" title="close (Escape)" onClick={close}>
        <LineIcon name="close" />
      </vscode-button>
    </search>
  );
}
