/** The transcripts behind one cell of a comparison's table. */
import { humanCollapse, judgeCollapse, LEAVE_OUT } from '../../analysis/agreement/collapse.ts';
import { comparisonId, versionPairs, type PairFact, type Rater } from '../../analysis/audit/ratings.ts';
import type { AuditSelection, CellTranscript } from '../../protocol/auditPage.ts';
import { cellTranscripts } from '../../storage/audit/cellRows.ts';
import { judgedPages, JudgedValues } from '../../storage/audit/judgedValues.ts';
import { openScope, scopeKeys, type AuditScope } from '../audit/auditScope.ts';
import { factsOf } from '../audit/collectLabels.ts';
import { POLICIES } from '../audit/comparisonViews.ts';
import { wordsOf } from '../audit/judgeWords.ts';
import type { TaskContext } from '../task.ts';

/** More transcripts than this are counted and not listed. */
const MOST_LISTED = 2_000;

export interface CellParams {
  readonly selection: AuditSelection;
  /** `id` of the comparison's view. */
  readonly comparison: string;
  readonly row: string;
  readonly column: string;
}

export interface CellResult {
  /** In the order of the tree. */
  readonly transcripts: readonly CellTranscript[];
  readonly total: number;
}

/** Finds them the way they were counted, so that their number is that of the cell. */
export async function auditCell(
  { selection, comparison, row, column }: CellParams,
  context: TaskContext,
): Promise<CellResult> {
  const scope = openScope(await context.database(), selection, context.signal);
  const ids = new Set<number>();
  let total = 0;
  for await (const { fact, transcriptId } of allFacts(scope, comparison.startsWith('["judges"'))) {
    if (comparisonId(fact.comparison) !== comparison) continue;
    const { one, other } = common(fact, selection);
    if (one !== row || other !== column) continue;
    total += 1;
    if (ids.size < MOST_LISTED) ids.add(transcriptId);
  }
  return { transcripts: cellTranscripts(scope.db, [...ids]), total };
}

async function* allFacts(
  scope: AuditScope,
  ofJudges: boolean,
): AsyncGenerator<{ readonly fact: PairFact; readonly transcriptId: number }> {
  const values = new JudgedValues(scope.db);
  if (ofJudges && scope.queue === undefined) {
    for (const runId of scope.runs.runIds) {
      for (const page of judgedPages(scope.db, runId)) {
        for (const [transcriptId, found] of page.values) {
          for (const fact of versionPairs(wordsOf(scope, found))) yield { fact, transcriptId };
        }
        await scope.breathe();
      }
    }
    return;
  }
  const seen = new Set<number>();
  for (const keys of scopeKeys(scope)) {
    for (const key of keys) {
      if (ofJudges) {
        for (const { id } of scope.texts.transcripts(key)) {
          for (const fact of versionPairs(wordsOf(scope, values.of(id)))) yield { fact, transcriptId: id };
        }
        continue;
      }
      const text = scope.texts.read(key);
      const first = text?.transcripts[0];
      if (text === undefined || first === undefined || seen.has(first.id)) continue;
      if (text.transcripts.length > 1) seen.add(first.id);
      for (const { fact, transcript } of factsOf(scope, values, text))
        yield { fact, transcriptId: transcript.id };
    }
    await scope.breathe();
  }
}

/** The classes of the table that a pair falls in. */
function common(
  { comparison, one, other }: PairFact,
  { collapse }: AuditSelection,
): { readonly one: string | undefined; readonly other: string | undefined } {
  if (comparison.level !== 'role') return { one, other };
  const policy = POLICIES[collapse];
  const becomes = (rater: Rater, name: string): string | undefined => {
    const map = rater.kind === 'verdict' ? judgeCollapse(policy) : humanCollapse(policy);
    const found = map.get(name) ?? name;
    return found === LEAVE_OUT ? undefined : found;
  };
  return { one: becomes(comparison.first, one), other: becomes(comparison.second, other) };
}
