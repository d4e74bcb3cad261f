import type { ExportedTranscript } from '../../core/exported.ts';

/** How an Inspect log names the sample that a transcript is: its id (a number stays one) and its epoch from 1. */
export interface SampleName {
  readonly id: string | number;
  readonly epoch: number;
  /** Inspect's own identifier of the sample in its log, by which Scout knows the transcript; absent in older logs. */
  readonly uuid?: string;
}

/**
 * What the importer recorded of an Inspect sample; of a transcript from elsewhere its probe and sample index, which name
 * it among the transcripts of one arm.
 */
export function sampleName({
  metadata,
  probe,
  sample,
}: Pick<ExportedTranscript, 'metadata' | 'probe' | 'sample'>): SampleName {
  const { sample_id: id, epoch, uuid } = metadata;
  return {
    id: typeof id === 'string' || typeof id === 'number' ? id : probe,
    epoch: typeof epoch === 'number' ? epoch : sample,
    ...(typeof uuid === 'string' ? { uuid } : {}),
  };
}
