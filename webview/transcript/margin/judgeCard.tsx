import { drawnAs } from '../../../src/protocol/drawnAs.ts';
import type { JudgmentView } from '../../../src/protocol/transcriptPanel.ts';
import { perform } from '../page/acts.ts';
import { LineIcon, shapeOf, VerdictIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { keyWords } from '../page/keys.ts';
import { isBlind, type PageState } from '../page/pageState.ts';
import { hasQuotes } from '../quotes/quoteState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { Judgment } from './judgment.tsx';
import { SecondThoughts } from './secondThoughts.tsx';

/** What the judge said of the answer, or that it is hidden until the reader has answered. */
export function JudgeCard({ state }: { state: PageState }) {
  const page = usePage();
  const { view } = state;
  if (view === null) return null;
  const { judgments, verdict } = view;
  const toggle = () => perform(page, { action: 'toggle-judge' });
  if (isBlind(state)) {
    return (
      <section class="card" aria-label="Judge">
        <h2 class="card-title">Judge</h2>
        <p>Hidden until you answer.</p>
        {view.hidden?.mayPeek === true ? (
          <>
            <button type="button" class="link" onClick={toggle}>
              show it now
            </button>
            <p class="aside">Your label then says that you saw the judge first.</p>
          </>
        ) : null}
      </section>
    );
  }
  const open = state.reading.judgeOpen;
  return (
    <section class="card" aria-label="Judge">
      <h2 class="card-title">
        <button type="button" class="fold" aria-expanded={open} onClick={toggle}>
          <LineIcon name={open ? 'down' : 'right'} />
          <span>Judge</span>
        </button>
      </h2>
      {!open ? null : judgments.length === 0 ? (
        <p class="aside">
          {view.isTraining === true
            ? 'This is training data, which no judge is asked about.'
            : 'No judge was asked about this transcript.'}
        </p>
      ) : (
        <>
          <p class="verdict-line">
            <VerdictIcon shape={shapeOf(drawnAs(verdict.judge, verdict.positiveIsGood))} />
            <strong>
              <Revealed text={verdict.judgeWords} />
            </strong>
          </p>
          <SecondThoughts state={state} />
          <p class="aside">
            {verdict.rule === '' ? 'This run has no verdict rule.' : <Revealed text={verdict.rule} />}
          </p>
          {hasQuotes(judgments) ? <MarkAll state={state} /> : null}
          {judgments.map((judgment, index) => (
            <Judgment
              key={index}
              state={state}
              index={index}
              judgment={judgment}
              judgeNamed={!sameJudge(judgment, judgments[index - 1])}
            />
          ))}
        </>
      )}
    </section>
  );
}

/** Marks every citation in the text at once. */
function MarkAll({ state }: { state: PageState }) {
  const page = usePage();
  const { all, current } = state.quotes;
  const isMarked = all || current !== null;
  const key = state.settings?.keys['show-quotes'] ?? '';
  return (
    <p>
      <button
        type="button"
        class="link"
        aria-keyshortcuts={key === '' ? undefined : keyWords(key)}
        title={key === '' ? undefined : keyWords(key)}
        onClick={() => perform(page, { action: 'show-quotes' })}
      >
        {isMarked ? 'take the marks off the text' : 'mark all cited passages'}
      </button>
    </p>
  );
}

function sameJudge(judgment: JudgmentView, before: JudgmentView | undefined): boolean {
  return before !== undefined && JSON.stringify(before.judge) === JSON.stringify(judgment.judge);
}
