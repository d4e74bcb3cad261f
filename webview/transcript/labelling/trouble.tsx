import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { isShown } from '../page/target.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { isStep } from './saveState.ts';

/** A label that failed or isn't confirmed takes the bar over, with its two ways out. */
export function Trouble({ state }: { state: PageState }) {
  const { saver } = usePage().labelling;
  const { save: saving, view } = state;
  if (saving.phase !== 'failed' && saving.phase !== 'unconfirmed') return null;
  const { save } = saving;
  const what = isStep(save.change) ? save.words : `“${save.words}”`;
  const elsewhere = isShown(view, save.target) ? '' : ` on ${save.transcriptName}`;
  return (
    <div class="trouble" role="alert">
      <LineIcon name="warning" />
      <p>
        {saving.phase === 'failed' ? (
          <>
            <strong>Not saved: </strong>
            <Revealed text={`${what}${elsewhere}. ${saving.problem.message} ${saving.problem.hint}`} />
          </>
        ) : (
          <>
            <strong>Not confirmed: </strong>
            <Revealed text={`${what}${elsewhere}. The extension host hasn’t said that it is on disk.`} />
          </>
        )}
      </p>
      <vscode-button onClick={() => saver.retry()}>Retry</vscode-button>
      <vscode-button appearance="secondary" onClick={() => saver.discard()}>
        Discard
      </vscode-button>
    </div>
  );
}
