import type { LaunchReport } from '../../src/protocol/runPage.ts';
import { Name, visible } from '../shared/name.tsx';
import { cost, moment, plural, STOPS } from './words.ts';

/** Every launch of the run, newest first, with what was asked for. */
export function Launches({ launches }: { launches: readonly LaunchReport[] }) {
  if (launches.length === 0) return null;
  return (
    <section aria-labelledby="launches">
      <h2 id="launches">Launches</h2>
      <ul class="launches">
        {launches.map((launch) => (
          <li key={launch.launchId}>
            <strong>{launch.kind === 'judge' ? 'Judged again' : <Name text={launch.spec.title} />}</strong>{' '}
            <span class="aside">
              {moment(launch.createdAt)}
              {launch.stoppedAt === null ? '' : ` to ${moment(launch.stoppedAt)}`} · {stateWords(launch)}
              {launch.message === '' ? '' : ` (${visible(launch.message)})`}
            </span>
            <p class="aside">
              {plural(launch.spec.probes, 'probe')} · {plural(launch.spec.samples, 'sample')} · conditions:{' '}
              {launch.spec.conditions.join(', ')} · judges: {launch.spec.judges.join(', ') || 'none'}
              {launch.spec.cap === null ? '' : ` · cap ${cost(launch.spec.cap)}`}
              {launch.spec.cache ? ' · with the cache' : ''}
              {parameters(launch)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateWords({ state, leased, stop }: LaunchReport): string {
  if (state === 'running') return leased ? 'running' : 'cut off';
  return stop === null ? 'stopped' : STOPS[stop];
}

function parameters({ spec }: LaunchReport): string {
  const words = Object.entries(spec.sampling).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return words.length === 0 ? '' : ` · ${words.join(', ')}`;
}
