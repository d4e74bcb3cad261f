/** Every task of the worker. Adding one is one file in `tasks` and one line here. */
import { applyRule, resume } from './tasks/applyRule.ts';
import { attachMetrics } from './tasks/attachMetrics.ts';
import { checkFindings } from './tasks/checkFindings.ts';
import { checkpoint } from './tasks/checkpoint.ts';
import { conditionInferable } from './tasks/conditionInferable.ts';
import { deriveCondition } from './tasks/deriveCondition.ts';
import { exportEditedSource } from './tasks/exportEditedSource.ts';
import { exportTranscripts } from './tasks/exportTranscripts.ts';
import { findInTranscript } from './tasks/findInTranscript.ts';
import { findingRuleText } from './tasks/findingRuleText.ts';
import { folderNews } from './tasks/folderNews.ts';
import { headlines } from './tasks/headlines.ts';
import { importFiles } from './tasks/import.ts';
import { integrityCheck } from './tasks/integrityCheck.ts';
import { exportLabels, mergeLabels, refreshHumanVerdicts } from './tasks/labels.ts';
import { leafRanges } from './tasks/leafRanges.ts';
import { openFile } from './tasks/openFile.ts';
import { purge, purgeDeleted } from './tasks/purge.ts';
import { quotePlaces } from './tasks/quotePlaces.ts';
import { recognise } from './tasks/recognise.ts';
import { resplitReasoning } from './tasks/resplitReasoning.ts';
import { runRemarks } from './tasks/runRemarks.ts';
import { runReport } from './tasks/runReport.ts';
import { search } from './tasks/search.ts';
import { listSuites, readSuite } from './tasks/suites.ts';
import { syncLabels } from './tasks/syncLabels.ts';
import { writeReport } from './tasks/writeReport.ts';

export const taskTable = {
  applyRule,
  attachMetrics,
  checkFindings,
  checkpoint,
  conditionInferable,
  deriveCondition,
  exportEditedSource,
  exportLabels,
  exportTranscripts,
  findInTranscript,
  findingRuleText,
  folderNews,
  headlines,
  import: importFiles,
  integrityCheck,
  leafRanges,
  listSuites,
  mergeLabels,
  openFile,
  purge,
  purgeDeleted,
  quotePlaces,
  readSuite,
  recognise,
  refreshHumanVerdicts,
  resplitReasoning,
  resume,
  runRemarks,
  runReport,
  search,
  syncLabels,
  writeReport,
};

/** Parameters and results are read off the tasks themselves. */
export type WorkerTasks = typeof taskTable;
