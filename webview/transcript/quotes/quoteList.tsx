import { useState } from 'preact/hooks';
import type { QuoteView } from '../../../src/protocol/transcriptParts.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { goToQuote, lookForQuotes } from './quoteReading.ts';
import { placeWords } from './quoteState.ts';

const FEW = 6;

interface QuoteListProps {
  readonly state: PageState;
  readonly judgment: number;
  readonly quotes: readonly QuoteView[];
}

/** What a judge cites, each passage with what it says of it; pressing one goes to the text. */
export function QuoteList({ state, judgment, quotes }: QuoteListProps) {
  const page = usePage();
  const [all, setAll] = useState(false);
  const { problem } = state.quotes;
  return (
    <div class="quotes">
      <ol aria-label="Passages that the judge cites">
        {(all ? quotes : quotes.slice(0, FEW)).map((quote, index) => (
          <Quote key={index} state={state} judgment={judgment} index={index} quote={quote} />
        ))}
      </ol>
      {problem === '' ? null : (
        <p role="alert">
          The passages could not be looked for: <Revealed text={problem} />{' '}
          <button type="button" class="link" onClick={() => lookForQuotes(page)}>
            try again
          </button>
        </p>
      )}
      {quotes.length > FEW ? (
        <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'fewer passages' : `${quotes.length - FEW} more passages`}
        </button>
      ) : null}
    </div>
  );
}

interface QuoteProps {
  readonly state: PageState;
  readonly judgment: number;
  readonly index: number;
  readonly quote: QuoteView;
}

function Quote({ state, judgment, index, quote }: QuoteProps) {
  const page = usePage();
  const { current } = state.quotes;
  const isFound = quote.places.length > 0;
  const isMissing = !isFound && quote.pending !== true;
  const words = (
    <q class="quote-text">
      <Revealed text={quote.quote} />
    </q>
  );
  return (
    <li>
      {isFound ? (
        <button
          type="button"
          class="quote"
          aria-pressed={current?.judgment === judgment && current.quote === index}
          onClick={() => goToQuote(page, { judgment, quote: index })}
        >
          {words}
        </button>
      ) : (
        <div class="quote is-nowhere">{words}</div>
      )}
      {quote.note === undefined ? null : (
        <p>
          <Revealed text={quote.note} />
        </p>
      )}
      <p class="aside quote-place">
        {isMissing ? <LineIcon name="warning" /> : null}
        <Revealed text={placeWords(quote, state.view?.branches ?? [])} />
      </p>
    </li>
  );
}
