import type { RunReport } from '../../src/protocol/runPage.ts';
import { count, failureName, moment } from './words.ts';

const WIDTH = 600;
/** Of the answers above the line, and of the failures below it. */
const HEIGHT = 40;
/** A run of a minute or two is no reason for bars as wide as the page. */
const WIDEST_BAR = 24;

/** Answers and failed attempts by the minute: where limits were met, and how the pace followed. */
export function RateLimits({ report }: { report: RunReport }) {
  const minutes = [...report.answers, ...report.faults].map(({ minute }) => minute);
  if (report.faults.length === 0 || minutes.length === 0) return null;
  const first = Math.min(...minutes);
  const last = Math.max(...minutes);
  const span = Math.max(1, (last - first) / 60_000 + 1);
  const step = Math.min(WIDEST_BAR + 1, WIDTH / span);
  const answers = sums(report.answers);
  const limits = sums(report.faults.filter(({ kind }) => kind === 'rate-limit'));
  const others = sums(report.faults.filter(({ kind }) => kind !== 'rate-limit'));
  const failures = sums(report.faults);
  const top = Math.max(1, ...answers.values(), ...failures.values());
  const kinds = Map.groupBy(report.faults, ({ kind }) => kind);
  const bars = (
    name: string,
    values: ReadonlyMap<number, number>,
    y: (minute: number, height: number) => number,
  ) =>
    [...values].map(([minute, n]) => {
      const height = (n / top) * HEIGHT;
      return (
        <rect
          key={`${name}${minute}`}
          class={name}
          x={((minute - first) / 60_000) * step}
          width={Math.max(1, step - 1)}
          y={y(minute, height)}
          height={height}
        />
      );
    });
  const heightOfLimits = (minute: number) => ((limits.get(minute) ?? 0) / top) * HEIGHT;
  const words = [...kinds]
    .map(([kind, rows]) => `${failureName(kind)} ${count(rows.reduce((total, { n }) => total + n, 0))}`)
    .join(', ');
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${2 * HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Answers and failed attempts by the minute: ${words}`}
      >
        {bars('answers', answers, (_minute, height) => HEIGHT - height)}
        {bars('limits', limits, () => HEIGHT)}
        {bars('others', others, (minute) => HEIGHT + heightOfLimits(minute))}
        <line class="axis" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <figcaption class="aside">
        By the minute from {moment(first)}. Above the line: answers. Below it: attempts that failed, rate
        limits filled ({words}).
      </figcaption>
    </figure>
  );
}

function sums(rows: readonly { readonly minute: number; readonly n: number }[]): Map<number, number> {
  const result = new Map<number, number>();
  for (const { minute, n } of rows) result.set(minute, (result.get(minute) ?? 0) + n);
  return result;
}
