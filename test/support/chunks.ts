import type { ExportChunk } from '../../src/exporters/exporter.ts';

/** The whole text that an exporter writes. */
export async function textOfChunks(chunks: AsyncIterable<ExportChunk>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.text;
  return text;
}
