import type { CalibrationView } from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import { count } from './words.ts';

const LEFT = 44;
const WIDTH = 420;
const HEIGHT = 180;
const TOP = 10;
const BOTTOM = 34;

/** How often people say positive at each height of the judge's score. */
export function Calibration({ curves }: { curves: readonly CalibrationView[] }) {
  if (curves.length === 0) return null;
  return (
    <section aria-labelledby="calibration">
      <h2 id="calibration">The judge’s scores against people</h2>
      {curves.map((curve) => (
        <figure key={curve.metric}>
          <figcaption>{visible(curve.sentence)}</figcaption>
          <Curve curve={curve} />
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">Score</th>
                  <th scope="col" class="number">
                    Mean
                  </th>
                  <th scope="col" class="number">
                    Called positive
                  </th>
                  <th scope="col">95 % interval</th>
                  <th scope="col" class="number">
                    n
                  </th>
                </tr>
              </thead>
              <tbody>
                {curve.bands.map(({ name, score, n, share }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td class="number">{score.toFixed(1)}</td>
                    <td class="number">{share.value}</td>
                    <td>{share.interval}</td>
                    <td class="number">{count(n)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </figure>
      ))}
    </section>
  );
}

function Curve({ curve: { bands, minimum, maximum, metric } }: { curve: CalibrationView }) {
  const x = (score: number) => LEFT + ((score - minimum) / (maximum - minimum)) * (WIDTH - LEFT - 16);
  const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const points = bands.flatMap(({ score, share }) =>
    share.at === null ? [] : [`${x(score)},${y(share.at)}`],
  );
  return (
    <svg
      class="curve"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Share called positive by ${visible(metric)}; the table below has the numbers`}
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line class="grid" x1={LEFT} x2={WIDTH - 16} y1={y(share)} y2={y(share)} />
          <text x={LEFT - 6} y={y(share) + 4} text-anchor="end">
            {100 * share} %
          </text>
        </g>
      ))}
      {[minimum, maximum].map((score) => (
        <text key={score} x={x(score)} y={HEIGHT - 8} text-anchor="middle">
          {Number(score.toPrecision(4))}
        </text>
      ))}
      <polyline class="path" points={points.join(' ')} />
      {bands.map(({ name, score, share }) =>
        share.at === null ? null : (
          <g class="lead" key={name}>
            {share.low === null || share.high === null ? null : (
              <line class="interval" x1={x(score)} x2={x(score)} y1={y(share.low)} y2={y(share.high)} />
            )}
            <circle cx={x(score)} cy={y(share.at)} r="4.5" />
          </g>
        ),
      )}
    </svg>
  );
}
