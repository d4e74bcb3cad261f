import { answerName } from '../labelling/labelWords.ts';
import { perform } from '../page/acts.ts';
import { keyWords } from '../page/keys.ts';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';

/** What was answered before this showed, and that it may be kept or changed; both answers stay on record. */
export function SecondThoughts({ state }: { state: PageState }) {
  const page = usePage();
  const { view, settings } = state;
  const before = view?.labels.beforeReveal;
  if (view === null || settings === null || before === undefined) return null;
  const { answer } = view.labels.mine;
  if (answer === null) return null;
  const words = answerName(before, settings.scheme);
  const key = settings.keys['next-unlabelled'];
  return (
    <div class="second-thoughts">
      <p>
        You said{' '}
        <strong>
          <Revealed text={words} />
        </strong>{' '}
        before this showed
        {answer === before ? (
          '. Keep it, or answer anew to change it; both are kept.'
        ) : (
          <>
            , then{' '}
            <strong>
              <Revealed text={answerName(answer, settings.scheme)} />
            </strong>
            . Both are kept.
          </>
        )}
      </p>
      {answer === before ? (
        <button
          type="button"
          class="link"
          aria-keyshortcuts={key === '' ? undefined : keyWords(key)}
          onClick={() => perform(page, { action: 'next-unlabelled' })}
        >
          keep and go on
        </button>
      ) : null}
    </div>
  );
}
