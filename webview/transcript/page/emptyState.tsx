import { useEffect, useState } from 'preact/hooks';
import { ask } from './ask.ts';
import { usePage } from './pageContext.ts';
import type { PageState } from './pageState.ts';

const WORDS_AFTER_MS = 300;

/** Everything but a transcript: loading, nothing open, gone, failed. */
export function EmptyState({ state }: { state: PageState }) {
  const page = usePage();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), WORDS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const retry = () => {
    page.store.update({ phase: 'loading' });
    void page.reopen(page.remembered());
  };
  switch (state.phase) {
    case 'open':
      return null;
    case 'loading':
      return (
        <main class="empty" aria-busy="true">
          {late ? <p role="status">Opening the transcript…</p> : null}
        </main>
      );
    case 'empty':
      return (
        <main class="empty">
          <h1>No transcript is open</h1>
          <p>Choose one in the Runs view of Transcript Auditor, or import a results file there.</p>
        </main>
      );
    case 'paused':
      return <Paused state={state} />;
    case 'gone':
      return (
        <main class="empty">
          <h1>This transcript isn’t there any more</h1>
          <p>{state.phaseWords}</p>
          <p>Labels given to it are kept; they return when the same texts are imported again.</p>
        </main>
      );
    case 'error':
      return (
        <main class="empty">
          <h1>The transcript could not be opened</h1>
          <p role="alert">{state.phaseWords}</p>
          <vscode-button onClick={retry}>Try again</vscode-button>
        </main>
      );
  }
}

/** An item shows only while its queue is worked on, since it isn't answered yet. */
function Paused({ state }: { state: PageState }) {
  const page = usePage();
  const { paused } = state;
  if (paused === null) return null;
  return (
    <main class="empty">
      <h1>The queue is paused</h1>
      <p>What you answered is kept. Resume it to go on with the item you were at.</p>
      <vscode-button onClick={() => ask(page, page.host.request('resumeQueue', paused))}>
        Resume
      </vscode-button>
      {state.notice === null ? null : <p role="alert">{state.notice.text}</p>}
    </main>
  );
}
