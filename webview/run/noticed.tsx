import type { RunPageView } from '../../src/protocol/runPanel.ts';
import { visible } from '../shared/name.tsx';
import type { RunPage } from './runPage.ts';
import { count } from './words.ts';

/** What was noticed about the transcripts unasked, each with a way to the first of them. */
export function Noticed({ page, view }: { page: RunPage; view: RunPageView }) {
  const { notices } = view.report;
  if (notices.length === 0) return null;
  return (
    <section class="noticed" aria-labelledby="noticed">
      <h2 id="noticed">Noticed</h2>
      <ul>
        {notices.map(({ what, n, examples: [first] }) => (
          <li key={what}>
            {visible(what)}: {count(n)} {n === 1 ? 'transcript' : 'transcripts'}{' '}
            {first === undefined ? null : (
              <button
                type="button"
                class="link"
                aria-label={`Open the first one: ${visible(what)}`}
                onClick={() => void page.openTranscript(first)}
              >
                Open {n === 1 ? 'it' : 'the first'}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
