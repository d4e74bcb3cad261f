import { useState } from 'preact/hooks';
import type {
  LabelStateView,
  PanelSettings,
  SchemeView,
  TranscriptView,
} from '../../../src/protocol/transcriptPanel.ts';
import { aimWords, questionOf } from '../labelling/aim.ts';
import { accord, drawnAnswer } from '../labelling/labelWords.ts';
import { perform } from '../page/acts.ts';
import { LineIcon, shapeOf, VerdictIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { isBlind, type PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { History } from './history.tsx';
import { agoText } from './numbers.ts';

/** Everybody's current label, mine first, and whether they agree with the judge. */
export function PeopleCard({ state }: { state: PageState }) {
  const { view, settings } = state;
  const [now] = useState(() => Date.now());
  if (view === null || settings === null) return null;
  const { labels, verdict } = view;
  const blind = isBlind(state);
  // Without a judge on screen, "differs from the judge" would give it away.
  const compare = !blind && state.reading.judgeOpen;
  return (
    <section class="card" aria-label="People">
      <h2 class="card-title">People</h2>
      <Person
        who="you"
        mine
        label={labels.mine}
        scheme={settings.scheme}
        verdict={verdict}
        compare={compare}
      />
      {view.hidden !== undefined && labels.others.length === 0 ? (
        <p class="aside">Other people’s labels are hidden until you answer.</p>
      ) : (
        labels.others.map(({ annotator, state: label, time, source }) => (
          <Person
            key={annotator}
            who={annotator}
            when={source === undefined ? agoText(time, now) : ''}
            source={source ?? ''}
            label={label}
            scheme={settings.scheme}
            verdict={verdict}
            compare={compare}
          />
        ))
      )}
      <BesideLabels view={view} settings={settings} now={now} />
      {verdict.human === 'conflict' && !blind ? (
        <p class="verdict-line">
          <VerdictIcon shape="conflict" /> <Revealed text={verdict.humanWords} />
        </p>
      ) : null}
      <History state={state} now={now} />
    </section>
  );
}

interface BesideProps {
  readonly view: TranscriptView;
  readonly settings: PanelSettings;
  readonly now: number;
}

/** What people say of the reasoning and to further questions; no judge's verdict is about that. */
function BesideLabels({ view, settings, now }: BesideProps) {
  const { beside = [] } = view.labels;
  return (
    <>
      {beside.map(({ part, metric = null, mine, others }) => {
        const { scheme } = questionOf(settings, metric);
        const about = { scheme, verdict: view.verdict, compare: false };
        const words = aimWords({ part, metric });
        return (
          <div key={`${part} ${metric ?? ''}`} class="beside" role="group" aria-label={words}>
            <h3 class="card-title">
              <Revealed text={words} />
            </h3>
            <Person who="you" label={mine} {...about} />
            {others.map(({ annotator, state: label, time }) => (
              <Person key={annotator} who={annotator} when={agoText(time, now)} label={label} {...about} />
            ))}
          </div>
        );
      })}
    </>
  );
}

interface PersonProps {
  readonly who: string;
  readonly when?: string;
  /** Where a label was taken from that a results file carried; it was given at a time that nobody knows. */
  readonly source?: string;
  readonly mine?: boolean;
  readonly label: LabelStateView;
  readonly scheme: SchemeView;
  readonly verdict: TranscriptView['verdict'];
  readonly compare: boolean;
}

function Person({ who, when = '', source = '', mine = false, label, scheme, verdict, compare }: PersonProps) {
  const page = usePage();
  const answer = scheme.answers.find((candidate) => candidate.id === label.answer);
  // An answer of another scheme, or of another version of this one, has its own name and role.
  const role = label.given?.role ?? answer?.role;
  const shape = role === undefined ? 'missing' : drawnAnswer(role, verdict, scheme);
  const agreement = compare ? accord(label.answer, verdict.judge, scheme) : 'not comparable';
  return (
    <div class="person">
      <p class="person-line">
        <span class="who">
          <Revealed text={who} />
        </span>
        {label.answer === null ? (
          <span class="aside">no answer yet</span>
        ) : (
          <span class="person-answer">
            <VerdictIcon shape={shapeOf(shape)} />
            <Revealed text={label.given?.name ?? answer?.name ?? label.answer} />
          </span>
        )}
        {label.confidence === undefined ? null : (
          <span class="aside confidence">{label.confidence} confidence</span>
        )}
        <span class="aside when">{when}</span>
      </p>
      {source === '' ? null : (
        <p class="aside">
          from <Revealed text={source} />
        </p>
      )}
      {agreement === 'not comparable' ? null : (
        <p class={agreement === 'differs' ? 'accord is-different' : 'accord'}>
          <span aria-hidden="true">{agreement === 'differs' ? '≠' : '='}</span>{' '}
          {agreement === 'differs' ? 'differs from the judge' : 'agrees with the judge'}
        </p>
      )}
      {Object.entries(label.scores).length === 0 ? null : (
        <p class="figures">
          {Object.entries(label.scores)
            .map(
              ([id, score]) =>
                `${scheme.scores.find((candidate) => candidate.id === id)?.name ?? id} ${score}`,
            )
            .join(' · ')}
        </p>
      )}
      {label.flagged ? (
        <p class="person-flag">
          <LineIcon name="flag" /> flagged
        </p>
      ) : null}
      {label.note === '' ? null : (
        <blockquote class="note">
          <Revealed text={label.note} />
          {mine ? (
            <button type="button" class="link" onClick={() => perform(page, { action: 'note' })}>
              edit
            </button>
          ) : null}
        </blockquote>
      )}
    </div>
  );
}
