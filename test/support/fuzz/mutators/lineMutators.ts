/** Changes to tables and to files of lines. */
import type { Dice } from '../dice.ts';
import { byteFiles, bytesOf, withFile } from '../fuzzInput.ts';
import type { Mutator } from './mutator.ts';
import { NAMES, strangeNumber, strangeText } from './strangeValues.ts';

/** @param ofJson how often it is done to JSON as well */
function changing(
  name: string,
  weight: number,
  ofJson: number,
  change: (lines: string[], dice: Dice) => string,
): Mutator {
  return {
    name,
    weight,
    mutate(input, dice) {
      const files = byteFiles(input);
      if (files.length === 0) return undefined;
      const file = dice.pick(files);
      const text = bytesOf(input, file).toString('utf8');
      if (text.length > 4_000_000) return undefined;
      // What isn't a table has few cells and no header.
      if (/^\s*[{[]/.test(text) && !dice.chance(ofJson)) return undefined;
      const bytes = Buffer.from(change(text.split('\n'), dice));
      return withFile(input, file, { kind: 'bytes', bytes });
    },
  };
}

/** A cell as some tool might write it, quoted or not. */
function cell(dice: Dice): string {
  const text = dice.chance(0.5) ? strangeNumber(dice) : strangeText(dice);
  if (dice.chance(0.3)) return text;
  return `"${dice.chance(0.8) ? text.replaceAll('"', '""') : text}"`;
}

/** Commas outside of quotes aren't told from others: what comes of it is only stranger. */
export const otherCells = changing('otherCells', 5, 0.05, (lines, dice) => {
  const times = 1 + dice.below(4);
  for (let time = 0; time < times; time++) {
    const at = dice.below(lines.length);
    const delimiter = dice.pick([',', ',', ',', '\t', ';', '|']);
    const cells = (lines[at] ?? '').split(delimiter);
    const index = dice.below(cells.length);
    if (dice.chance(0.75)) cells[index] = cell(dice);
    else if (dice.chance(0.5)) cells.splice(index, 1);
    else cells.splice(index, 0, ...Array.from({ length: dice.chance(0.1) ? 300 : 1 }, () => cell(dice)));
    lines[at] = cells.join(delimiter);
  }
  return lines.join('\n');
});

export const otherHeader = changing('otherHeader', 3, 0.05, (lines, dice) => {
  const cells = (lines[0] ?? '').split(',');
  const index = dice.below(cells.length);
  switch (dice.below(4)) {
    case 0:
      cells[index] = dice.pick(NAMES);
      break;
    case 1:
      cells[index] = cells[dice.below(cells.length)] ?? '';
      break;
    case 2:
      cells.push(dice.pick(NAMES));
      break;
    default:
      cells.splice(index, 1);
  }
  return [cells.join(','), ...lines.slice(1)].join('\n');
});

export const otherOrder = changing('otherOrder', 2, 1, (lines, dice) => {
  const [from, to] = [dice.below(lines.length), dice.below(lines.length)];
  const [line] = lines.splice(from, 1);
  lines.splice(to, 0, ...Array<string>(1 + dice.below(dice.chance(0.1) ? 100 : 3)).fill(line ?? ''));
  return lines.join('\n');
});

export const otherLineEnds = changing('otherLineEnds', 1, 1, (lines, dice) => {
  const ends = dice.pick(['\r\n', '\r', '\n\n', '\n\r', '\u2028', '\0\n']);
  if (dice.chance(0.5)) return lines.join(ends);
  return lines.map((line) => line + (dice.chance(0.5) ? '\n' : ends)).join('');
});

/** The file as another system writes it, or as nobody could. */
export const otherEncoding: Mutator = {
  name: 'otherEncoding',
  weight: 1,
  mutate(input, dice) {
    const files = byteFiles(input);
    if (files.length === 0) return undefined;
    const file = dice.pick(files);
    const text = bytesOf(input, file).toString('utf8');
    const little = Buffer.from(text, 'utf16le');
    const big = (): Buffer => Buffer.from(little.subarray(0, little.length & ~1)).swap16();
    const bytes = dice.pick([
      () => Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      () => Buffer.concat([Buffer.from([0xfe, 0xff]), big()]),
      () => little,
      () => Buffer.concat([Buffer.from([0xff, 0xfe]), little.subarray(0, little.length - 1)]),
      () => Buffer.from(text, 'latin1'),
      () => Buffer.from(`\ufeff${text}`),
      () => Buffer.from(`\ufeff\ufeff${text}`),
    ])();
    return withFile(input, file, { kind: 'bytes', bytes });
  },
};
