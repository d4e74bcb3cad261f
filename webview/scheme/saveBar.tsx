import type { SchemePageView } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import type { SchemePageModel } from './schemePageModel.ts';
import { isDirty, type Clash, type SchemeState, type Wish } from './schemeState.ts';

interface BarProps {
  readonly page: SchemePageModel;
  readonly view: SchemePageView;
  readonly state: SchemeState;
}

/** What is wrong, what saving means for labels, and saving itself. */
export function SaveBar({ page, view, state }: BarProps) {
  const { checked, removed, clash, wish, saving, saved } = state;
  const dirty = isDirty(state) || state.edited?.id === null;
  const problems = checked?.problems ?? [];
  return (
    <section class="save" aria-label="Saving">
      {removed === null ? null : (
        <p class="notice">
          {removed.words} removed.{' '}
          <button type="button" class="link" data-mark="put-back" onClick={() => page.putBack()}>
            Put It Back
          </button>
        </p>
      )}
      {problems.length === 0 ? null : (
        <div class="problem">
          <p>It can’t be saved yet:</p>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{visible(problem)}</li>
            ))}
          </ul>
        </div>
      )}
      {checked !== null && dirty && checked.changes.length > 0 ? (
        <p>Changed: {visible(checked.changes.join('; '))}.</p>
      ) : null}
      {checked === null || checked.consequences.length === 0 ? null : (
        <div class="notice" role="note" aria-label="What this means for labels">
          <ul>
            {checked.consequences.map((sentence) => (
              <li key={sentence}>{visible(sentence)}</li>
            ))}
          </ul>
        </div>
      )}
      {clash === null ? null : <ClashBox page={page} view={view} clash={clash} />}
      {wish === null ? null : <WishBox page={page} wish={wish} />}
      {saved === '' ? null : <p class="saved">{visible(saved)}</p>}
      <SaveButtons page={page} view={view} state={state} disabled={!dirty || problems.length > 0 || saving} />
    </section>
  );
}

function SaveButtons({ page, view, state, disabled }: BarProps & { disabled: boolean }) {
  const inSetting = state.edited?.place === 'setting';
  const canFile = view.noFile === '';
  return (
    <div class="acts">
      {canFile ? (
        <vscode-button disabled={inSetting ? state.saving : disabled} onClick={() => void page.save('file')}>
          {inSetting ? 'Save as File' : 'Save'}
        </vscode-button>
      ) : null}
      {inSetting || !canFile ? (
        <vscode-button
          appearance={canFile ? 'secondary' : 'primary'}
          disabled={disabled}
          onClick={() => void page.save('setting')}
        >
          Save in Settings
        </vscode-button>
      ) : null}
      <span class="aside">Ctrl or Cmd with S saves too.</span>
    </div>
  );
}

/** Somebody else wrote there: nothing was lost yet, and the user says what counts. */
function ClashBox({ page, view, clash }: { page: SchemePageModel; view: SchemePageView; clash: Clash }) {
  const { message, theirs, stamp } = clash;
  return (
    <div class="problem" role="alert">
      <p>{visible(message)} What you typed is still here.</p>
      <div class="acts">
        {theirs === null ? null : (
          <vscode-button appearance="secondary" onClick={() => page.takeTheirs()}>
            Take What Is There
          </vscode-button>
        )}
        <vscode-button
          appearance="secondary"
          onClick={() => void page.save(view.noFile === '' ? 'file' : 'setting', stamp)}
        >
          Save Mine over It
        </vscode-button>
      </div>
    </div>
  );
}

function WishBox({ page, wish }: { page: SchemePageModel; wish: Wish }) {
  const where =
    wish.kind === 'edit' || wish.kind === 'copy'
      ? `“${visible(wish.name)}”`
      : wish.kind === 'create'
        ? 'a new scheme'
        : 'another scheme';
  return (
    <div class="problem" role="alert">
      <p>What you changed here isn’t saved. Going on to {where} leaves it.</p>
      <div class="acts">
        <vscode-button appearance="secondary" onClick={() => page.discard()}>
          Leave It
        </vscode-button>
        <vscode-button appearance="secondary" onClick={() => page.stay()}>
          Stay Here
        </vscode-button>
      </div>
    </div>
  );
}
