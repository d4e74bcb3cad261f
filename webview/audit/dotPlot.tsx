import { visible } from '../shared/name.tsx';

export interface Dot {
  readonly name: string;
  /** A filled dot: the one to read. */
  readonly lead: boolean;
  readonly at: number;
  readonly low: number | null;
  readonly high: number | null;
}

const NAMES = 240;
const PLOT = 380;
const ROW = 26;
const TOP = 8;
const AXIS = 26;
const LONGEST = 34;
/** Steps of the axis, of which the first that needs at most six is taken. */
const STEPS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/** Rates of 0..1, each a dot with its interval. The table beside it says the same in words. */
export function DotPlot({ dots, label }: { dots: readonly Dot[]; label: string }) {
  if (dots.length === 0) return null;
  const highest = Math.max(0.004, ...dots.map(({ at, high }) => high ?? at));
  const step = STEPS.find((size) => highest / size <= 6) ?? 0.25;
  const end = Math.min(1, Math.ceil(highest / step - 1e-9) * step);
  const x = (rate: number) => NAMES + (Math.min(rate, end) / end) * PLOT;
  const height = TOP + dots.length * ROW + AXIS;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  return (
    <svg class="dots" viewBox={`0 0 ${NAMES + PLOT + 40} ${height}`} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={x(tick)} x2={x(tick)} y1={TOP} y2={height - AXIS + 4} />
          <text x={x(tick)} y={height - 6} text-anchor="middle">
            {Number((tick * 100).toFixed(1))} %
          </text>
        </g>
      ))}
      {dots.map((dot, index) => {
        const y = TOP + (index + 0.5) * ROW;
        return (
          <g key={`${index} ${dot.name}`} class={dot.lead ? 'lead' : 'other'}>
            <text x={NAMES - 12} y={y + 4} text-anchor="end">
              {short(visible(dot.name))}
            </text>
            {dot.low === null || dot.high === null ? null : (
              <>
                <line class="interval" x1={x(dot.low)} x2={x(dot.high)} y1={y} y2={y} />
                <line class="interval" x1={x(dot.low)} x2={x(dot.low)} y1={y - 4} y2={y + 4} />
                <line class="interval" x1={x(dot.high)} x2={x(dot.high)} y1={y - 4} y2={y + 4} />
              </>
            )}
            {dot.lead ? (
              <circle cx={x(dot.at)} cy={y} r="5.5" />
            ) : (
              <rect x={x(dot.at) - 4.5} y={y - 4.5} width="9" height="9" />
            )}
          </g>
        );
      })}
    </svg>
  );
}

function short(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST ? name : `${letters.slice(0, LONGEST - 1).join('')}…`;
}
