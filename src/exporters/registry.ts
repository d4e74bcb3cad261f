/** Every format that is written. */
import type { LabelExporter, TranscriptExporter } from './exporter.ts';
import { chatLines } from './chatLines.ts';
import { inspectPrecomputedScores } from './inspect/precomputedScores.ts';
import { scoutValidation } from './inspect/scoutValidation.ts';
import { labelsJsonl } from './labelsJsonl.ts';
import { transcriptsCsv } from './transcriptsCsv.ts';
import { transcriptsJsonl } from './transcriptsJsonl.ts';

export const labelExporters: readonly LabelExporter[] = [labelsJsonl];

export const transcriptExporters: readonly TranscriptExporter[] = [
  transcriptsCsv,
  transcriptsJsonl,
  chatLines,
  inspectPrecomputedScores,
  scoutValidation,
];

/** The transcript exporter with that id (`csv`, `jsonl` ...); undefined when there is none. */
export function transcriptExporter(id: string): TranscriptExporter | undefined {
  return transcriptExporters.find((exporter) => exporter.id === id);
}
