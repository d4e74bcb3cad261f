import type { NoticeView, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { ask } from '../page/ask.ts';
import { usePage } from '../page/pageContext.ts';
import { Revealed } from '../../shared/text/revealed.tsx';

/** What was noticed about the transcript: edits, conditions that had no effect, texts that address the judge. */
export function NoticeCard({ view }: { view: TranscriptView }) {
  const { notices = [] } = view;
  if (notices.length === 0) return null;
  return (
    <section class="card" aria-label="Noticed">
      <h2 class="card-title">Noticed</h2>
      <ul class="notices">
        {notices.map((notice) => (
          <Notice key={notice.text} notice={notice} transcriptId={view.id} />
        ))}
      </ul>
    </section>
  );
}

function Notice({ notice, transcriptId }: { notice: NoticeView; transcriptId: number }) {
  const page = usePage();
  return (
    <li>
      <Revealed text={notice.text} />
      {notice.act === undefined ? null : (
        <>
          {' '}
          <button
            type="button"
            class="link"
            onClick={() => ask(page, page.host.request('openEdit', { transcriptId }))}
          >
            Open diff
          </button>
        </>
      )}
    </li>
  );
}
