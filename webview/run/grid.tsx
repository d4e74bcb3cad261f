import type { GridCell } from '../../src/protocol/runPage.ts';
import type { RunPage } from './runPage.ts';
import { Name, visible } from '../shared/name.tsx';
import { count, plural } from './words.ts';

/** More probes than this are shown on demand. */
const SHOWN = 60;

/** Progress by probe and model: a grid that fills. */
export function Grid({ page, cells }: { page: RunPage; cells: readonly GridCell[] }) {
  if (cells.length === 0) return null;
  const models = [...new Set(cells.map(({ model }) => model))];
  const probes = [...Map.groupBy(cells, ({ probe }) => probe)];
  return (
    <section aria-labelledby="grid">
      <h2 id="grid">Probes and models</h2>
      <Rows page={page} models={models} probes={probes.slice(0, SHOWN)} />
      {probes.length > SHOWN ? (
        <details>
          <summary>{plural(probes.length - SHOWN, 'more probe')}</summary>
          <Rows page={page} models={models} probes={probes.slice(SHOWN)} />
        </details>
      ) : null}
    </section>
  );
}

interface RowsOptions {
  readonly page: RunPage;
  readonly models: readonly string[];
  readonly probes: readonly (readonly [string, readonly GridCell[]])[];
}

function Rows({ page, models, probes }: RowsOptions) {
  return (
    <div class="wide">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">Probe</th>
            {models.map((model) => (
              <th scope="col" class="number" key={model}>
                <Name text={model} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{probes.map(([probe, row]) => rowOf(page, models, probe, row))}</tbody>
      </table>
    </div>
  );
}

function rowOf(page: RunPage, models: readonly string[], probe: string, row: readonly GridCell[]) {
  return (
    <tr key={probe}>
      <th scope="row">
        <Name text={probe} />
      </th>
      {models.map((model) => (
        <td class="number" key={model}>
          <Cell page={page} cell={row.find((each) => each.model === model)} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ page, cell }: { page: RunPage; cell: GridCell | undefined }) {
  if (cell === undefined) return null;
  const { probe, model, done, failed, planned } = cell;
  const words = `${count(done)}${planned === null ? '' : `/${count(planned)}`}${failed > 0 ? ` · ${count(failed)} failed` : ''}`;
  return (
    <button
      type="button"
      class="cell"
      disabled={done === 0}
      aria-label={`${words} transcripts of ${visible(model)} for ${visible(probe)}. Show them.`}
      onClick={() => void page.openCell(probe, model)}
    >
      <span
        class="fill"
        aria-hidden="true"
        style={{ width: `${planned === null || planned === 0 ? 100 : (100 * done) / planned}%` }}
      />
      <span class="words">{words}</span>
    </button>
  );
}
