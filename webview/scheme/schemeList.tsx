import type { SchemeEntry, SchemePageView } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import type { SchemePageModel } from './schemePageModel.ts';
import type { SchemeState } from './schemeState.ts';

const USES = { main: 'you label with it', also: 'asked besides', none: '' } as const;

/** Every scheme with its place, and what can be done with it. */
export function SchemeList({
  page,
  view,
  state,
}: {
  page: SchemePageModel;
  view: SchemePageView;
  state: SchemeState;
}) {
  return (
    <section aria-label="All schemes">
      <ul class="list">
        {view.schemes.map((entry) => (
          <Entry key={entry.id} page={page} entry={entry} isEdited={state.edited?.id === entry.id} />
        ))}
      </ul>
      <div class="acts">
        <vscode-button appearance="secondary" onClick={() => page.wish({ kind: 'create' })}>
          New Scheme
        </vscode-button>
      </div>
    </section>
  );
}

function Entry({ page, entry, isEdited }: { page: SchemePageModel; entry: SchemeEntry; isEdited: boolean }) {
  const { id, name, metric, where, use, place, problems } = entry;
  const called = name === '' ? where : name;
  if (problems.length > 0) {
    return (
      <li class="entry">
        <span class="entry-words">
          <strong>
            <bdi>{visible(where)}</bdi>
          </strong>{' '}
          can’t be used: {visible(problems.join(' '))}
        </span>
        <span class="acts">
          <button type="button" class="link" onClick={() => void page.openText(id)}>
            Open<span class="visually-hidden"> {visible(where)}</span>
          </button>
        </span>
      </li>
    );
  }
  const hidden = <span class="visually-hidden"> {visible(called)}</span>;
  return (
    <li class="entry" aria-current={isEdited ? 'true' : undefined}>
      <span class="entry-words">
        <strong>
          <bdi>{visible(called)}</bdi>
        </strong>
        {metric === '' ? null : (
          <>
            {' '}
            asks “<bdi>{visible(metric)}</bdi>”
          </>
        )}
        <span class="aside">
          {' '}
          {visible(where)}
          {USES[use] === '' ? '' : ` · ${USES[use]}`}
        </span>
      </span>
      <span class="acts">
        {isEdited ? (
          <span class="aside">shown below</span>
        ) : (
          <button type="button" class="link" onClick={() => page.wish({ kind: 'edit', id, name })}>
            Edit{hidden}
          </button>
        )}
        <button type="button" class="link" onClick={() => page.wish({ kind: 'copy', id, name })}>
          Copy{hidden}
        </button>
        {use === 'none' ? (
          <button type="button" class="link" onClick={() => void page.use(id)}>
            {metric === '' ? 'Label with It' : 'Ask It Besides'}
            {hidden}
          </button>
        ) : null}
        {place === 'built-in' ? null : (
          <button type="button" class="link" onClick={() => void page.openText(id)}>
            Open Text{hidden}
          </button>
        )}
      </span>
    </li>
  );
}
