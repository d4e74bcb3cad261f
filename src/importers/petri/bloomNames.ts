export interface TranscriptNumbers {
  /** Which scenario, from 1. */
  readonly variation: number;
  /** Which answer to it, from 1. */
  readonly repetition: number;
}

/** What a name such as `transcript_v3r1.json` says; undefined for other names. */
export function transcriptNumbers(name: string): TranscriptNumbers | undefined {
  const match = /^transcript_v(\d{1,9})r(\d{1,9})\.json(\.gz|\.zst|\.zstd)?$/i.exec(name);
  return match === null ? undefined : { variation: Number(match[1]), repetition: Number(match[2]) };
}
