/** Inputs made by hand: one thing each, as far as it goes. */
import { archiveExtremes } from './extremes/archives.ts';
import type { Extreme } from './extremes/extreme.ts';
import { jsonExtremes } from './extremes/jsonExtremes.ts';
import { tableExtremes } from './extremes/tables.ts';
import { textExtremes } from './extremes/texts.ts';

export const EXTREMES: readonly Extreme[] = [
  ...jsonExtremes,
  ...archiveExtremes,
  ...tableExtremes,
  ...textExtremes,
];
