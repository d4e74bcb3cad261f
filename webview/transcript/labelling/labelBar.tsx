import type { PanelAction } from '../../../src/protocol/transcriptPanel.ts';
import type { QueuePlaceView } from '../../../src/protocol/transcriptQueue.ts';
import { perform } from '../page/acts.ts';
import { LineIcon, shapeOf, VerdictIcon } from '../page/icons.tsx';
import { keyCap, keyWords, type Act } from '../page/keys.ts';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { targetText } from '../page/target.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { grouped } from '../../shared/text/textSize.ts';
import { BranchNote } from '../branches/branchNote.tsx';
import { PassageField } from '../passages/passageField.tsx';
import { aboutAim, aimWords, askedSettings, labelOf, questionOf, type Aim } from './aim.ts';
import { BarMessage } from './barMessage.tsx';
import { QuestionRow } from './questionRow.tsx';
import { QueueEnd, QueueTools } from './queueTools.tsx';
import { drawnAnswer } from './labelWords.ts';
import { NoteField } from './noteField.tsx';
import { ScoreField } from './scoreField.tsx';
import { Trouble } from './trouble.tsx';

/** The bar at the bottom: a button an answer, and everything else that is done to a transcript, each with its key. */
export function LabelBar({ state }: { state: PageState }) {
  const page = usePage();
  const { view, entry, aim } = state;
  if (view === null || state.settings === null) return null;
  const settings = askedSettings(state.settings, aim);
  const { progress, canUndo, canRedo } = view.labels;
  const mine = labelOf(view.labels, aboutAim(aim));
  const readOnly = settings.readOnlyReason !== '';
  const tool = (
    action: PanelAction,
    words: string,
    options: { pressed?: boolean; disabled?: boolean } = {},
  ) => <Tool act={{ action }} shortcut={settings.keys[action]} words={words} {...options} />;
  return (
    <footer class="label-bar" aria-label="Labels">
      <div class="bar-row bar-top">
        <BarMessage state={state} />
        <div class="tools" role="group" aria-label="Going back and on, progress, help">
          {tool('undo', 'undo', { disabled: readOnly || !canUndo })}
          {tool('redo', 'redo', { disabled: readOnly || !canRedo })}
          {tool('next-unlabelled', view.queue === undefined ? 'next unlabelled' : 'next')}
          {view.queue === undefined ? (
            <span class="progress figures" title="labelled, of all transcripts of this probe and model">
              {progress.total === 0 ? null : (
                <>
                  {grouped(progress.labelled)}/{grouped(progress.total)}
                  <span class="visually-hidden"> labelled</span>
                </>
              )}
            </span>
          ) : (
            <>
              {tool('skip', 'skip', { disabled: readOnly || isAnswered(view.queue) })}
              <QueueTools queue={view.queue} />
            </>
          )}
          {tool('help', 'keys')}
        </div>
      </div>
      <BranchNote state={state} />
      {view.queue === undefined ? null : <QueueEnd queue={view.queue} />}
      <Trouble state={state} />
      {entry?.kind === 'note' ? (
        <NoteField
          key={targetText(entry.target)}
          entry={entry}
          saved={labelOf(view.labels, entry.about).note}
        />
      ) : null}
      {entry?.kind === 'passage' ? (
        <PassageField
          key={`${targetText(entry.target)} ${JSON.stringify(entry.about)}`}
          entry={entry}
          saved={labelOf(view.labels, entry.about)}
          scheme={questionOf(state.settings, entry.about.metric).scheme}
        />
      ) : null}
      <QuestionRow state={state} />
      <div class="bar-row">
        <div class="answers" role="group" aria-label={answersName(aim)}>
          {settings.scheme.answers.map((answer) => (
            <button
              key={answer.id}
              type="button"
              class={`answer answer-${drawnAnswer(answer.role, view.verdict, settings.scheme)}`}
              aria-pressed={mine.answer === answer.id}
              aria-keyshortcuts={answer.key === '' ? undefined : answer.key}
              title={answer.description}
              disabled={readOnly}
              onClick={() => perform(page, { answer: answer.id })}
            >
              <Shortcut shortcut={answer.key} />
              {mine.answer === answer.id ? (
                <VerdictIcon shape={shapeOf(drawnAnswer(answer.role, view.verdict, settings.scheme))} />
              ) : null}
              <Revealed text={answer.name} />
            </button>
          ))}
        </div>
        {settings.scheme.scores.length === 0 ? null : (
          <div class="scores" role="group" aria-label="Your scores">
            {settings.scheme.scores.map((score) =>
              entry?.kind === 'score' && entry.score === score.id ? (
                <ScoreField
                  key={score.id}
                  entry={entry}
                  score={score}
                  value={mine.scores[score.id] ?? null}
                />
              ) : (
                <Tool
                  key={score.id}
                  act={{ score: score.id }}
                  shortcut={score.key}
                  words={`${score.name} ${mine.scores[score.id] ?? '–'}`}
                  disabled={readOnly}
                />
              ),
            )}
          </div>
        )}
        <div class="tools" role="group" aria-label="Confidence, note, flag and passages">
          {tool(
            'confidence',
            mine.confidence === undefined ? 'confidence' : `${mine.confidence} confidence`,
            {
              disabled: readOnly,
            },
          )}
          {tool('note', mine.note === '' ? 'note' : 'edit note', { disabled: readOnly })}
          <Tool
            act={{ action: 'flag' }}
            shortcut={settings.keys.flag}
            words={mine.flagged ? 'flagged' : 'flag'}
            pressed={mine.flagged}
            disabled={readOnly}
          />
          {tool('mark', 'mark', { disabled: readOnly })}
        </div>
      </div>
    </footer>
  );
}

function answersName(aim: Aim): string {
  const words = aimWords(aim);
  return words === '' ? 'Your answer' : `Your answer about ${words}`;
}

function isAnswered({ response }: QueuePlaceView): boolean {
  return response === 'answered' || response === 'unsure';
}

interface ToolProps {
  readonly act: Act;
  readonly shortcut: string;
  readonly words: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

function Tool({ act, shortcut, words, pressed, disabled = false }: ToolProps) {
  const page = usePage();
  return (
    <button
      type="button"
      class="tool-button"
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut === '' ? undefined : keyWords(shortcut)}
      disabled={disabled}
      onClick={() => perform(page, act)}
    >
      <Shortcut shortcut={shortcut} />
      {pressed === true ? <LineIcon name="flag" /> : null}
      {words}
    </button>
  );
}

function Shortcut({ shortcut }: { shortcut: string }) {
  return shortcut === '' ? null : <kbd>{keyCap(shortcut)}</kbd>;
}
