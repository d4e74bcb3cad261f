import { chunked } from './chunked.ts';
import type { TranscriptExporter } from './exporter.ts';
import { transcriptRecord } from './transcriptRecord.ts';

/** One JSON object a line and transcript, with token distributions, raw judge texts and rationales. */
export const transcriptsJsonl: TranscriptExporter = {
  id: 'jsonl',
  title: 'JSON Lines',
  extension: 'jsonl',
  chunks: ({ rows }) => chunked(rows, (transcript) => `${JSON.stringify(transcriptRecord(transcript))}\n`),
};
