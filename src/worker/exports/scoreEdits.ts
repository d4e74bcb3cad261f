/** What people's labels make of the scores in a source file, by row. */
import { formatContentKey } from '../../core/contentKey.ts';
import type { ExportedTranscript } from '../../core/exported.ts';
import type { LabelRole } from '../../core/labelScheme.ts';
import type { ScoreEdit } from '../../exporters/inspect/editScore.ts';
import type { HumanRating } from '../../exporters/promptfoo/rateByHand.ts';
import { writtenLabel } from '../../exporters/writtenLabel.ts';

/** A label as it goes into another tool's file. */
export interface LabelEdit {
  readonly answer: string;
  readonly role: LabelRole | null;
  readonly note: string;
  readonly annotator: string;
  readonly time: string;
  readonly about: Readonly<Record<string, unknown>>;
  /** True when the run's rule looks for what is good, as for promptfoo's passes; else for what is wrong. */
  readonly positivePasses: boolean;
}

export interface EditOptions {
  /** Whose labels; absent: those on which all agree. */
  readonly annotator?: string;
  /** The score that is edited or added. */
  readonly scorer: string;
  /** What an answer's id is written as; the id itself where it isn't named. */
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Labels by the row of the file that their transcript came from. What a results file carried as a label stands in the
 * file already: it is neither written again nor does it disagree with what was labelled here.
 */
export function labelEdits(
  rows: Iterable<ExportedTranscript>,
  annotator: string | undefined,
): ReadonlyMap<number, LabelEdit> {
  const edits = new Map<number, LabelEdit>();
  for (const transcript of rows) {
    const givenHere = transcript.labels.filter(({ source }) => source === undefined);
    const label = writtenLabel({ labels: givenHere }, annotator);
    if (label === undefined) continue;
    edits.set(transcript.source.row, {
      answer: label.answer,
      role: label.role,
      note: label.state.note,
      annotator: label.annotator,
      time: label.time,
      about: {
        role: label.role,
        scores: label.state.scores,
        scheme: label.scheme.name,
        scheme_version: label.scheme.version,
        content_key: formatContentKey(transcript.key),
      },
      positivePasses: transcript.rule?.positiveIsGood === true,
    });
  }
  return edits;
}

export function scoreEditOf(edit: LabelEdit, { scorer, values }: EditOptions): ScoreEdit {
  return {
    scorer,
    value: Object.hasOwn(values, edit.answer) ? (values[edit.answer] ?? edit.answer) : edit.answer,
    ...(edit.note === '' ? {} : { explanation: edit.note }),
    author: edit.annotator,
    reason: 'labelled by hand',
    time: edit.time,
    metadata: edit.about,
  };
}

/** Undefined for answers that neither pass nor fail, such as *unsure*. */
export function ratingOf(edit: LabelEdit, { values }: EditOptions): HumanRating | undefined {
  const given = Object.hasOwn(values, edit.answer) ? values[edit.answer] : undefined;
  const pass = typeof given === 'boolean' ? given : passes(edit);
  if (pass === undefined) return undefined;
  const score = typeof given === 'number' ? given : pass ? 1 : 0;
  return { pass, score, reason: `${edit.annotator}: ${edit.answer}`, comment: edit.note };
}

function passes({ role, positivePasses }: LabelEdit): boolean | undefined {
  if (role === 'positive') return positivePasses;
  return role === 'negative' ? !positivePasses : undefined;
}
