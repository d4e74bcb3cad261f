import { useEffect, useState } from 'preact/hooks';
import { branchOf } from '../branches/branchReading.ts';
import { BranchStrip } from '../branches/branchStrip.tsx';
import { FindBar } from '../find/findBar.tsx';
import { askedSettings } from '../labelling/aim.ts';
import { Instructions } from '../labelling/instructions.tsx';
import { LabelBar } from '../labelling/labelBar.tsx';
import { FindingsCard } from '../margin/findingsCard.tsx';
import { JudgeCard } from '../margin/judgeCard.tsx';
import { NoticeCard } from '../margin/noticeCard.tsx';
import { PeopleCard } from '../margin/peopleCard.tsx';
import { PassageCard } from '../passages/passageCard.tsx';
import { TurnList } from '../reading/turnList.tsx';
import { EmptyState } from './emptyState.tsx';
import { Header } from './header.tsx';
import { HelpDialog } from './helpDialog.tsx';
import { PageContext } from './pageContext.ts';
import { SilenceBanner } from './silenceBanner.tsx';
import { useChanges } from './store.ts';
import type { TranscriptPage } from './transcriptPage.ts';

const NARROW = '(max-width: 699px)';

/** The whole page: header, turns with their margin, label bar. */
export function App({ page }: { page: TranscriptPage }) {
  useChanges(page.store);
  const narrow = useMedia(NARROW);
  const { state } = page.store;
  const { view } = state;
  const margin = (
    <>
      {state.settings === null ? null : (
        <Instructions scheme={askedSettings(state.settings, state.aim).scheme} />
      )}
      <JudgeCard state={state} />
      <PeopleCard state={state} />
      <PassageCard state={state} />
      <FindingsCard state={state} />
      {view === null ? null : <NoticeCard view={view} />}
    </>
  );
  return (
    <PageContext.Provider value={page}>
      <div class="page">
        <SilenceBanner state={state} />
        {view === null || page.turns === null ? (
          <EmptyState state={state} />
        ) : (
          <>
            <Header state={state} />
            <FindBar state={state} />
            <BranchStrip state={state} />
            <TurnList
              key={`${state.serial} ${state.branch}`}
              state={state}
              view={view}
              turns={page.turns}
              branch={branchOf(view, state.branch)}
              margin={margin}
              inline={narrow}
            />
            <LabelBar state={state} />
          </>
        )}
        <HelpDialog state={state} />
        <p class="visually-hidden" role="log" aria-live="polite">
          {state.announcement}
        </p>
      </div>
    </PageContext.Provider>
  );
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const listener = () => setMatches(list.matches);
    list.addEventListener('change', listener);
    return () => list.removeEventListener('change', listener);
  }, [query]);
  return matches;
}
