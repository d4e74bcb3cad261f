import type { FineTuneView } from '../../src/protocol/runPage.ts';
import { visible } from '../shared/name.tsx';
import { count } from './words.ts';

/** Metrics of the fine-tuning job: accuracies as reported and corrected, then the steps as a table. */
export function FineTune({ fineTune }: { fineTune: FineTuneView | null }) {
  if (fineTune === null) return null;
  const { accuracies, answers, chance, columns, rows, steps, file } = fineTune;
  return (
    <section class="fine-tune" aria-labelledby="fine-tune">
      <h2 id="fine-tune">Fine-tuning</h2>
      <p class="aside">
        {count(steps)} {steps === 1 ? 'step' : 'steps'} from {visible(file)}.
      </p>
      {accuracies.length === 0 ? null : (
        <>
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">Accuracy</th>
                  <th scope="col" class="number">
                    At step
                  </th>
                  <th scope="col" class="number">
                    Reported
                  </th>
                  <th scope="col" class="number">
                    Corrected
                  </th>
                  <th scope="col">Against chance</th>
                </tr>
              </thead>
              <tbody>
                {accuracies.map(({ name, step, reported, corrected }) => (
                  <tr key={name}>
                    <th scope="row">{visible(name)}</th>
                    <td class="number">{step === null ? '–' : count(step)}</td>
                    <td class="number">{figure(reported)}</td>
                    <td class="number">{figure(corrected)}</td>
                    <td>{againstChance(reported, chance)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="aside">
            For single-token answers two certain tokens are counted into each answer: corrected is 3 ×
            reported − 2.{' '}
            {chance === null || answers === null
              ? 'Say among how many answers a guesser would choose, and the accuracy of guessing is shown.'
              : `Guessing among ${count(answers)} answers is reported as (2 + 1/${count(answers)})/3 = ${figure(chance)}.`}
          </p>
        </>
      )}
      <details>
        <summary>Steps</summary>
        {rows.length < steps ? <p class="aside">{count(rows.length)} of them, evenly spread.</p> : null}
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">
                  Step
                </th>
                {columns.map((name) => (
                  <th scope="col" class="number" key={name}>
                    {visible(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ step, values }) => (
                <tr key={step}>
                  <th scope="row" class="number">
                    {count(step)}
                  </th>
                  {values.map((value, index) => (
                    <td class="number" key={columns[index]}>
                      {figure(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

/** Four significant digits; nothing is written for what wasn't measured. */
function figure(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 0.001 || value === 0 ? value.toFixed(3) : value.toPrecision(2);
}

function againstChance(reported: number | null, chance: number | null): string {
  if (reported === null || chance === null) return '';
  const distance = reported - chance;
  if (Math.abs(distance) < 0.0005) return 'as good as guessing';
  return `${figure(Math.abs(distance))} ${distance > 0 ? 'above' : 'below'} guessing`;
}
