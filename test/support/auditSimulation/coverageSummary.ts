import { groupedNumber } from '../../../src/core/groupedNumber.ts';
import { AUDITS, type CoverageRow } from './coverageTable.ts';
import { JUDGES } from './grid.ts';
import { METHODS, scoreKey, TARGETS } from './simulate.ts';

/** An interval of one cell with what it is of. */
interface Held {
  readonly key: string;
  readonly row: CoverageRow;
  /** Share of the printed intervals that held the truth. */
  readonly held: number;
  readonly printed: number;
}

/** What must hold, as the issue asks. */
export const LEAST_HELD = 0.94;

export function heldOf(rows: readonly CoverageRow[]): readonly Held[] {
  return rows.flatMap((row) =>
    METHODS.flatMap((method) => TARGETS.map((target) => scoreKey(method, target))).flatMap((key) => {
      const score = row.missed.get(key);
      if (score === undefined || score.printed === 0) return [];
      return [{ key, row, held: 1 - score.missed / score.printed, printed: score.printed }];
    }),
  );
}

const BEGIN = '<!-- coverage: written by npm run coverage -->';
const END = '<!-- end of coverage -->';

/** The document with the tables made anew from these rows, between its two marks. */
export function withSummary(document: string, rows: readonly CoverageRow[]): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from === -1 || to === -1) throw new Error('The document has no place for the tables of coverage.');
  return `${document.slice(0, from)}${BEGIN}\n\n${summaryOf(rows).join('\n')}\n\n${document.slice(to)}`;
}

const COLUMNS = METHODS.flatMap((method) =>
  (['run', 'same', 'like'] as const).map((target) => [method, target] as const),
);

/** The tables, worked out from the rows. */
export function summaryOf(rows: readonly CoverageRow[]): readonly string[] {
  const all = heldOf(rows);
  const under = all.filter(({ held }) => held < LEAST_HELD).sort((one, other) => one.held - other.held);
  const whole = rows.length === 6_750 ? 'All' : `So far ${groupedNumber(rows.length)} of`;
  return [
    `${whole} 6,750 simulations of ${groupedNumber(AUDITS)} audits each, with ${groupedNumber(all.length)} kinds of intervals. In per cent, the worst and in brackets the mean:`,
    '',
    `| | ${COLUMNS.map(([method, target]) => `${method}, ${target}`).join(' | ')} |`,
    `|---|${COLUMNS.map(() => '---').join('|')}|`,
    ...bySlice(all),
    '',
    under.length === 0
      ? `None held the truth in fewer than ${LEAST_HELD * 100} %.`
      : `These held the truth in fewer than ${LEAST_HELD * 100} % (columns of the cell as in the file):`,
    ...(under.length === 0
      ? []
      : ['', '| interval | cell | held | of |', '|---|---|---|---|', ...under.map(underLine)]),
    '',
    ...refusalLines(rows),
    '',
    'Mean widths in points, for the run’s rate in simple samples out of 20,000 without a gate; † where the judge’s help is no help:',
    '',
    `| labels | rate | Wilson | labels only | ${JUDGES.map((judge) => `ppi, judge ${judge.join(', ')}`).join(' | ')} |`,
    `|---|---|---|---|${JUDGES.map(() => '---').join('|')}|`,
    ...widthLines(rows),
  ];
}

function underLine({ key, row, held, printed }: Held): string {
  return `| ${key} | ${row.name} | ${(held * 100).toFixed(2)} | ${groupedNumber(printed)} |`;
}

