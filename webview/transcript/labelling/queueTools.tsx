import type { QueuePlaceView } from '../../../src/protocol/transcriptQueue.ts';
import { ask } from '../page/ask.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { doneWords, openItems, paceWords, responseWords } from './queueWords.ts';

/** How far the queue is, at what pace, and the way out. */
export function QueueTools({ queue }: { queue: QueuePlaceView }) {
  const page = usePage();
  const { progress } = queue;
  const pace = paceWords(progress);
  return (
    <>
      <span class="progress figures" title={responseWords(progress)}>
        {doneWords(progress)}
        <span class="visually-hidden"> done</span>
        {pace === '' ? null : <span class="aside"> · {pace}</span>}
      </span>
      <button
        type="button"
        class="tool-button"
        title="Leaves the queue; what was hidden shows again"
        onClick={() => ask(page, page.host.request('pauseQueue', null))}
      >
        pause
      </button>
    </>
  );
}

/** Once nothing is open: what came of it, and what to do next. */
export function QueueEnd({ queue }: { queue: QueuePlaceView }) {
  const page = usePage();
  const { progress, queueId, name } = queue;
  if (openItems(progress) > 0) return null;
  return (
    <div class="queue-end" role="status">
      <LineIcon name="flag" />
      <p>
        <strong>Done: </strong>
        nothing is open in “<Revealed text={name} />” ({responseWords(progress)}).
        {progress.skipped === 0 ? '' : ' Skipped items can still be answered: go back to them.'}
      </p>
      <vscode-button onClick={() => ask(page, page.host.request('summariseQueue', { queueId }))}>
        Show summary
      </vscode-button>
      <vscode-button
        appearance="secondary"
        title="Leaves the queue and shows how far judge and people agree, and the corrected rates"
        onClick={() => ask(page, page.host.request('showQueueAgreement', { queueId }))}
      >
        Agreement and rates
      </vscode-button>
      <vscode-button appearance="secondary" onClick={() => ask(page, page.host.request('pauseQueue', null))}>
        Leave the queue
      </vscode-button>
    </div>
  );
}
