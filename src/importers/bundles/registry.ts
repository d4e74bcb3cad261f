/** All bundlers, the particular before the general: a file claimed by one isn't shown to the next. */
import { IMPORTERS } from '../registry.ts';
import type { Bundler } from './bundler.ts';
import { batchPairs } from './batchPairs.ts';
import { agenticFolders } from './agenticFolders.ts';
import { bloomEvaluation } from './bloomEvaluation.ts';
import { joinById } from './joinById.ts';
import { judgeAudits } from './judgeAudits.ts';
import { verdictSplits } from './verdictSplits.ts';
import { llmcompFolder } from './llmcompFolder.ts';
import { sameImporterFolder } from './sameImporterFolder.ts';
import { truthfulQaFiles } from './truthfulQaFiles.ts';

export const BUNDLERS: readonly Bundler[] = [
  bloomEvaluation,
  batchPairs,
  agenticFolders,
  verdictSplits,
  llmcompFolder,
  truthfulQaFiles,
  judgeAudits,
  joinById(() => IMPORTERS),
  sameImporterFolder(() => IMPORTERS),
];
