import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { perform } from './acts.ts';
import { LineIcon } from './icons.tsx';
import { keyWords } from './keys.ts';
import { MoreMenu } from './moreMenu.tsx';
import { usePage } from './pageContext.ts';
import type { PageState } from './pageState.ts';
import { Provenance } from './provenance.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { revealedPlain } from '../../shared/text/hiddenCharacters.ts';
import { grouped } from '../../shared/text/textSize.ts';

/** What isn't shown before the answer, in words. */
function HiddenTag({ view: { hidden } }: { view: TranscriptView }) {
  if (hidden === undefined) return null;
  const what = (['judge', 'model', 'group', 'condition'] as const).filter((name) => hidden[name]).join(', ');
  return (
    <span class="tag" title={`Hidden until you answer: ${what}`}>
      blind<span class="visually-hidden"> to {what}</span>
    </span>
  );
}

/** One line that says what is being read, with the way to its neighbours; where it comes from unfolds below. */
export function Header({ state }: { state: PageState }) {
  const page = usePage();
  const { view, settings, provenanceOpen, kept, reading } = state;
  if (view === null || settings === null) return null;
  const { index, of } = view.position;
  const names = [
    { what: 'model', name: view.hidden?.model === true ? '' : (view.model ?? 'unknown model') },
    { what: 'group', name: view.group === view.model ? '' : (view.group ?? '') },
    { what: 'condition', name: view.condition ?? '' },
    { what: 'probe', name: view.probe },
    { what: 'run', name: view.run },
  ].filter(({ name }) => name !== '');
  const step = (action: 'previous' | 'next', icon: 'up' | 'down') => (
    <vscode-button
      appearance="icon"
      aria-label={`${action} transcript`}
      title={`${action} transcript (${keyWords(settings.keys[action])})`}
      onClick={() => perform(page, { action })}
    >
      <LineIcon name={icon} />
    </vscode-button>
  );
  return (
    <header class="page-header">
      <div class="header-line">
        <button
          type="button"
          class="fold crumbs"
          aria-expanded={provenanceOpen}
          title={names.map(({ what, name }) => `${what}: ${revealedPlain(name)}`).join('\n')}
          onClick={() => page.store.update({ provenanceOpen: !provenanceOpen })}
        >
          <LineIcon name={provenanceOpen ? 'down' : 'right'} />
          <h1>
            {names.map(({ what, name }) => (
              <span key={what} class={`crumb crumb-${what}`}>
                <bdi>
                  <Revealed text={name} />
                </bdi>
              </span>
            ))}
            <span class="crumb figures">sample {grouped(view.sample)}</span>
          </h1>
        </button>
        {view.isTraining === true ? (
          <span class="tag tag-training" title="What a model was trained on: it has no rate">
            training data
          </span>
        ) : null}
        <HiddenTag view={view} />
        {reading.raw ? <span class="tag">raw</span> : null}
        {kept ? (
          <span class="tag">
            <LineIcon name="pin" /> kept
          </span>
        ) : null}
        <div class="header-tools">
          <span class="figures position">
            {view.queue === undefined ? null : (
              <>
                <span class="queue-name">
                  <Revealed text={view.queue.name} />
                </span>{' '}
              </>
            )}
            {of === 0 ? null : `${grouped(index + 1)} of ${grouped(of)}`}
          </span>
          {step('previous', 'up')}
          {step('next', 'down')}
          <MoreMenu state={state} />
        </div>
      </div>
      {provenanceOpen ? <Provenance view={view} /> : null}
    </header>
  );
}
