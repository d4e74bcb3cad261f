/** One pass over the judgments of a selection: judge versions against each other. */
import type { RatedItem } from '../../analysis/agreement/manyRaters.ts';
import { HashSample, PairTally } from '../../analysis/audit/pairTally.ts';
import { comparisonId, versionPairs, wordText, type JudgeWord } from '../../analysis/audit/ratings.ts';
import { judgedPages, JudgedValues } from '../../storage/audit/judgedValues.ts';
import { scopeKeys, type AuditScope } from './auditScope.ts';
import type { CollectedComparison } from './collectLabels.ts';
import { wordsOf } from './judgeWords.ts';

export interface CollectedJudges {
  readonly comparisons: ReadonlyMap<string, CollectedComparison>;
  /** By metric: what more than two versions said of each transcript. */
  readonly everybody: ReadonlyMap<string, HashSample<RatedItem>>;
  /** Metrics that any version gave a number on. */
  readonly scored: ReadonlySet<string>;
}

/** @param progress told how many transcripts were looked at */
export async function collectJudges(
  scope: AuditScope,
  progress: (done: number) => void,
): Promise<CollectedJudges> {
  const comparisons = new Map<string, CollectedComparison>();
  const everybody = new Map<string, HashSample<RatedItem>>();
  const scored = new Set<string>();
  const places = new Map<number, number>();
  let done = 0;
  for await (const page of wordPages(scope)) {
    for (const [transcriptId, words] of page) {
      if (words.length < 2) continue;
      // Spread evenly over 32 bits: which of very many are kept doesn't hang on their order.
      const place = Math.imul(transcriptId, 2654435761) >>> 0;
      for (const fact of versionPairs(words)) {
        const id = comparisonId(fact.comparison);
        const entry = comparisons.get(id) ?? { comparison: fact.comparison, tally: new PairTally() };
        comparisons.set(id, entry);
        entry.tally.addClasses(fact.one, fact.other, undefined);
        if (fact.numbers !== undefined) entry.tally.scores.add(place, fact.numbers);
      }
      for (const [metric, versions] of Map.groupBy(words, ({ metric }) => metric)) {
        if (versions.length < 3) continue;
        const sample = everybody.get(metric) ?? new HashSample<RatedItem>();
        everybody.set(metric, sample);
        sample.add(place, rowOf(versions, places));
        if (versions.some(({ kind }) => kind === 'number')) scored.add(metric);
      }
    }
    done += page.length;
    progress(done);
    await scope.breathe();
  }
  return { comparisons, everybody, scored };
}

async function* wordPages(
  scope: AuditScope,
): AsyncGenerator<readonly (readonly [number, readonly JudgeWord[]])[]> {
  if (scope.queue !== undefined) {
    const values = new JudgedValues(scope.db);
    for (const keys of scopeKeys(scope)) {
      yield keys
        .flatMap((key) => scope.texts.transcripts(key))
        .map(({ id }) => [id, wordsOf(scope, values.of(id))] as const);
      await scope.breathe();
    }
    return;
  }
  for (const runId of scope.runs.runIds) {
    for (const { values } of judgedPages(scope.db, runId)) {
      yield [...values].map(([id, found]) => [id, wordsOf(scope, found)] as const);
    }
  }
}

function rowOf(words: readonly JudgeWord[], places: Map<number, number>): RatedItem {
  const row: (string | undefined)[] = [];
  for (const word of words) {
    const place = places.get(word.judgeId) ?? places.size;
    places.set(word.judgeId, place);
    row[place] = word.kind === 'missing' ? undefined : wordText(word);
  }
  return Array.from(row);
}
