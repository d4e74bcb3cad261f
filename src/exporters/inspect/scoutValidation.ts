import { stringify } from 'csv-stringify/sync';
import { formatContentKey } from '../../core/contentKey.ts';
import { chunked } from '../chunked.ts';
import type { TranscriptExporter } from '../exporter.ts';
import { needsNeutralising, neutralise } from '../neutralise.ts';
import { writtenLabel } from '../writtenLabel.ts';
import { sampleName } from './sampleName.ts';
import { TRANSCRIPT_FORMATS } from '../transcriptFormats.ts';

/**
 * People's labels as a validation set of Inspect Scout: a table `id,target`, `id` being the transcript's id there (the
 * sample's uuid; the content key for transcripts that no Inspect log gave), `target` the answer's id under its scheme.
 */
export const scoutValidation: TranscriptExporter = {
  ...TRANSCRIPT_FORMATS.scoutValidation,
  async *chunks({ rows }, { annotator, neutralise: defuse }) {
    yield { text: 'id,target\n', count: 0 };
    const cell = (text: string): string => (defuse && needsNeutralising(text) ? neutralise(text) : text);
    yield* chunked(rows, (transcript) => {
      const label = writtenLabel(transcript, annotator);
      if (label === undefined) return '';
      const id = sampleName(transcript).uuid ?? formatContentKey(transcript.key);
      return stringify([[cell(id), cell(label.answer)]]);
    });
  },
};
