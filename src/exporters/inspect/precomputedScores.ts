import type { ExportedTranscript } from '../../core/exported.ts';
import { formatContentKey } from '../../core/contentKey.ts';
import { chunked } from '../chunked.ts';
import type { TranscriptExporter } from '../exporter.ts';
import { writtenLabel } from '../writtenLabel.ts';
import { sampleName } from './sampleName.ts';
import { TRANSCRIPT_FORMATS } from '../transcriptFormats.ts';

/**
 * People's labels as Inspect's `precomputed_scores` JSON Lines: `{id, epoch, value, answer, explanation, metadata}`, one
 * line a labelled transcript. `value` is the answer's id under its scheme, as a text; transcripts without a label, or
 * on which people disagree, have no line.
 */
export const inspectPrecomputedScores: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.inspectScores,
  chunks: ({ rows }, { annotator }) => chunked(rows, (transcript) => line(transcript, annotator)),
};

function line(transcript: ExportedTranscript, annotator: string | undefined): string {
  const label = writtenLabel(transcript, annotator);
  if (label === undefined) return '';
  const { id, epoch } = sampleName(transcript);
  const record = {
    id,
    epoch,
    value: label.answer,
    answer: null,
    explanation: label.state.note === '' ? null : label.state.note,
    metadata: {
      annotator: label.annotator,
      role: label.role,
      scores: label.state.scores,
      flagged: label.state.flagged,
      ...(label.state.confidence === undefined ? {} : { confidence: label.state.confidence }),
      scheme: label.scheme.name,
      scheme_version: label.scheme.version,
      time: label.time,
      content_key: formatContentKey(transcript.key),
    },
  };
  return `${JSON.stringify(record)}\n`;
}
