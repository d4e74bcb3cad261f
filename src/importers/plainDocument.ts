/** Texts that lie beside results and are none: licences, notes, reports of figures. */
import { AuditError } from '../core/errors.ts';
import type { FileHead, Importer } from './importer.ts';
import { plainNumber } from './scoreCell.ts';

export const plainDocument: Importer = {
  id: 'plainDocument',
  version: 1,
  recognise(head) {
    const what = whatItIs(head);
    return what === undefined
      ? undefined
      : {
          kind: 'refused',
          reason: `It is ${what}, and holds no transcripts.`,
          hint: 'There is nothing to import in it.',
        };
  },
  defaultRule: () => undefined,
  read({ path }) {
    throw new AuditError('bad-input', `${path} holds no transcripts.`);
  },
};

function whatItIs({ name, text }: FileHead): string | undefined {
  if (/(^|[_.-])(licen[cs]e|copying|notice)([_.-]|$)/i.test(name) && /copyright|licen[cs]e/i.test(text)) {
    return 'a licence';
  }
  if (/\.(md|markdown|rst)$/i.test(name)) return 'a text of notes';
  if (!/\.txt$/i.test(name)) return undefined;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const figures = lines.filter((line) =>
    line
      .trim()
      .split(/\s+/)
      .every((word) => plainNumber(word) !== undefined),
  );
  return lines.length >= 3 && figures.length * 2 >= lines.length ? 'a report of figures' : undefined;
}
