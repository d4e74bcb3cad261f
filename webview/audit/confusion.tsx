import type { ComparisonView, ConfusionView } from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import type { AuditPageModel } from './auditPageModel.ts';
import { count } from './words.ts';

/** The table of two raters' classes; each cell opens its transcripts. */
export function Confusion({
  page,
  comparison,
  table,
}: {
  page: AuditPageModel;
  comparison: ComparisonView;
  table: ConfusionView;
}) {
  const { rows, columns, rowClasses, columnClasses, cells, collapse } = table;
  const sums = columnClasses.map((_, j) => cells.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  return (
    <div class="wide">
      <p class="aside">
        Rows: <bdi>{visible(rows)}</bdi>. Columns: <bdi>{visible(columns)}</bdi>. Choose a cell to list its
        transcripts.
      </p>
      <table class="confusion" aria-label={`${visible(rows)} against ${visible(columns)}`}>
        <thead>
          <tr>
            <td />
            {columnClasses.map((name) => (
              <th scope="col" class="number" key={name}>
                {visible(name)}
              </th>
            ))}
            <th scope="col" class="number">
              all
            </th>
          </tr>
        </thead>
        <tbody>
          {rowClasses.map((row, i) => (
            <tr key={row}>
              <th scope="row">{visible(row)}</th>
              {columnClasses.map((column, j) => {
                const n = cells[i]?.[j] ?? 0;
                return (
                  <td class="number" key={column}>
                    <button
                      type="button"
                      class={row === column ? 'cell agree' : 'cell'}
                      disabled={n === 0}
                      aria-label={`${count(n)}: ${visible(rows)} ${visible(row)}, ${visible(columns)} ${visible(column)}. List them.`}
                      onClick={() => void page.openCell(comparison.id, row, column)}
                    >
                      {count(n)}
                    </button>
                  </td>
                );
              })}
              <td class="number">{count((cells[i] ?? []).reduce((sum, n) => sum + n, 0))}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">all</th>
            {sums.map((sum, j) => (
              <td class="number" key={columnClasses[j]}>
                {count(sum)}
              </td>
            ))}
            <td class="number">{count(sums.reduce((all, sum) => all + sum, 0))}</td>
          </tr>
        </tbody>
      </table>
      <p class="aside">{visible(collapse)}</p>
    </div>
  );
}
