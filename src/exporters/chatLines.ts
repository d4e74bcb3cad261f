import { chunked } from './chunked.ts';
import type { TranscriptExporter } from './exporter.ts';
import { chatMessage } from './recordedTurns.ts';
import { TRANSCRIPT_FORMATS } from './transcriptFormats.ts';

/** Messages as recorded and nothing else, one object a line: what fine-tuning services and chat viewers read. */
export const chatLines: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.chat,
  chunks: ({ rows }) =>
    chunked(rows, ({ turns }) => `${JSON.stringify({ messages: turns.map(chatMessage) })}\n`),
};
