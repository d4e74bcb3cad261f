import { useEffect } from 'preact/hooks';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../text/revealed.tsx';
import { LineIcon } from '../page/icons.tsx';
import { isStep, type SaveState } from './saveState.ts';

const NOTICE_MS = 6_000;

/** One line above the answers: what is being saved, what failed with its ways out, or what was just done. */
export function BarMessage({ state }: { state: PageState }) {
  const { store } = usePage();
  const { save, notice, settings, waitingWords } = state;
  useEffect(() => {
    if (notice?.tone !== 'info') return;
    const timer = setTimeout(() => {
      if (store.state.notice === notice) store.update({ notice: null });
    }, NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice, store]);
  const isTrouble = save.phase === 'failed' || save.phase === 'unconfirmed';
  return (
    <>
      {isTrouble ? <Trouble save={save} state={state} /> : null}
      <p class={notice?.tone === 'problem' ? 'bar-message is-problem' : 'bar-message'} role="status">
        {save.phase === 'saving' && save.slow ? (
          <>
            Saving <Revealed text={save.save.words} />…
          </>
        ) : waitingWords !== '' ? (
          waitingWords
        ) : notice !== null ? (
          <>
            {notice.tone === 'problem' ? <LineIcon name="warning" /> : null} <Revealed text={notice.text} />
          </>
        ) : settings !== null && settings.readOnlyReason !== '' ? (
          <>
            Nothing can be labelled: <Revealed text={settings.readOnlyReason} />
          </>
        ) : null}
      </p>
    </>
  );
}

interface TroubleProps {
  readonly save: Extract<SaveState, { phase: 'failed' | 'unconfirmed' }>;
  readonly state: PageState;
}

function Trouble({ save: state, state: { view } }: TroubleProps) {
  const { saver } = usePage().labelling;
  const { save } = state;
  const what = isStep(save.change) ? save.words : `“${save.words}”`;
  const elsewhere = view?.id === save.transcriptId ? '' : ` on ${save.transcriptName}`;
  return (
    <div class="trouble" role="alert">
      <LineIcon name="warning" />
      <p>
        {state.phase === 'failed' ? (
          <>
            <strong>Not saved: </strong>
            <Revealed text={`${what}${elsewhere}. ${state.problem.message} ${state.problem.hint}`} />
          </>
        ) : (
          <>
            <strong>Not confirmed: </strong>
            <Revealed text={`${what}${elsewhere}. The extension host hasn’t said that it is on disk.`} />
          </>
        )}
      </p>
      <vscode-button onClick={() => saver.retry()}>Retry</vscode-button>
      <vscode-button appearance="secondary" onClick={() => saver.discard()}>
        Discard
      </vscode-button>
    </div>
  );
}
