import type { AuditSelection, RatesView } from '../../protocol/auditPage.ts';
import type { AuditWords } from '../../storage/audit/storedAudit.ts';

const UNTOLD: AuditWords = { short: '', words: '' };

/**
 * A run's corrected rate as trees say it: `14.8 % [10.2, 20.1]` beside the raw rate, and a line for the tooltip. Both empty
 * where it can't be told; undefined for a selection that isn't everybody's labels on one whole run.
 */
export function treeAudit(
  { queueId, reference, question, part, annotators }: AuditSelection,
  runIds: readonly number[],
  { groups: [group], sample }: RatesView,
): AuditWords | undefined {
  if (runIds.length !== 1 || queueId !== null || reference.kind !== 'people') return undefined;
  if (question !== '' || part !== 'answer' || annotators.length > 0) return undefined;
  const lead = group?.rates.find((rate) => rate.lead);
  if (lead === undefined || group === undefined || sample === null) return UNTOLD;
  const raw = group.rates.find(({ kind }) => kind === 'raw');
  const beside = raw === undefined ? '' : `; the judge’s own rate ${raw.value}`;
  return {
    short: `${lead.value} ${lead.interval}`.trim(),
    words: `Corrected by ${group.labels} labels: ${lead.value} ${lead.interval} (${lead.about})${beside}`,
  };
}
