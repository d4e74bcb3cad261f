/** Every task of the worker. Adding one is one file in `tasks` and one line here. */
import { annotatorOverlap } from './tasks/annotatorOverlap.ts';
import { applyRule, resume } from './tasks/applyRule.ts';
import { assignQueue } from './tasks/assignQueue.ts';
import { attachMetrics } from './tasks/attachMetrics.ts';
import { auditCell } from './tasks/auditCell.ts';
import { auditFigures } from './tasks/auditFigures.ts';
import { checkFindings } from './tasks/checkFindings.ts';
import { checkpoint } from './tasks/checkpoint.ts';
import { conditionInferable } from './tasks/conditionInferable.ts';
import { correctedRates } from './tasks/correctedRates.ts';
import { deriveCondition } from './tasks/deriveCondition.ts';
import { drawQueue } from './tasks/drawQueue.ts';
import { exportEditedSource } from './tasks/exportEditedSource.ts';
import { exportTranscripts } from './tasks/exportTranscripts.ts';
import { extendQueue } from './tasks/extendQueue.ts';
import { findInTranscript } from './tasks/findInTranscript.ts';
import { findingRuleText } from './tasks/findingRuleText.ts';
import { folderNews } from './tasks/folderNews.ts';
import { headlines } from './tasks/headlines.ts';
import { importFiles } from './tasks/import.ts';
import { integrityCheck } from './tasks/integrityCheck.ts';
import { exportLabels, mergeLabels, refreshHumanVerdicts } from './tasks/labels.ts';
import { labelPlan } from './tasks/labelPlan.ts';
import { leafRanges } from './tasks/leafRanges.ts';
import { openFile } from './tasks/openFile.ts';
import { previewLabels } from './tasks/previewLabels.ts';
import { purge, purgeDeleted } from './tasks/purge.ts';
import { queuePreview } from './tasks/queuePreview.ts';
import { queueSummary } from './tasks/queueSummary.ts';
import { quotePlaces } from './tasks/quotePlaces.ts';
import { recognise } from './tasks/recognise.ts';
import { resplitReasoning } from './tasks/resplitReasoning.ts';
import { runRemarks } from './tasks/runRemarks.ts';
import { runReport } from './tasks/runReport.ts';
import { schemeVersions } from './tasks/schemeVersions.ts';
import { search } from './tasks/search.ts';
import { sharingChance } from './tasks/sharingChance.ts';
import { listSuites, readSuite } from './tasks/suites.ts';
import { syncLabels } from './tasks/syncLabels.ts';
import { writeReport } from './tasks/writeReport.ts';

export const taskTable = {
  annotatorOverlap,
  applyRule,
  assignQueue,
  attachMetrics,
  auditCell,
  auditFigures,
  checkFindings,
  checkpoint,
  conditionInferable,
  correctedRates,
  deriveCondition,
  drawQueue,
  exportEditedSource,
  exportLabels,
  exportTranscripts,
  extendQueue,
  findInTranscript,
  findingRuleText,
  folderNews,
  headlines,
  import: importFiles,
  integrityCheck,
  labelPlan,
  leafRanges,
  listSuites,
  mergeLabels,
  openFile,
  previewLabels,
  purge,
  purgeDeleted,
  queuePreview,
  queueSummary,
  quotePlaces,
  readSuite,
  recognise,
  refreshHumanVerdicts,
  resplitReasoning,
  resume,
  runRemarks,
  runReport,
  schemeVersions,
  search,
  sharingChance,
  syncLabels,
  writeReport,
};

/** Parameters and results are read off the tasks themselves. */
export type WorkerTasks = typeof taskTable;
