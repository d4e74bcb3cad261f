import type { ExportedTranscript } from '../../core/exported.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { judgeFacts, labelLines, transcriptFacts, transcriptSections } from './transcriptSections.ts';

/** A transcript as plain text, to paste into a message. Texts stand as they are, nothing is escaped or cut. */
export function copyAsText(transcript: ExportedTranscript, scheme?: LabelScheme): string {
  const blocks = [
    [
      `${transcript.probe}, sample ${transcript.sample}`,
      ...transcriptFacts(transcript).map(({ name, value }) => `${name}: ${value}`),
    ].join('\n'),
    ...transcriptSections(transcript.turns).map(({ title, text }) => `${title.toUpperCase()}\n${text}`),
  ];
  const judged = judgeFacts(transcript);
  if (judged.length > 0) {
    blocks.push(['JUDGE', ...judged.map(({ name, value }) => `${name}: ${value}`)].join('\n'));
  }
  const labels = labelLines(transcript, scheme);
  if (labels.length > 0) {
    const lines = labels.map(({ who, words, note }) => `${who}: ${words}${note === '' ? '' : `\n${note}`}`);
    blocks.push(['PEOPLE', ...lines].join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}
