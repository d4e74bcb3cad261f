import type { RunPageView } from '../../src/protocol/runPanel.ts';
import { Name, visible } from '../shared/name.tsx';
import type { RunPage } from './runPage.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { cost, count, plural, STOPS } from './words.ts';

/** What it is, how far it is, and what can be done about it. */
export function Heading({ page, view, silent }: { page: RunPage; view: RunPageView; silent: boolean }) {
  const acts = useKeptFocus();
  const { report, live, fake } = view;
  const [launch] = report.launches;
  const interrupted = launch !== undefined && live === null && launch.stop !== 'complete' && !launch.leased;
  const elsewhere = launch?.leased === true && live === null;
  const failed = report.failures.reduce((total, { n }) => total + n, 0);
  return (
    <header>
      <h1>
        <Name text={report.name} />
      </h1>
      {fake.length > 0 ? (
        <p class="notice">
          Answers of a fake endpoint ({fake.join(', ')}): good for trying things, not for figures.
        </p>
      ) : null}
      {launch === undefined ? (
        <p class="aside">This run was imported; nothing was launched for it here.</p>
      ) : (
        <p class="aside">
          <button type="button" class="link" onClick={() => void page.act('openSuite')}>
            <Name text={launch.spec.title} />
          </button>
          {' · '}
          {launch.spec.targets.map(({ model, endpoint }) => `${visible(model)} at ${endpoint}`).join(', ') ||
            'judging only'}
          {launch.spec.judge === null ? '' : ` · judged by ${visible(launch.spec.judge.model)}`}
          {launch.spec.mode === 'batch' ? ' · as a batch' : ''}
          {launch.spec.cap === null ? '' : ` · cap ${cost(launch.spec.cap)}`}
        </p>
      )}
      {launch === undefined ? null : <Progress view={view} />}
      {silent ? (
        <p class="problem" role="alert">
          The editor’s extension host doesn’t answer. What is shown may be out of date; everything that landed
          is kept. Open the page again when it is back.
        </p>
      ) : null}
      {launch === undefined ? null : (
        <p class="status">
          {statusOf(view, interrupted, elsewhere)}
          {report.askedAgain > 0
            ? ` ${plural(report.askedAgain, 'call')} asked again after an interruption.`
            : ''}
        </p>
      )}
      <div class="acts" ref={acts}>
        {live === null ? null : (
          <vscode-button appearance="secondary" onClick={() => void page.act('cancel')}>
            Cancel
          </vscode-button>
        )}
        {interrupted && view.canLaunch ? (
          <vscode-button appearance="primary" onClick={() => void page.act('resume')}>
            Resume
          </vscode-button>
        ) : null}
        {failed > 0 && live === null && view.canLaunch ? (
          <vscode-button appearance="secondary" onClick={() => void page.act('retryFailed')}>
            Retry {plural(failed, 'failed call')}
          </vscode-button>
        ) : null}
        <vscode-button appearance="secondary" onClick={() => void page.act('showResults')}>
          Show in Runs
        </vscode-button>
        <vscode-button appearance="secondary" onClick={() => void page.act('showLog')}>
          Show Log
        </vscode-button>
      </div>
    </header>
  );
}

function Progress({ view }: { view: RunPageView }) {
  const { done, failed, planned } = totals(view);
  if (planned === 0) return null;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label="Transcripts"
      aria-valuemin={0}
      aria-valuemax={planned}
      aria-valuenow={Math.min(done + failed, planned)}
    >
      <span class="bar done" style={{ width: `${(100 * done) / planned}%` }} />
      <span class="bar failed" style={{ width: `${(100 * failed) / planned}%` }} />
    </div>
  );
}

function totals({ live, report }: RunPageView): { done: number; failed: number; planned: number } {
  if (live !== null) return live;
  const done = report.grid.reduce((total, cell) => total + cell.done, 0);
  const failed = report.grid.reduce((total, cell) => total + cell.failed, 0);
  const planned = Math.max(
    done + failed,
    ...report.launches.map(({ plannedTranscripts }) => plannedTranscripts),
  );
  return { done, failed, planned };
}

function statusOf(view: RunPageView, interrupted: boolean, elsewhere: boolean): string {
  const { done, failed, planned } = totals(view);
  const words = `${count(done)} of ${plural(planned, 'transcript')}${failed > 0 ? `, ${count(failed)} failed` : ''}`;
  const { live, report } = view;
  if (live !== null) {
    const judged =
      live.judgmentsPlanned > 0
        ? `, ${count(live.judgmentsDone)} of ${plural(live.judgmentsPlanned, 'judgment')}`
        : '';
    const pace = `${count(Math.round(live.perMinute))} calls a minute, ${count(live.inFlight)} under way (at most ${count(live.concurrency)} at once)`;
    if (live.state === 'running' && live.planned === 0 && live.judgmentsPlanned === 0)
      return 'Planning what to ask.';
    return `${live.state === 'stopping' ? 'Stopping' : 'Running'}: ${words}${judged}. ${pace}. ${costWords(live.cost)}`;
  }
  const [launch] = report.launches;
  const why = launch === undefined || launch.message === '' ? '' : ` ${visible(launch.message)}`;
  if (elsewhere) return `Running in another window: ${words}.`;
  if (interrupted)
    return `Stopped before its end (${STOPS[launch?.stop ?? 'killed']}): ${words}.${why} ${costWords(report.cost)}`;
  return launch === undefined
    ? ''
    : `Complete: ${words}. ${report.cost === null ? '' : `Cost: ${cost(report.cost)}.`}`;
}

function costWords(amount: number | null): string {
  return amount === null ? '' : `Cost so far: ${cost(amount)}.`;
}
