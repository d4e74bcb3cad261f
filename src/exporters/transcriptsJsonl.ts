import { chunked } from './chunked.ts';
import type { TranscriptExporter } from './exporter.ts';
import { transcriptRecord } from './transcriptRecord.ts';
import { TRANSCRIPT_FORMATS } from './transcriptFormats.ts';

/** One JSON object a line and transcript, with token distributions, raw judge texts and rationales. */
export const transcriptsJsonl: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.jsonl,
  chunks: ({ rows }) => chunked(rows, (transcript) => `${JSON.stringify(transcriptRecord(transcript))}\n`),
};
