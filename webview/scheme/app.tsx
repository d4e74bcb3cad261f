import { useLayoutEffect, useReducer } from 'preact/hooks';
import { visible } from '../shared/name.tsx';
import { Editor } from './editor.tsx';
import { SchemeList } from './schemeList.tsx';
import type { SchemePageModel } from './schemePageModel.ts';

/** The whole page: which schemes there are, and the one that is edited. */
export function App({ page }: { page: SchemePageModel }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useLayoutEffect(() => page.subscribe(() => redraw(undefined)), [page]);
  const { state } = page;
  const { view, problem, announcement } = state;
  return (
    <main class="schemes">
      <h1>Label schemes</h1>
      <p class="aside">The answers a person can give, and what each means for a rate.</p>
      {problem === '' ? null : (
        <p class="problem" role="alert">
          {visible(problem)}
        </p>
      )}
      {view === null ? (
        problem === '' ? (
          <p class="aside">Reading the schemes</p>
        ) : null
      ) : (
        <>
          <SchemeList page={page} view={view} state={state} />
          <Editor page={page} view={view} state={state} />
        </>
      )}
      <p class="visually-hidden" role="status">
        {announcement}
      </p>
    </main>
  );
}
