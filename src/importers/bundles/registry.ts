/** All bundlers, the particular before the general: a file claimed by one isn't shown to the next. */
import type { Bundler } from './bundler.ts';

export const BUNDLERS: readonly Bundler[] = [];
