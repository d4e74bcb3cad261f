import { useLayoutEffect, useReducer } from 'preact/hooks';
import { Calls } from './calls.tsx';
import { FineTune } from './fineTune.tsx';
import { Failures } from './failures.tsx';
import { Grid } from './grid.tsx';
import { Heading } from './heading.tsx';
import { Headlines } from './headlines.tsx';
import { Launches } from './launches.tsx';
import { Noticed } from './noticed.tsx';
import type { RunPage } from './runPage.ts';

/** The whole page: status first, then figures, the grid, what failed, and what it took. */
export function App({ page }: { page: RunPage }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useLayoutEffect(() => page.subscribe(() => redraw(undefined)), [page]);
  const { view, problem, silent, announcement } = page.state;
  return (
    <main class="run">
      {view === null ? (
        <>
          <h1 class="visually-hidden">Run</h1>
          {problem === '' ? <p class="aside">Reading the run</p> : null}
        </>
      ) : (
        <>
          <Heading page={page} view={view} silent={silent} />
          {problem === '' ? null : <Problem text={problem} />}
          <Headlines headlines={view.headlines} comparable={comparable(view.report)} />
          <Grid page={page} cells={view.report.grid} />
          <FineTune fineTune={view.report.fineTune} />
          <Failures page={page} view={view} />
          <Noticed page={page} view={view} />
          <Calls report={view.report} />
          <Launches launches={view.report.launches} />
        </>
      )}
      {view === null && problem !== '' ? <Problem text={problem} /> : null}
      <p class="visually-hidden" role="status">
        {announcement}
      </p>
    </main>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p class="problem" role="alert">
      {text}
    </p>
  );
}

function comparable(report: {
  readonly launches: readonly { readonly spec: { readonly comparable: boolean } }[];
}): boolean {
  return report.launches.every(({ spec }) => spec.comparable);
}
