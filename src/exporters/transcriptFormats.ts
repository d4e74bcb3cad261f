/**
 * What the choice of export formats says of each: apart from the exporters, because the host needs these words and not
 * the libraries that write the files.
 */

export interface TranscriptFormat {
  readonly id: string;
  readonly title: string;
  /** What it is for. */
  readonly detail: string;
  readonly extension: string;
}

const LEFT_OUT = 'transcripts on which people disagree are left out unless one annotator is named';

export const TRANSCRIPT_FORMATS = {
  csv: {
    id: 'csv',
    title: 'CSV',
    detail: 'One row a transcript, for pandas, R and other programs; every cell as it is',
    extension: 'csv',
  },
  jsonl: {
    id: 'jsonl',
    title: 'JSON Lines',
    detail: 'One object a transcript, with messages, token distributions and rationales',
    extension: 'jsonl',
  },
  chat: {
    id: 'chat',
    title: 'Chat messages (JSON Lines)',
    detail: 'Messages and nothing else, as fine-tuning services and viewers read them',
    extension: 'jsonl',
  },
  inspectScores: {
    id: 'inspect-scores',
    title: 'Inspect precomputed scores (JSON Lines)',
    detail: `People’s labels for Inspect’s precomputed_scores; ${LEFT_OUT}`,
    extension: 'jsonl',
  },
  scoutValidation: {
    id: 'scout-validation',
    title: 'Inspect Scout validation set (CSV)',
    detail: `People’s labels as id and target; ${LEFT_OUT}`,
    extension: 'csv',
  },
} as const satisfies Readonly<Record<string, TranscriptFormat>>;

/** In the order in which they are offered. */
export const TRANSCRIPT_FORMAT_LIST: readonly TranscriptFormat[] = Object.values(TRANSCRIPT_FORMATS);
