import { chunked } from './chunked.ts';
import { Definitions } from './definitions.ts';
import type { TranscriptExporter } from './exporter.ts';
import { transcriptRecord } from './transcriptRecord.ts';
import { TRANSCRIPT_FORMATS } from './transcriptFormats.ts';

/**
 * One JSON object a line and transcript, with token distributions, raw judge texts and rationales. Judges and label schemes
 * are defined on the line where they occur first.
 */
export const transcriptsJsonl: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.jsonl,
  chunks({ rows, schemes }) {
    const definitions = new Definitions(schemes);
    return chunked(
      rows,
      (transcript) => `${JSON.stringify(transcriptRecord(transcript, definitions.newIn(transcript)))}\n`,
    );
  },
};
