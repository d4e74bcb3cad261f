import { useState } from 'preact/hooks';
import type { PassageView } from '../../../src/protocol/transcriptAbout.ts';
import { questionOf } from '../labelling/aim.ts';
import { agoText } from '../margin/numbers.ts';
import { perform } from '../page/acts.ts';
import { LineIcon } from '../page/icons.tsx';
import { keyWords } from '../page/keys.ts';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { editPassage, goToPassage } from './passageActs.ts';
import { answerWords, placeWords } from './passageState.ts';

/** Every passage that is marked, in the order of the text, with what is said of it; pressing one goes there. */
export function PassageCard({ state }: { state: PageState }) {
  const { view, settings } = state;
  const [now] = useState(() => Date.now());
  if (view === null || settings === null) return null;
  const { passages = [] } = view.labels;
  if (passages.length === 0) return null;
  const key = settings.keys['next-passage'];
  return (
    <section class="card passages" aria-label="Passages">
      <h2 class="card-title">
        Passages {key === '' ? null : <kbd title={`${keyWords(key)}: next passage`}>{keyWords(key)}</kbd>}
      </h2>
      <ol>
        {passages.map((passage) => (
          <Passage key={passage.id} state={state} passage={passage} now={now} />
        ))}
      </ol>
    </section>
  );
}

function Passage({ state, passage, now }: { state: PageState; passage: PassageView; now: number }) {
  const page = usePage();
  const { view, settings, passages } = state;
  if (view === null || settings === null) return null;
  const { annotator, isMine, place, quote, state: said, time, id } = passage;
  const answer = answerWords(passage, questionOf(settings, passage.metric).scheme);
  const readOnly = settings.readOnlyReason !== '';
  return (
    <li>
      <button
        type="button"
        class={place === null ? 'quote is-nowhere' : 'quote'}
        aria-pressed={passages.current === id}
        onClick={() => goToPassage(page, passage)}
      >
        <q class="quote-text">
          {quote === '' ? <span class="aside">hidden</span> : <Revealed text={quote} />}
        </q>
      </button>
      <p class="passage-said">
        <span class="who">
          <Revealed text={isMine ? 'you' : annotator} />
        </span>
        {answer === '' ? null : (
          <strong>
            {' '}
            <Revealed text={answer} />
          </strong>
        )}
        {said.note === '' ? null : (
          <span>
            {' '}
            <Revealed text={said.note} />
          </span>
        )}
      </p>
      <p class="aside quote-place">
        {place === null ? <LineIcon name="warning" /> : null}
        <span>
          <Revealed text={placeWords(passage, view.branches ?? [])} />, {agoText(time, now)}
        </span>
        {isMine && !readOnly ? (
          <>
            <button type="button" class="link" onClick={() => editPassage(page, passage)}>
              edit
            </button>
            <button
              type="button"
              class="link"
              onClick={() => {
                page.store.update({ passages: { ...passages, current: id } });
                perform(page, { action: 'remove-passage' });
              }}
            >
              remove
            </button>
          </>
        ) : null}
      </p>
    </li>
  );
}
