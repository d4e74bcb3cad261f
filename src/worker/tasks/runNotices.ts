/** What was noticed about the transcripts of a run, unasked: its findings, in short, for the run's page. */
import { findingRule } from '../../analysis/findings/registry.ts';
import { AuditError } from '../../core/errors.ts';
import type { FindingRow, FindingStore } from '../../core/findingStore.ts';
import type { RunNotice } from '../../protocol/runPage.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { createFindingStore } from '../../storage/findings/findingStore.ts';

const MOST_EXAMPLES = 5;

const stores = new WeakMap<AuditDatabase, FindingStore>();

/** The run's findings that name transcripts and aren't dismissed, those of most transcripts first. */
export function runNotices(database: AuditDatabase, runId: number): readonly RunNotice[] {
  const store = stores.get(database) ?? createFindingStore(database, refuse);
  stores.set(database, store);
  return store
    .findings()
    .filter((finding) => finding.runId === runId && finding.dismissed === null && finding.transcripts > 0)
    .map((finding) => ({
      what: whatOf(finding),
      n: finding.transcripts,
      examples: store.findingTranscripts(finding.findingId, 0, MOST_EXAMPLES).map(({ id }) => id),
    }))
    .sort((a, b) => b.n - a.n || a.what.localeCompare(b.what, 'en'));
}

/** A finding's own title has its numbers in it, which the page shows apart; a launch's reason has none. */
function whatOf({ rule, key, title, certainty }: FindingRow): string {
  const text = findingRule(rule)?.text;
  if (text === undefined || key.startsWith('launch: ')) return title;
  return certainty === 'hint' ? `${text.title} (a hint)` : text.title;
}

function refuse(): never {
  throw new AuditError('bug', 'Notices are read only.');
}
