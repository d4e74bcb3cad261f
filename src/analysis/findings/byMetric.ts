import type { FoundFinding } from '../../core/finding.ts';
import { IdList } from './idList.ts';

/** Words kept of a metric for its finding, at most. */
const MOST_WORDS = 5;

export interface MarkedMetric {
  readonly metric: string;
  /** What was marked. */
  readonly ids: IdList;
  /** How many were looked at. */
  readonly seen: number;
  /** What was said of the marked ones, in the order met. */
  readonly words: readonly string[];
}

/** Marks transcripts metric by metric. */
export function byMetric(): {
  /** @param id the transcript to mark; undefined for one that was looked at and is in order */
  see(metric: string, id: number | undefined, word?: string): void;
  /** The finding of each metric with marks. */
  found(finding: (marked: MarkedMetric) => FoundFinding | undefined): readonly FoundFinding[];
} {
  const metrics = new Map<string, { ids: IdList; seen: number; words: Set<string> }>();
  return {
    see: (metric, id, word) => {
      const one = metrics.get(metric) ?? { ids: new IdList(), seen: 0, words: new Set<string>() };
      metrics.set(metric, one);
      one.seen += 1;
      if (id === undefined) return;
      one.ids.add(id);
      if (word !== undefined && one.words.size < MOST_WORDS) one.words.add(word);
    },
    found: (finding) =>
      [...metrics].flatMap(([metric, { ids, seen, words }]) => {
        const found = ids.length === 0 ? undefined : finding({ metric, ids, seen, words: [...words] });
        return found === undefined ? [] : [found];
      }),
  };
}
