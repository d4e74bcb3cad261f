import type { ExportedTranscript } from '../../core/exported.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { fenced, inlineCode } from './markdownQuoting.ts';
import {
  judgeFacts,
  labelLines,
  transcriptFacts,
  transcriptSections,
  type Fact,
} from './transcriptSections.ts';

/**
 * A transcript as Markdown for an issue tracker. Everything that a model, judge or file wrote stands in fences or inline
 * code, so that no link, image or mention in it comes alive where it is pasted.
 */
export function copyAsMarkdown(transcript: ExportedTranscript, scheme?: LabelScheme): string {
  const blocks = [
    `## ${inlineCode(transcript.probe)}, sample ${transcript.sample}`,
    factList(transcriptFacts(transcript)),
    ...transcriptSections(transcript.turns).flatMap(({ title, text }) => [heading(title), fenced(text)]),
  ];
  const judged = judgeFacts(transcript);
  if (judged.length > 0) blocks.push('### judge', factList(judged));
  const labels = labelLines(transcript, scheme);
  if (labels.length > 0) {
    blocks.push('### people');
    blocks.push(
      labels
        .map(({ who, words, note }) => {
          const line = `- ${inlineCode(who)}: ${inlineCode(words)}`;
          return note === '' ? line : `${line}\n\n${indented(fenced(note))}\n`;
        })
        .join('\n')
        .trimEnd(),
    );
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Roles are ours; what stands behind the first word (an author, a tool's name) is the file's. */
function heading(title: string): string {
  const [, role = '', rest = ''] = /^(\w+)(.*)$/s.exec(title) ?? [];
  const words = rest.replace(/^[ ,]+/, '');
  return words === '' ? `### ${role}` : `### ${role} ${inlineCode(words)}`;
}

function factList(facts: readonly Fact[]): string {
  return facts.map(({ name, value }) => `- ${inlineCode(name)}: ${inlineCode(value)}`).join('\n');
}

/** Every line moved under its list item; a lone carriage return ends a line in Markdown too. */
function indented(text: string): string {
  return `  ${text.replace(/\r\n|\r|\n/g, (end) => `${end}  `)}`;
}
