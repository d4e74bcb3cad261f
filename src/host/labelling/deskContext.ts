import type { LabelScheme } from '../../core/labelScheme.ts';
import type { AuditStore } from '../../core/ports.ts';

/** What labelling needs from the session. */
export interface DeskContext {
  store(): AuditStore;
  /** Runs a write, waiting asynchronously while another writer holds the database. */
  write<T>(operation: (store: AuditStore) => T): Promise<T>;
  /** The annotator's name, asked for if need be. */
  annotator(): Promise<string>;
  /** The name if it is known without asking. */
  knownAnnotator(): Promise<string | undefined>;
  scheme(): LabelScheme;
  /** Schemes of the further questions; each has a `metric` of its own. */
  further?(): readonly LabelScheme[];
}

/** The scheme that a question is answered under now; undefined for a question that isn't asked. */
export function schemeOfMetric(context: DeskContext, metric: string | undefined): LabelScheme | undefined {
  if (metric === undefined) return context.scheme();
  return context.further?.().find((scheme) => scheme.metric === metric);
}
