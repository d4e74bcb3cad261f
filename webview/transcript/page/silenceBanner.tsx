import { LineIcon } from './icons.tsx';
import type { PageState } from './pageState.ts';

/** Says that the extension host is silent, and what that means for the last label. Goes by itself when it answers. */
export function SilenceBanner({ state }: { state: PageState }) {
  const isUnconfirmed = state.save.phase === 'unconfirmed' || (state.silent && state.save.phase === 'saving');
  if (!state.silent && state.save.phase !== 'unconfirmed') return null;
  return (
    <div class="banner" role="alert">
      <LineIcon name="warning" />
      <p>
        <strong>The extension host isn’t answering.</strong>{' '}
        {isUnconfirmed
          ? 'Your last label was NOT confirmed. '
          : 'Nothing can be saved until it does; labels shown as saved are on disk. '}
        This page goes on by itself when it answers. If it doesn’t, reload the window.
      </p>
    </div>
  );
}
