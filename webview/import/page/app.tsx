import { useLayoutEffect, useReducer } from 'preact/hooks';
import { Footer } from '../form/footer.tsx';
import { Heading } from '../form/heading.tsx';
import { Notices } from '../form/notices.tsx';
import { Refused } from '../form/refused.tsx';
import { Toolbar } from '../form/toolbar.tsx';
import { Grid } from '../grid/grid.tsx';
import { MappingStep } from '../mapping/mappingStep.tsx';
import type { ImportPage } from './importPage.ts';

/** The whole page: either the table of files, or the question what the columns of one are. */
export function App({ page }: { page: ImportPage }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  // Before anything can be answered: an effect that waits for a frame would miss what changes until then.
  useLayoutEffect(() => page.subscribe(() => redraw(undefined)), [page]);
  const { state } = page;
  return (
    <>
      <Body page={page} />
      <p class="visually-hidden" role="log" aria-live="polite">
        {state.announcement}
      </p>
    </>
  );
}

function Body({ page }: { page: ImportPage }) {
  const { state } = page;
  if (state.history === null) {
    return (
      <main class="page waiting">
        <h1 class="visually-hidden">Import transcripts</h1>
        {state.problem === null ? (
          <p class="aside">Looking at the files</p>
        ) : (
          <p class="problem" role="alert">
            {state.problem.message} {state.problem.hint}
          </p>
        )}
      </main>
    );
  }
  const asked = page.sheet.rows.find(({ file }) => file.path === state.mappingPath);
  if (asked?.file.mapping !== undefined) {
    return <MappingStep page={page} row={asked} mapping={asked.file.mapping} key={asked.file.path} />;
  }
  return (
    <main class="page">
      <Heading page={page} />
      <Notices page={page} />
      <Toolbar page={page} />
      <Grid page={page} />
      <Refused files={page.sheet.refused} />
      <Footer page={page} />
    </main>
  );
}
