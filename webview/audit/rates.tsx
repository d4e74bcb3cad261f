import type {
  ArmRatesView,
  AuditSelection,
  RateGroupView,
  RatesView,
  RateView,
} from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import type { AuditPageModel } from './auditPageModel.ts';
import { Calibration } from './calibration.tsx';
import { DotPlot, type Dot } from './dotPlot.tsx';
import { FigureTable } from './figureTable.tsx';
import { count, prose } from './words.ts';

/** What the rate is: as the judge has it, and corrected by people's labels. */
export function Rates({
  page,
  rates,
  selection,
}: {
  page: AuditPageModel;
  rates: RatesView;
  selection: AuditSelection;
}) {
  const [lead, ...others] = rates.groups;
  return (
    <>
      <section aria-labelledby="rates">
        <h2 id="rates">
          {rates.raw === null && rates.groups.length === 0
            ? 'Rates'
            : `Rate of ${visible(rates.positive)}: raw beside corrected`}
        </h2>
        {rates.rule === '' ? null : (
          <p class="aside">
            Rule: <code>{visible(rates.rule)}</code>
          </p>
        )}
        <Sentences texts={rates.sentences} />
        {rates.sample === null ? <NoSample page={page} rates={rates} /> : null}
        {lead === undefined ? null : (
          <Group group={lead} positive={rates.positive} isOnly={others.length === 0} />
        )}
        {others.map((group) => (
          <details key={group.name}>
            <summary>
              By <bdi>{visible(group.name)}</bdi> ({count(group.labels)} labels){shortOf(group)}
            </summary>
            <Group group={group} positive={rates.positive} isOnly />
          </details>
        ))}
        <ByArm arms={rates.by} by={selection.by} />
        <FigureTable figures={rates.differences} caption="Differences of corrected rates" />
        {rates.sample === null ? null : (
          <div class="acts">
            <vscode-button appearance="secondary" onClick={() => void page.act('writeReport')}>
              Write Report
            </vscode-button>
          </div>
        )}
      </section>
      {rates.quality.length === 0 ? null : (
        <section aria-labelledby="quality">
          <h2 id="quality">How good the judge is</h2>
          <p class="aside">By people’s word, weighted to all that could be drawn.</p>
          <FigureTable figures={rates.quality} caption="How good the judge is" />
        </section>
      )}
      <Calibration curves={rates.calibration} />
    </>
  );
}

function Sentences({ texts }: { texts: readonly string[] }) {
  return (
    <>
      {texts.map((text) => (
        <p key={text}>{prose(text)}</p>
      ))}
    </>
  );
}

/** Without a sample: the raw rate, why there is no other, and what to do. */
function NoSample({ page, rates }: { page: AuditPageModel; rates: RatesView }) {
  return (
    <>
      {rates.raw === null ? null : (
        <p>
          Judge’s rate, raw: <strong>{rates.raw.value}</strong> {rates.raw.interval}
          {rates.raw.n === null ? '' : `, n ${count(rates.raw.n)}`}.
        </p>
      )}
      {rates.raw === null ? null : (
        <div class="acts">
          <vscode-button onClick={() => void page.act('newSample')}>Draw an Audit Sample</vscode-button>
        </div>
      )}
    </>
  );
}

function Group({ group, positive, isOnly }: { group: RateGroupView; positive: string; isOnly: boolean }) {
  const { rates, more, refusals, notes } = group;
  const about = rates.find(({ lead }) => lead)?.about ?? rates[0]?.about ?? '';
  return (
    <>
      {group.name === '' || rates.length === 0 ? null : (
        <h3>
          {isOnly && group.labels === 0 ? null : (
            <>
              By <bdi>{visible(group.name)}</bdi>, {count(group.labels)} labels
            </>
          )}
        </h3>
      )}
      {about === '' ? null : <p class="aside">Rate of {about}.</p>}
      <DotPlot dots={rates.flatMap(dotOf)} label={plotWords(rates, positive)} />
      <RateTable rates={rates} />
      <ul class="cautions">
        {[...new Set([...notes, ...rates.flatMap(({ cautions }) => cautions)])].map((text) => (
          <li key={text}>{prose(text)}</li>
        ))}
      </ul>
      {refusals.map(({ name, words }) => (
        <p class="notice" key={words}>
          <strong>{name}: not told.</strong> {prose(words)}
        </p>
      ))}
      {more.length === 0 ? null : (
        <details>
          <summary>Other estimates ({count(more.length)})</summary>
          <RateTable rates={more} />
        </details>
      )}
    </>
  );
}

function RateTable({ rates }: { rates: readonly RateView[] }) {
  if (rates.length === 0) return null;
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Estimate</th>
            <th scope="col" class="number">
              Rate
            </th>
            <th scope="col">95 % interval</th>
            <th scope="col" class="number">
              n
            </th>
            <th scope="col">Of</th>
          </tr>
        </thead>
        <tbody>
          {rates.map((rate) => (
            <tr key={`${rate.name} ${rate.about}`} class={rate.lead ? 'lead' : ''}>
              <th scope="row">{rate.name}</th>
              <td class="number">{rate.value}</td>
              <td>{rate.interval === '' ? 'counted' : rate.interval}</td>
              <td class="number">{rate.n === null ? '' : count(rate.n)}</td>
              <td>{rate.about}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ByArm({ arms, by }: { arms: readonly ArmRatesView[]; by: string }) {
  if (arms.length === 0) return null;
  const dots = arms.flatMap(({ name, raw, corrected }): Dot[] => [
    ...(raw === null || raw.at === null ? [] : [{ ...raw, at: raw.at, name: `${name}, raw`, lead: false }]),
    ...(corrected === null || corrected.at === null
      ? []
      : [{ ...corrected, at: corrected.at, name: `${name}, corrected`, lead: true }]),
  ]);
  return (
    <>
      <h3>By {by}</h3>
      <DotPlot
        dots={dots.slice(0, 40)}
        label={`Raw and corrected rates by ${by}; the table below has the numbers`}
      />
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">{by}</th>
              <th scope="col">Raw</th>
              <th scope="col">Corrected</th>
              <th scope="col" class="number">
                Labels
              </th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {arms.map(({ name, raw, corrected, labels, note }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{visible(name)}</bdi>
                </th>
                <td>{raw === null ? 'none' : `${raw.value} ${raw.interval}`}</td>
                <td>{corrected === null ? 'not told' : `${corrected.value} ${corrected.interval}`}</td>
                <td class="number">{count(labels)}</td>
                <td>{visible(note)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function dotOf(rate: RateView): Dot[] {
  return rate.at === null
    ? []
    : [{ name: rate.name, lead: rate.lead, at: rate.at, low: rate.low, high: rate.high }];
}

function plotWords(rates: readonly RateView[], positive: string): string {
  const words = rates.map(({ name, value, interval }) => `${name} ${value} ${interval}`.trim());
  return `Rate of ${positive}: ${words.join('; ')}`;
}

function shortOf({ rates }: RateGroupView): string {
  const lead = rates.find((rate) => rate.lead);
  return lead === undefined ? ': not told' : `: ${lead.value} ${lead.interval}`;
}
