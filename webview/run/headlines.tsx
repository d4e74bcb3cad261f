import type { HeadlineView } from '../../src/protocol/runPanel.ts';
import { Name, visible } from '../shared/name.tsx';
import { count } from './words.ts';

/** The suite's headline figures, each a table of its own. */
export function Headlines({
  headlines,
  comparable,
}: {
  headlines: readonly HeadlineView[];
  comparable: boolean;
}) {
  if (headlines.length === 0) return null;
  return (
    <section aria-labelledby="headlines">
      <h2 id="headlines">Figures</h2>
      {comparable ? null : (
        <p class="notice">The suite is in our own words: these rates are not comparable with a paper’s.</p>
      )}
      {headlines.map((headline) => (
        <details open={headlines.length <= 4} key={headline.name}>
          <summary>
            <Name text={headline.name} />
          </summary>
          <p class="aside">{visible(headline.about)}</p>
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">For</th>
                  <th scope="col" class="number">
                    Value
                  </th>
                  <th scope="col">Interval</th>
                  <th scope="col" class="number">
                    n
                  </th>
                  <th scope="col">Left out</th>
                </tr>
              </thead>
              <tbody>
                {headline.rows.map((row) => (
                  <tr key={row.name}>
                    <th scope="row">
                      <Name text={row.name} />
                    </th>
                    <td class="number">
                      {row.share === null ? null : (
                        <span class="share" aria-hidden="true">
                          <span style={{ width: `${100 * Math.min(1, Math.max(0, row.share))}%` }} />
                        </span>
                      )}
                      {row.value}
                    </td>
                    <td>{row.interval}</td>
                    <td class="number">{count(row.n)}</td>
                    <td>{row.note}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </section>
  );
}
