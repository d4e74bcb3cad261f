import type { ExportedTranscript } from '../../core/exported.ts';
import { transcriptRecord } from '../transcriptRecord.ts';

/** A transcript as indented JSON: the same record as a line of the JSON Lines export. */
export function copyAsJson(transcript: ExportedTranscript): string {
  return `${JSON.stringify(transcriptRecord(transcript), null, 2)}\n`;
}
