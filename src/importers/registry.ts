/** All importers, in the order in which they are asked whether a file is theirs: the particular before the general. */
import { AuditError } from '../core/errors.ts';
import { chatDocument } from './chatDocument.ts';
import { chatJsonl } from './chatJsonl.ts';
import { emCsv } from './emCsv.ts';
import { exportedTranscripts } from './exported/exportedTranscripts.ts';
import { figuresTable } from './figuresTable.ts';
import { fineTuneMetrics } from './fineTuneMetrics.ts';
import type { Importer } from './importer.ts';
import { promptfooResults } from './promptfooResults.ts';
import { inspectEval } from './inspect/inspectEval.ts';
import { inspectJson } from './inspect/inspectJson.ts';
import { openaiBatch } from './openaiBatch.ts';
import { agenticFolder } from './agenticFolder.ts';
import { activationOracle } from './activationOracle.ts';
import { verdictSplit } from './verdictSplit.ts';
import { petri } from './petri/petri.ts';
import { bloom } from './petri/bloom.ts';
import { trainingData } from './trainingData.ts';
import { subliminalResults } from './subliminalResults.ts';
import { llmcompCache } from './llmcompCache.ts';
import { mappedCsv } from './mappedCsv.ts';
import { mappedJson } from './mappedJson.ts';
import { mappedJsonl } from './mappedJsonl.ts';
import { mappedParquet } from './mappedParquet.ts';
import { truthfulQaHuman } from './truthfulQaHuman.ts';
import { truthfulQaCsv } from './truthfulQaCsv.ts';
import { truthfulQaTask } from './truthfulQaTask.ts';
import { truthfulQaLabels } from './truthfulQaLabels.ts';
import { lmEvalSamples } from './lmEvalSamples.ts';
import { lmEvalResults } from './lmEvalResults.ts';
import { writtenLabels } from './writtenLabels.ts';
import { verdictTable } from './verdictTable.ts';
import { keyedAnswers } from './keyedAnswers.ts';
import { joinedById } from './joinedById.ts';
import { judgeAudit } from './judgeAudit.ts';
import { sectionedText } from './sectionedText.ts';
import { jsonSchemaFile } from './jsonSchemaFile.ts';
import { negationNeglect } from './negationNeglect.ts';
import { introspection } from './introspection.ts';
import { questionFile } from './questionFile.ts';
import { plainDocument } from './plainDocument.ts';

export const IMPORTERS: readonly Importer[] = [
  exportedTranscripts,
  inspectEval,
  inspectJson,
  truthfulQaHuman,
  truthfulQaCsv,
  negationNeglect,
  introspection,
  emCsv,
  truthfulQaTask,
  truthfulQaLabels,
  lmEvalSamples,
  lmEvalResults,
  llmcompCache,
  subliminalResults,
  activationOracle,
  petri,
  bloom,
  agenticFolder,
  openaiBatch,
  promptfooResults,
  chatDocument,
  chatJsonl,
  fineTuneMetrics,
  judgeAudit,
  sectionedText,
  writtenLabels,
  verdictTable,
  joinedById(() => IMPORTERS),
  keyedAnswers,
  figuresTable,
  trainingData,
  verdictSplit,
  jsonSchemaFile,
  questionFile,
  plainDocument,
  mappedCsv,
  mappedJson,
  mappedJsonl,
  mappedParquet,
];

/** @throws AuditError `not-recognised` for an id that no importer has, for example from a plan of another version */
export function importerById(id: string): Importer {
  const importer = IMPORTERS.find((candidate) => candidate.id === id);
  if (importer === undefined) throw new AuditError('not-recognised', `There is no importer called ${id}.`);
  return importer;
}
