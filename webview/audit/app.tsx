import { useLayoutEffect, useReducer } from 'preact/hooks';
import type { AuditPageView, AuditSelection, AuditView } from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import { Anchoring } from './anchoring.tsx';
import type { AuditPageModel } from './auditPageModel.ts';
import { Comparisons } from './comparisons.tsx';
import { Controls } from './controls.tsx';
import { ManyRaters } from './manyRaters.tsx';
import { Rates } from './rates.tsx';
import { Summary } from './summary.tsx';
import { count } from './words.ts';

/** The whole page: what is selected, then rates, how good the judge is, agreement, and what else must be known. */
export function App({ page }: { page: AuditPageModel }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useLayoutEffect(() => page.subscribe(() => redraw(undefined)), [page]);
  const { view, problem, silent, announcement } = page.state;
  return (
    <main class="audit">
      <h1>Agreement and corrected rates</h1>
      {silent ? (
        <p class="problem" role="alert">
          The editor’s extension host doesn’t answer. What is shown may be out of date; reload the window.
        </p>
      ) : null}
      {problem === '' ? null : (
        <p class="problem" role="alert">
          {visible(problem)}
        </p>
      )}
      {view === null ? (
        problem === '' ? (
          <p class="aside">Reading the labels</p>
        ) : null
      ) : (
        <Body page={page} shown={view} />
      )}
      <p class="visually-hidden" role="status">
        {announcement}
      </p>
    </main>
  );
}

function Body({ page, shown }: { page: AuditPageModel; shown: AuditPageView }) {
  if (shown.state === 'blind') return <Blind because={shown.because} />;
  const { selection, view } = shown;
  return (
    <>
      {shown.state === 'failed' ? (
        <div class="problem" role="alert">
          <p>
            {visible(shown.message)} {visible(shown.hint)}
          </p>
          <vscode-button appearance="secondary" onClick={() => void page.act('again')}>
            Try Again
          </vscode-button>
        </div>
      ) : null}
      {view === null ? null : <Controls page={page} selection={selection} view={view} />}
      {shown.state === 'working' ? <Working page={page} hasView={view !== null} /> : null}
      {view === null ? null : <Figures page={page} selection={selection} view={view} />}
    </>
  );
}

function Blind({ because }: { because: string }) {
  return (
    <p class="notice">
      {because === ''
        ? 'Nothing is selected. Open this page from the command palette or from a run.'
        : `Hidden while you work on ${visible(because)}: these figures would tell what the judge said. Pause the queue to see them.`}
    </p>
  );
}

function Working({ page, hasView }: { page: AuditPageModel; hasView: boolean }) {
  const percent = Math.round(100 * page.state.share);
  return (
    <div class="working">
      <p>
        Working out the figures{percent > 0 ? `, ${percent} %` : ''}.
        {hasView ? ' What is below is from before.' : ''}
      </p>
      <progress max={100} value={percent} aria-label="Working out the figures" />
      <vscode-button appearance="secondary" onClick={() => void page.act('cancel')}>
        Cancel
      </vscode-button>
    </div>
  );
}

/** Where only some people's labels are counted, as after *Compare Annotators*. */
function Only({ page, annotators }: { page: AuditPageModel; annotators: readonly string[] }) {
  return (
    <div class="acts">
      <p>
        Only labels of <bdi>{visible(annotators.join(', '))}</bdi>.
      </p>
      <vscode-button appearance="secondary" onClick={() => void page.select({ annotators: [] })}>
        Count Everybody
      </vscode-button>
    </div>
  );
}

function Figures({
  page,
  selection,
  view,
}: {
  page: AuditPageModel;
  selection: AuditSelection;
  view: AuditView;
}) {
  return (
    <>
      <p class="about">
        <bdi>{visible(view.about)}</bdi>: {count(view.transcripts)} transcripts, {count(view.labelled)}{' '}
        labelled
        {view.choices.annotators.length === 0
          ? ''
          : ` by ${view.choices.annotators.length} ${view.choices.annotators.length === 1 ? 'annotator' : 'annotators'}`}
        .
      </p>
      {selection.annotators.length === 0 ? null : <Only page={page} annotators={selection.annotators} />}
      <Versions sentences={view.versions ?? []} />
      <Summary summary={view.summary} />
      <Rates page={page} rates={view.rates} selection={selection} />
      <Comparisons page={page} view={view} />
      <ManyRaters many={view.many} />
      <Anchoring anchoring={view.anchoring} />
    </>
  );
}

/** That labels of several versions of a scheme are compared, which nobody should have to guess. */
function Versions({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div class="notice" role="note" aria-label="Versions of label schemes">
      {sentences.map((sentence) => (
        <p key={sentence}>{visible(sentence)}</p>
      ))}
    </div>
  );
}
