/** What files of transcripts (docs/exports.md) are known by: written by the exporters, read again by the importers. */
import type { JudgmentValue } from './judgment.ts';
import type { Part, Role } from './transcript.ts';

export const TRANSCRIPT_FORMAT = 'transcript-auditor-transcript';
export const TRANSCRIPT_FORMAT_VERSION = 1;

/** Columns that every table of transcripts begins with, before those of metrics and annotators. */
export const TABLE_COLUMNS = [
  'study',
  'run',
  'seed',
  'model',
  'group',
  'condition',
  'suite',
  'probe',
  'prompt',
  'sample',
  'turns',
  'question',
  'answer',
  'reasoning',
  'content_key',
  'source_file',
  'source_row',
  'source_line',
  'judge_verdict',
  'judge_words',
  'rule',
  'human_verdict',
  'human_words',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

/** And those that it ends with; the last one only in tables for spreadsheets. */
export const METADATA_COLUMN = 'metadata';
export const MESSAGES_COLUMN = 'messages';
export const MORE_COLUMN = 'more';
export const NEUTRALISED_COLUMN = 'neutralised';

/** A turn as recorded, where a chat's message can't say it. */
export interface RecordedTurn {
  readonly role: Role;
  readonly raw: string;
  readonly kind: 'text' | 'json';
  readonly parts: readonly Part[];
}

/** What a cell of a metric without more ado is: our numbers have one spelling, and whatever else is a word. */
export function cellValue(cell: string): Exclude<JudgmentValue, { readonly kind: 'missing' }> {
  if (cell === 'TRUE' || cell === 'FALSE') return { kind: 'boolean', boolean: cell === 'TRUE' };
  const number = Number(cell);
  return cell !== '' && Number.isFinite(number) && String(number) === cell
    ? { kind: 'number', number }
    : { kind: 'class', text: cell };
}
