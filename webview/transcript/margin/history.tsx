import type { PageState } from '../page/pageState.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { agoText } from './numbers.ts';

const MOST = 50;

/** Every event on this transcript, newest first; folded. */
export function History({ state, now }: { state: PageState; now: number }) {
  const { store } = usePage();
  const labels = state.view?.labels;
  if (labels === undefined) return null;
  const events = labels.history;
  if (events.length === 0) return null;
  const open = state.historyOpen;
  return (
    <div class="history">
      <button
        type="button"
        class="fold"
        aria-expanded={open}
        onClick={() => store.update({ historyOpen: !open })}
      >
        <LineIcon name={open ? 'down' : 'right'} />
        <span>
          history ({events.length} event{events.length === 1 ? '' : 's'})
        </span>
      </button>
      {open ? (
        <ol>
          {events.slice(0, MOST).map((event) => (
            <li key={event.eventId}>
              <Revealed text={event.words} />
              <span class="aside" title={event.time}>
                {' '}
                <Revealed text={event.annotator === labels.annotator ? 'you' : event.annotator} />,{' '}
                {agoText(event.time, now)}
                {event.judgeVisible ? '' : ', judge not seen'}
              </span>
            </li>
          ))}
          {events.length > MOST ? (
            <li class="aside">{events.length - MOST} older events are in the database</li>
          ) : null}
        </ol>
      ) : null}
    </div>
  );
}
