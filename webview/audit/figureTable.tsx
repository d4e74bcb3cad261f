import type { FigureView } from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import { count } from './words.ts';

/** Figures as a table: name, value, interval, of how many. */
export function FigureTable({ figures, caption }: { figures: readonly FigureView[]; caption: string }) {
  if (figures.length === 0) return null;
  const hasNotes = figures.some(({ note }) => note !== '');
  const hasCounts = figures.some(({ n }) => n !== null);
  return (
    <div class="wide">
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="number">
              Value
            </th>
            <th scope="col">95 % interval</th>
            {hasCounts ? (
              <th scope="col" class="number">
                n
              </th>
            ) : null}
            {hasNotes ? <th scope="col">Note</th> : null}
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={`${figure.name} ${figure.note}`}>
              <th scope="row">
                <bdi>{visible(figure.name)}</bdi>
              </th>
              <td class={figure.at === null ? 'untold' : 'number'}>{figure.value}</td>
              <td>{figure.interval}</td>
              {hasCounts ? <td class="number">{figure.n === null ? '' : count(figure.n)}</td> : null}
              {hasNotes ? <td>{visible(figure.note)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
