import type { RunPageView } from '../../src/protocol/runPanel.ts';
import type { RunPage } from './runPage.ts';
import { Name, visible } from '../shared/name.tsx';
import { count, failureName, moment } from './words.ts';

/** What failed for good, by kind, each with what the endpoint said. */
export function Failures({ page, view }: { page: RunPage; view: RunPageView }) {
  const { failures } = view.report;
  if (failures.length === 0) return null;
  return (
    <section class="failures" aria-labelledby="failures">
      <h2 id="failures">What failed</h2>
      {failures.map(({ kind, n, examples }) => (
        <details key={kind}>
          <summary>
            {failureName(kind)}: {count(n)}
          </summary>
          <ul>
            {examples.map((example, index) => (
              <li key={index}>
                <code>{visible(example.message, { lines: true })}</code>
                <span class="aside">
                  {' '}
                  {example.status === null ? '' : `status ${example.status} · `}
                  <Name text={example.model} /> at {example.endpoint} · <Name text={stepWords(example)} />
                  {example.at === null ? '' : ` · ${moment(example.at)}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {view.canLaunch && view.live === null ? (
        <button type="button" class="link" onClick={() => void page.act('retryFailed')}>
          Ask these again
        </button>
      ) : null}
    </section>
  );
}

/** Which call it was: `quick_buck, plain, sample 3`. An item's key is a list in JSON, or names a stored transcript. */
function stepWords({ item, step }: { readonly item: string; readonly step: string }): string {
  const judging = step.startsWith('judge:') ? ', when it was judged' : '';
  try {
    const [, condition, probe, , , sample] = JSON.parse(item) as readonly (string | number)[];
    return `${probe ?? ''}, ${condition ?? ''}, sample ${sample ?? ''}${judging}`;
  } catch {
    return `transcript ${item.replace(/^t:/, '')}${judging}`;
  }
}
