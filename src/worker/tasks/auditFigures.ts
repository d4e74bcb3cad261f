/** Agreement and corrected rates of a selection, worked out from the database in streams. */
import type { AuditSelection, AuditView, ManyRatersView, RatesView } from '../../protocol/auditPage.ts';
import { commonClasses } from '../../analysis/agreement/collapse.ts';
import { AuditError } from '../../core/errors.ts';
import { countsOf } from '../../storage/audit/auditRuns.ts';
import { storeAudit } from '../../storage/audit/storedAudit.ts';
import { readSchemes } from '../../storage/labels/schemeRows.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { asksVerdict, openScope, type AuditScope } from '../audit/auditScope.ts';
import { collectJudges, type CollectedJudges } from '../audit/collectJudges.ts';
import { collectLabels, type CollectedLabels } from '../audit/collectLabels.ts';
import { comparisonViews } from '../audit/chosenComparisons.ts';
import { POLICIES, type RoleContext } from '../audit/comparisonViews.ts';
import { anchoringView, collapsedRoles, manyRatersView, manyScoresView } from '../audit/otherViews.ts';
import { drawnHow } from '../audit/drawnHow.ts';
import { RaterNames } from '../audit/raterNames.ts';
import { selectionRates } from '../audit/selectionRates.ts';
import { summaryViews } from '../audit/summaryViews.ts';
import { treeAudit } from '../audit/treeAudit.ts';
import type { TaskContext } from '../task.ts';

/** How far it is: transcripts or labelled texts looked at, of about so many. */
export interface AuditProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Everything that the page of agreement and corrected rates shows. Memory doesn't grow with transcripts or labels; it can
 * be cancelled at any time. The corrected rate of a single run is kept for the trees.
 *
 * @throws AuditError `not-found` as `openScope`
 */
export async function auditFigures(
  selection: AuditSelection,
  context: TaskContext<AuditProgress>,
): Promise<AuditView> {
  const database = await context.database();
  const scope = openScope(database, selection, context.signal);
  const { runs } = scope;
  const counts = countsOf(scope.db, runs.runIds);
  const total = 2 * counts.transcripts;
  const judges = await collectJudges(scope, (done) => context.progress({ done, total }));
  const labels = await collectLabels(scope, (done) =>
    context.progress({ done: Math.min(total, counts.transcripts + done), total }),
  );
  const { view: rates, sampleAlone, isWhole } = await selectionRates(scope, labels);
  if (isWhole) keepForTrees(database, selection, runs.runIds, rates);
  const names = new RaterNames(scope);
  const roles: RoleContext = {
    names,
    choice: selection.collapse,
    positive: rates.positive,
    drawn: drawnHow(scope, counts.transcripts, labels.labelledCount, sampleAlone),
  };
  const versions = labels.versions.words(readSchemes(scope.db));
  const { views, leftOut } = comparisonViews(scope, labels, judges, roles);
  const hasVerdict = asksVerdict(scope);
  const about = selection.part === 'reasoning' ? 'the reasoning' : `“${selection.question}”`;
  return {
    about: aboutWords(scope),
    transcripts: counts.transcripts,
    labelled: hasVerdict && selection.annotators.length === 0 ? counts.labelled : labels.labelledCount,
    summary: summaryViews({ rates, comparisons: views, hasVerdict, about }),
    choices: {
      queues: scope.queues.map(({ queueId, name, purpose }) => ({ queueId, name, purpose })),
      annotators: [...labels.annotators],
      hasFirstAnswers: labels.hasFirstAnswers,
      hasAdjudicated: labels.hasAdjudicated,
      questions: [...scope.texts.questions].sort(),
      hasReasoning: scope.texts.hasReasoning,
      hasConfidence: scope.texts.hasConfidence,
    },
    rates,
    comparisons: views,
    leftOut: leftOut + labels.leftOut,
    many: manyRaters(scope, labels, judges),
    anchoring: [...labels.anchoring].map(([annotator, tally]) => anchoringView(annotator, tally, roles)),
    ...(versions.length === 0 ? {} : { versions }),
  };
}

/** As everybody sees it: all labels of one run, nobody's alone. */
function keepForTrees(
  database: AuditDatabase,
  selection: AuditSelection,
  runIds: readonly number[],
  rates: RatesView,
): void {
  const words = treeAudit(selection, runIds, rates);
  const [runId] = runIds;
  if (words === undefined || runId === undefined) return;
  try {
    storeAudit(database, runId, words);
  } catch (error) {
    // The figures are there all the same; a busy file is written the next time.
    if (!(error instanceof AuditError)) throw error;
  }
}

function manyRaters(
  { selection }: AuditScope,
  { everybody, annotators }: CollectedLabels,
  judges: CollectedJudges,
): readonly ManyRatersView[] {
  const views: (ManyRatersView | null)[] = [];
  if (annotators.size > 2) {
    const policy = POLICIES[selection.collapse];
    const note = everybody.isSample ? `From ${everybody.items.length} transcripts drawn at random.` : '';
    const items = collapsedRoles(everybody.items, policy);
    views.push(manyRatersView(`${annotators.size} annotators`, items, commonClasses(policy), note));
  }
  for (const [metric, sample] of judges.everybody) {
    const versions = new Set(
      sample.items.flatMap((item) => [...item.keys()].filter((at) => item[at] !== undefined)),
    ).size;
    const note = sample.isSample ? `From ${sample.items.length} transcripts drawn at random.` : '';
    const title = `${versions} judge versions on “${metric}”`;
    views.push(
      judges.scored.has(metric)
        ? manyScoresView(title, sample.items, note)
        : manyRatersView(title, sample.items, [], note),
    );
  }
  return views.filter((view) => view !== null);
}

function aboutWords({ runs, queue }: AuditScope): string {
  const names = [...new Set([...runs.arms.values()].map(({ runName }) => runName))];
  const [first = ''] = names;
  const which = names.length === 1 ? first : `${names.length} runs`;
  return queue === undefined ? which : `${queue.name} · ${which}`;
}