/** Where some audits got no interval; all of these are Rogan and Gladen's. */
function refusalLines(rows: readonly CoverageRow[]): string[] {
  return METHODS.map((method) => {
    const own = rows.flatMap((row) => {
      const score = row.missed.get(scoreKey(method, 'run'));
      return score === undefined ? [] : [{ row, share: 1 - score.printed / AUDITS }];
    });
    const some = own.filter(({ share }) => share > 0);
    if (some.length === 0) return `- ${method}: an interval in every audit of every cell.`;
    const rates = [...new Set(own.map(({ row }) => row.rate))].sort((one, other) => one - other);
    const mean = (rate: number): string => {
      const shares = own.filter(({ row }) => row.rate === rate).map(({ share }) => share);
      return `${percent(shares.reduce((sum, share) => sum + share, 0) / shares.length)} % of audits at a rate of ${rate * 100} %`;
    };
    return `- ${method}: refused in ${rates.map(mean).join(', ')}; more with fewer labels.`;
  });
}

const SLICES: readonly { readonly name: string; readonly of: (row: CoverageRow) => string }[] = [
  { name: 'transcripts', of: ({ size }) => `${size}` },
  { name: 'labels', of: ({ labels }) => `${labels}` },
  { name: 'rate', of: ({ rate }) => `${rate * 100} %` },
  { name: 'judge', of: ({ judge }) => judge },
  { name: 'sample', of: ({ design }) => design },
  { name: 'prompts', of: ({ prompts, varies }) => (varies ? `${prompts}, differing` : 'alike') },
  { name: 'gate', of: ({ gate }) => (gate ? 'noisy' : 'none') },
];

/** Worst and mean coverage in each slice of the grid: one line a slice, one column a method and target. */
function bySlice(all: readonly Held[]): string[] {
  const cellOf = (own: readonly Held[]): string => {
    if (own.length === 0) return '–';
    const worst = Math.min(...own.map(({ held }) => held));
    const mean = own.reduce((sum, { held }) => sum + held, 0) / own.length;
    return `${percent(worst)} (${percent(mean)})`;
  };
  const line = (name: string, own: readonly Held[]): string => {
    const cells = COLUMNS.map(([method, target]) =>
      cellOf(
        own.filter(
          ({ key }) =>
            key === scoreKey(method, target) || (target === 'like' && key === scoreKey(method, 'like8')),
        ),
      ),
    );
    return `| ${[name, ...cells].join(' | ')} |`;
  };
  return [
    line('all', all),
    ...SLICES.flatMap(({ name, of }) =>
      [...new Set(all.map(({ row }) => of(row)))]
        .sort((one, other) => (parseFloat(one) || 0) - (parseFloat(other) || 0) || (one < other ? -1 : 1))
        .map((value) =>
          line(
            `${name} ${value}`,
            all.filter(({ row }) => of(row) === value),
          ),
        ),
    ),
  ];
}

/** Mean widths for the run's rate in simple samples of alike prompts, without a gate, against Wilson's on labels alone. */
function widthLines(rows: readonly CoverageRow[]): string[] {
  const plain = rows.filter(
    ({ design, varies, gate, size }) => design === 'simple' && !varies && !gate && size === 20_000,
  );
  const lines: string[] = [];
  for (const labels of [100, 300]) {
    for (const rate of [0.01, 0.02, 0.05, 0.2, 0.5]) {
      const own = plain.filter((row) => row.labels === labels && row.rate === rate);
      if (own.length < JUDGES.length) continue;
      const wilson = own.reduce((sum, row) => sum + (row.widths.get('wilson/run') ?? NaN), 0) / own.length;
      const exact =
        own.reduce((sum, row) => sum + (row.widths.get('labels-only/run') ?? NaN), 0) / own.length;
      const cells = JUDGES.map((judge) => {
        const width = own.find((row) => row.judge === judge.join(', '))?.widths.get('ppi/run') ?? NaN;
        return `${points(width)}${width < wilson ? '' : ' †'}`;
      });
      lines.push(
        `| ${labels} | ${rate * 100} % | ${points(wilson)} | ${points(exact)} | ${cells.join(' | ')} |`,
      );
    }
  }
  return lines;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function points(width: number): string {
  return (width * 100).toFixed(1);
}
