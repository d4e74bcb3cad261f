import type {
  AuditView,
  BreakdownRowView,
  ComparisonKind,
  ComparisonView,
} from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import type { AuditPageModel } from './auditPageModel.ts';
import { Confusion } from './confusion.tsx';
import { FigureTable } from './figureTable.tsx';
import { count, prose } from './words.ts';

const HEADINGS: readonly (readonly [ComparisonKind, string, string])[] = [
  ['judge', 'The judge and people', ''],
  ['people', 'People with each other', 'How far any judge can be expected to come.'],
  ['judges', 'Judges with each other', ''],
  [
    'self',
    'People with themselves',
    'Hidden repeats: the same transcript again, unannounced. Both answers as they were given before the judge was seen.',
  ],
];

/** Agreement of any two, the first of each kind unfolded. */
export function Comparisons({ page, view }: { page: AuditPageModel; view: AuditView }) {
  const { comparisons, leftOut } = view;
  if (comparisons.length === 0) {
    return (
      <section aria-labelledby="agreement">
        <h2 id="agreement">Agreement</h2>
        <p>
          Nothing was rated twice yet: label transcripts that a judge judged, or that somebody else labelled.
        </p>
      </section>
    );
  }
  return (
    <>
      {HEADINGS.map(([kind, heading, about]) => {
        const own = comparisons.filter((each) => each.kind === kind);
        if (own.length === 0) return null;
        return (
          <section aria-labelledby={`agreement-${kind}`} key={kind}>
            <h2 id={`agreement-${kind}`}>{heading}</h2>
            {about === '' ? null : <p class="aside">{about}</p>}
            {own.map((each, at) => (
              <Comparison page={page} comparison={each} open={at === 0} key={each.id} />
            ))}
          </section>
        );
      })}
      {leftOut === 0 ? null : (
        <p class="aside">
          {count(leftOut)} further pairs of raters aren’t shown. Select fewer runs or a queue.
        </p>
      )}
    </>
  );
}

function Comparison({
  page,
  comparison,
  open,
}: {
  page: AuditPageModel;
  comparison: ComparisonView;
  open: boolean;
}) {
  const { title, n, summary, figures, scores, table, reading, by } = comparison;
  return (
    <details open={open} class="comparison">
      <summary>
        <bdi>{visible(title)}</bdi>
        <span class="aside">
          {' '}
          n {count(n)}
          {summary === '' ? '' : `, ${summary}`}
        </span>
      </summary>
      {reading.length === 0 ? null : (
        <ul class="reading">
          {reading.map(({ kind, text }) => (
            <li class={kind} key={text}>
              {kind === 'caution' ? <strong>Careful: </strong> : null}
              {prose(text)}
            </li>
          ))}
        </ul>
      )}
      {table === null || n === 0 ? null : <Confusion page={page} comparison={comparison} table={table} />}
      <FigureTable figures={figures} caption={`Agreement: ${title}`} />
      {scores.length === 0 ? null : <FigureTable figures={scores} caption={`Scores: ${title}`} />}
      <Breakdown rows={by} />
    </details>
  );
}

function Breakdown({ rows }: { rows: readonly BreakdownRowView[] }) {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return null;
  return (
    <div class="wide">
      <table>
        <caption>By group</caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" class="number">
              n
            </th>
            {first.figures.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, n, figures }) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{visible(name)}</bdi>
              </th>
              <td class="number">{count(n)}</td>
              {figures.map((figure) => (
                <td key={figure.name}>
                  {figure.at === null ? 'not told' : `${figure.value} ${figure.interval}`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
