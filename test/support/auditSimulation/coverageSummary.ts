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

/**
 * The corrected interval's mean width as a share of that of Wilson's on the labels alone, for the run's rate: in every simple
 * sample where both hold what is asked. Under 1 the judge is worth having. (Wilson's is of no use to stratified samples.)
 */
function widthLines(rows: readonly CoverageRow[]): string[] {
  const compared = rows.flatMap((row) => {
    const [ppi, wilson] = [row.widths.get('ppi/run'), row.widths.get('wilson/run')];
    const bothHold = ['ppi/run', 'wilson/run'].every((key) => {
      const score = row.missed.get(key);
      return score !== undefined && score.printed > 0 && 1 - score.missed / score.printed >= LEAST_HELD;
    });
    return ppi === undefined || wilson === undefined || !bothHold ? [] : [{ row, ratio: ppi / wilson }];
  });
  const rates = [0.01, 0.02, 0.05, 0.2, 0.5];
  const simple = rows.filter(({ widths }) => widths.get('wilson/run') !== undefined).length;
  const narrower = compared.filter(({ ratio }) => ratio < 1).length;
  return [
    `Mean width of PPI++’s interval over that of Wilson’s on the labels alone, for the run’s rate, in the ${groupedNumber(compared.length)} of ${groupedNumber(simple)} simple samples where both hold: the middle one, in brackets the lowest and the highest, and of how many. It is narrower in ${groupedNumber(narrower)} of them.`,
    '',
    `| judge | ${rates.map((rate) => `rate ${rate * 100} %`).join(' | ')} |`,
    `|---|${rates.map(() => '---').join('|')}|`,
    ...JUDGES.map((judge) => {
      const name = judge.join(', ');
      const cells = rates.map((rate) =>
        ratioWords(compared.filter(({ row }) => row.judge === name && row.rate === rate)),
      );
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
  ];
}

function ratioWords(compared: readonly { readonly ratio: number }[]): string {
  const ratios = compared.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const [lowest, middle, highest] = [ratios[0], ratios[Math.floor(ratios.length / 2)], ratios.at(-1)];
  if (lowest === undefined || middle === undefined || highest === undefined) return '–';
  return `${middle.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)}), ${ratios.length}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
