import { useEffect } from 'preact/hooks';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { LineIcon } from '../page/icons.tsx';

const NOTICE_MS = 6_000;

/** One line above the answers: what is being saved or loaded, or what was just done. */
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
  return (
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
  );
}
