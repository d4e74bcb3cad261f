/** Marks what is blank: spaces as ·, tabs as →, line ends as ¶, other blanks by their code point. */
import { codePointLabel } from './hiddenCharacters.ts';

export function withMarks(text: string): string {
  return text
    .replace(/ /g, '·')
    .replace(/\t/g, '→\t')
    .replace(/\r?\n/g, (end) => (end === '\n' ? '¶\n' : '␍¶\n'))
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, (blank) => `⟨${codePointLabel(blank)}⟩`);
}
