/** Every form a transcript is copied in. */
import type { ExportedTranscript } from '../../core/exported.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { copyAsJson } from './copyAsJson.ts';
import { copyAsMarkdown } from './copyAsMarkdown.ts';
import { copyAsText } from './copyAsText.ts';

export type CopyForm = 'text' | 'markdown' | 'json';

const FORMS: Readonly<Record<CopyForm, (transcript: ExportedTranscript, scheme?: LabelScheme) => string>> = {
  text: copyAsText,
  markdown: copyAsMarkdown,
  json: copyAsJson,
};

/** The transcript as text for the clipboard. `scheme` names the answers; without it their ids stand. */
export function copyTranscript(transcript: ExportedTranscript, form: CopyForm, scheme?: LabelScheme): string {
  return FORMS[form](transcript, scheme);
}
