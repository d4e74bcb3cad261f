import type { FindingMarkView } from '../../../src/protocol/transcriptParts.ts';
import { ask } from '../page/ask.ts';
import { SeverityIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import type { PageState } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';

/** What rules found suspicious about this transcript; while anything is hidden the page doesn't have it. */
export function FindingsCard({ state }: { state: PageState }) {
  const findings = state.view?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <section class="card" aria-label="Findings">
      <h2 class="card-title">Findings</h2>
      <ul class="findings">
        {findings.map((finding) => (
          <Finding key={finding.findingId} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

const SEVERITY_WORDS = { wrong: 'Wrong', doubtful: 'Doubtful', note: 'Note' } as const;

function Finding({ finding: { findingId, severity, title } }: { finding: FindingMarkView }) {
  const page = usePage();
  return (
    <li>
      <SeverityIcon severity={severity} />
      <span>
        <strong>{SEVERITY_WORDS[severity]}</strong>{' '}
        <button
          type="button"
          class="link"
          onClick={() => ask(page, page.host.request('openFinding', { findingId }))}
        >
          <Revealed text={title} />
        </button>
      </span>
    </li>
  );
}
