import type { VersionView } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';

const STATES = { now: 'as above', saved: 'saved', before: '' } as const;

/** Every version, oldest first: labels stay under the one they were given under, with its roles. */
export function Versions({ versions }: { versions: readonly VersionView[] }) {
  if (versions.length === 0) return null;
  return (
    <section aria-label="Versions">
      <h3>Versions</h3>
      <p class="aside">
        A label stays under the version it was given under, and counts by the roles of that version.
      </p>
      <div class="wide" tabIndex={0} role="group" aria-label="Table of versions">
        <table>
          <thead>
            <tr>
              <th scope="col">version</th>
              <th scope="col">first used</th>
              <th scope="col" class="number">
                labels
              </th>
              <th scope="col" class="number">
                people
              </th>
              <th scope="col">what changed</th>
              <th scope="col">answers and roles</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((each) => (
              <tr key={each.version} class={each.state === 'now' ? 'lead' : undefined}>
                <th scope="row">
                  <code>{each.version}</code>
                  {STATES[each.state] === '' ? null : <span class="aside"> {STATES[each.state]}</span>}
                </th>
                <td class="when">
                  {each.firstUsed === '' ? <span class="aside">not yet</span> : each.firstUsed}
                </td>
                <td class="number">{grouped(each.labels)}</td>
                <td class="number">{grouped(each.annotators)}</td>
                <td>{visible(each.changes.join('; '))}</td>
                <td>{each.answers.length === 0 ? 'its definition hasn’t arrived' : rolesOf(each)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function rolesOf({ answers }: VersionView): string {
  return answers
    .map(({ name, role, labels }) => `${visible(name)} ${role}${labels === 0 ? '' : ` (${grouped(labels)})`}`)
    .join(', ');
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
