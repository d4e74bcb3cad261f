import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PanelAction } from '../../../src/protocol/transcriptPanel.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { askedSettings } from '../labelling/aim.ts';
import { focusTurns } from './focus.ts';
import { keyWords } from './keys.ts';
import { usePage } from './pageContext.ts';
import type { PageState } from './pageState.ts';

const ACTION_WORDS: Readonly<Record<PanelAction, string>> = {
  next: 'next transcript',
  previous: 'previous transcript',
  'next-unlabelled': 'next unlabelled transcript, or open item of the queue',
  skip: 'skip an item of a queue',
  note: 'write a note',
  flag: 'flag',
  undo: 'undo the last label, wherever it was',
  redo: 'redo',
  clear: 'remove the answer',
  confidence: 'how sure you are of the answer: low, medium, high, unsaid',
  mark: 'mark the selected passage, or change what you say of it',
  'select-sentence': 'select the next sentence',
  'select-previous-sentence': 'select the sentence before',
  'extend-selection': 'select one sentence more',
  'shrink-selection': 'select one sentence less',
  'next-passage': 'next marked passage',
  'previous-passage': 'previous marked passage',
  'remove-passage': 'take your mark off the passage',
  'label-reasoning': 'label the reasoning, or the answer again',
  'next-question': 'next question',
  'previous-question': 'previous question',
  instructions: 'open or fold the instructions',
  find: 'find in transcript',
  raw: 'raw text',
  'toggle-system': 'open or fold system prompts',
  'toggle-reasoning': 'open or fold reasoning',
  'toggle-judge': 'show or fold the judge',
  'show-quotes': 'mark all passages that the judge cites',
  'next-branch': 'next branch of the conversation',
  'previous-branch': 'previous branch of the conversation',
  'copy-link': 'copy a link to this transcript',
  keep: 'keep the transcript in this tab',
  help: 'these keys',
};

/** What belongs beside the answers; the rest stands in the other column. */
const SAYING: ReadonlySet<PanelAction> = new Set<PanelAction>([
  'note',
  'flag',
  'undo',
  'redo',
  'clear',
  'confidence',
  'mark',
  'select-sentence',
  'select-previous-sentence',
  'extend-selection',
  'shrink-selection',
  'next-passage',
  'previous-passage',
  'remove-passage',
  'label-reasoning',
  'next-question',
  'previous-question',
]);

/** The key map. The browser's own modal dialog keeps the focus inside; Escape closes it. */
export function HelpDialog({ state }: { state: PageState }) {
  const { store } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const { helpOpen, settings } = state;
  useLayoutEffect(() => {
    if (helpOpen && dialog.current?.open === false) dialog.current.showModal();
  }, [helpOpen]);
  if (!helpOpen || settings === null) return null;
  const { scheme, keys } = askedSettings(settings, state.aim);
  const close = () => {
    dialog.current?.close();
    store.update({ helpOpen: false });
    focusTurns();
  };
  const actions = (Object.keys(ACTION_WORDS) as PanelAction[]).filter((action) => keys[action] !== '');
  return (
    <dialog
      ref={dialog}
      class="help"
      data-overlay
      aria-labelledby="help-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Tab') {
          // Close is the only control here, and a modal dialog keeps the focus.
          event.preventDefault();
          event.stopPropagation();
          return;
        }
        const isHelpKey = event.key === keys.help;
        if (event.key !== 'Escape' && !isHelpKey) return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <h2 id="help-title">Keys</h2>
      <div class="help-columns">
        <section>
          <h3>
            Labels (<Revealed text={scheme.name} />)
          </h3>
          <dl>
            {scheme.answers.map((answer) => (
              <Row key={answer.id} shortcut={answer.key} words={answer.name} more={answer.description} />
            ))}
            {scheme.scores.map((score) => (
              <Row
                key={score.id}
                shortcut={score.key}
                words={`${score.name} score`}
                more={`${score.minimum} to ${score.maximum}; Enter saves`}
              />
            ))}
            {actions
              .filter((action) => SAYING.has(action))
              .map((action) => (
                <Row key={action} shortcut={keys[action]} words={ACTION_WORDS[action]} />
              ))}
          </dl>
        </section>
        <section>
          <h3>Everything else</h3>
          <dl>
            {actions
              .filter((action) => !SAYING.has(action))
              .map((action) => (
                <Row key={action} shortcut={keys[action]} words={ACTION_WORDS[action]} />
              ))}
          </dl>
        </section>
      </div>
      <p class="aside">
        The setting transcriptAuditor.keys changes them. They work while this page has the focus and nothing
        is being typed.
      </p>
      <vscode-button onClick={close}>Close</vscode-button>
    </dialog>
  );
}

function Row({ shortcut, words, more }: { shortcut: string; words: string; more?: string }) {
  return (
    <div class="help-row">
      <dt>{shortcut === '' ? <span class="aside">no key</span> : <kbd>{keyWords(shortcut)}</kbd>}</dt>
      <dd>
        <span class={more === undefined ? undefined : 'help-name'}>
          <Revealed text={words} />
        </span>
        {more === undefined || more === '' ? null : (
          <span class="aside">
            {' '}
            <Revealed text={more} />
          </span>
        )}
      </dd>
    </div>
  );
}
