import type { RunReport } from '../../src/protocol/runPage.ts';
import { Name } from '../shared/name.tsx';
import { RateLimits } from './rateLimits.tsx';
import { cost, count, duration } from './words.ts';

const STAGES = { target: 'asked', auditor: 'plays the user', judge: 'judges' } as const;

/** Calls, tokens, cost and latency by model, and the history of rate limits. */
export function Calls({ report }: { report: RunReport }) {
  if (report.usage.length === 0) return null;
  const latency = new Map(report.latencies.map((each) => [`${each.endpoint}\n${each.model}`, each]));
  return (
    <section aria-labelledby="calls">
      <h2 id="calls">Calls</h2>
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Calls
              </th>
              <th scope="col" class="number">
                Tokens in
              </th>
              <th scope="col" class="number">
                Tokens out
              </th>
              <th scope="col" class="number">
                Cost
              </th>
              <th scope="col" class="number">
                Half within
              </th>
              <th scope="col" class="number">
                90 % within
              </th>
              <th scope="col" class="number">
                99 % within
              </th>
            </tr>
          </thead>
          <tbody>
            {report.usage.map((row) => {
              const times = latency.get(`${row.endpoint}\n${row.model}`);
              return (
                <tr key={`${row.endpoint} ${row.model} ${row.stage}`}>
                  <th scope="row">
                    <Name text={row.model} />{' '}
                    <span class="aside">
                      at {row.endpoint}, {STAGES[row.stage]}
                    </span>
                  </th>
                  <td class="number">{count(row.calls)}</td>
                  <td class="number">{count(row.promptTokens)}</td>
                  <td class="number">{count(row.completionTokens)}</td>
                  <td class="number">{cost(row.cost)}</td>
                  <td class="number">{times === undefined ? '' : duration(times.p50)}</td>
                  <td class="number">{times === undefined ? '' : duration(times.p90)}</td>
                  <td class="number">{times === undefined ? '' : duration(times.p99)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="aside">
        {count(report.retried)} further attempts, {count(report.cached)} replies from the cache.
      </p>
      <RateLimits report={report} />
    </section>
  );
}
