import type { PanelSettings, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { perform } from '../page/acts.ts';
import { keyCap, keyWords } from '../page/keys.ts';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import {
  aboutAim,
  aimWords,
  askedSettings,
  isSameAim,
  labelOf,
  MAIN_AIM,
  questionName,
  questionOf,
  questionsOf,
  saidWords,
  type Aim,
} from './aim.ts';
import { aimAt } from './aimActs.ts';

/**
 * What the answer keys are about: the questions with what one has answered, and whether it is the answer or the
 * reasoning. Nothing where there is one question and no reasoning.
 */
export function QuestionRow({ state }: { state: PageState }) {
  const page = usePage();
  const { view, settings, aim } = state;
  if (view === null || settings === null) return null;
  const questions = questionsOf(settings);
  const { keys } = askedSettings(settings, aim);
  if (questions.length === 1 && view.hasReasoning !== true) return null;
  return (
    <div class={isSameAim(aim, MAIN_AIM) ? 'bar-row questions' : 'bar-row questions is-aside'}>
      {view.hasReasoning === true ? (
        <div class="tools" role="group" aria-label="What is labelled">
          <span class="aside">label the</span>
          {(['answer', 'reasoning'] as const).map((part) => (
            <button
              key={part}
              type="button"
              class="question"
              aria-pressed={aim.part === part}
              aria-keyshortcuts={
                keys['label-reasoning'] === '' ? undefined : keyWords(keys['label-reasoning'])
              }
              onClick={() => aimAt(page, { ...aim, part })}
            >
              {part !== aim.part && keys['label-reasoning'] !== '' ? (
                <kbd>{keyCap(keys['label-reasoning'])}</kbd>
              ) : null}
              {part}
              <Said view={view} settings={settings} aim={{ ...aim, part }} />
            </button>
          ))}
        </div>
      ) : null}
      {questions.length === 1 ? null : (
        <div class="tools" role="group" aria-label="Questions">
          {questions.map((metric) => (
            <button
              key={metric ?? ''}
              type="button"
              class="question"
              aria-pressed={aim.metric === metric}
              onClick={() => aimAt(page, { ...aim, metric })}
            >
              <Revealed text={questionName(settings, metric)} />
              <Said view={view} settings={settings} aim={{ ...aim, metric }} />
            </button>
          ))}
          <button
            type="button"
            class="tool-button"
            aria-keyshortcuts={keys['next-question'] === '' ? undefined : keyWords(keys['next-question'])}
            onClick={() => perform(page, { action: 'next-question' })}
          >
            {keys['next-question'] === '' ? null : <kbd>{keyCap(keys['next-question'])}</kbd>}
            next question
          </button>
        </div>
      )}
      {isSameAim(aim, MAIN_AIM) ? null : (
        <p class="aim-words">
          You are labelling{' '}
          <strong>
            <Revealed text={aimWords(aim)} />
          </strong>
          .
        </p>
      )}
    </div>
  );
}

/** What one has answered there, beside its name. */
function Said({ view, settings, aim }: { view: TranscriptView; settings: PanelSettings; aim: Aim }) {
  const said = labelOf(view.labels, aboutAim(aim));
  return (
    <span class={said.answer === null ? 'said-answer is-open' : 'said-answer'}>
      <span class="visually-hidden">: </span>
      {said.answer === null ? (
        <>
          <span aria-hidden="true">–</span>
          <span class="visually-hidden">open</span>
        </>
      ) : (
        <Revealed text={saidWords(said, questionOf(settings, aim.metric).scheme)} />
      )}
    </span>
  );
}
