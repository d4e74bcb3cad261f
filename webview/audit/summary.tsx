import type { SummaryView } from '../../src/protocol/auditPage.ts';
import { prose } from './words.ts';

/** What the page is for, in sentences: the rate, the judge, and whether to trust either. */
export function Summary({ summary }: { summary: readonly SummaryView[] }) {
  if (summary.length === 0) return null;
  return (
    <section aria-labelledby="short">
      <h2 id="short">In short</h2>
      <div class="summary">
        {summary.map(({ question, state, answer, more }) => (
          <div key={question} class={state}>
            <h3>{prose(question)}</h3>
            <p class="answer">{prose(answer)}</p>
            {more.map((text) => (
              <p key={text}>{prose(text)}</p>
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}
