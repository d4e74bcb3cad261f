/** Arguments of the queue commands (docs/commands.md): each stands in for a question. */
import * as v from 'valibot';
import { HIDEABLE } from '../../core/blindness.ts';
import { AuditError } from '../../core/errors.ts';
import { JUDGE_VERDICTS } from '../../core/verdictRule.ts';
import { cleanAnnotator } from '../labelling/annotator.ts';
import { queueIdOfElement } from './queueElements.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const ids = v.optional(v.array(whole));
const text = v.pipe(v.string(), v.minLength(1));

const stratumBy = v.variant('by', [
  v.strictObject({ by: v.literal('none') }),
  v.strictObject({ by: v.literal('flagged') }),
  v.strictObject({ by: v.literal('verdict') }),
  v.strictObject({ by: v.literal('score'), metric: text, bounds: v.array(v.number()) }),
  v.strictObject({ by: v.literal('probe') }),
  v.strictObject({ by: v.literal('model') }),
  v.strictObject({ by: v.literal('condition') }),
]);

const criterion = v.variant('kind', [
  v.strictObject({ kind: v.literal('all') }),
  v.strictObject({ kind: v.literal('judge-against-human') }),
  v.strictObject({ kind: v.literal('judge-against-judge'), metric: text, other: text }),
  v.strictObject({ kind: v.literal('near-threshold'), metric: text, delta: v.number() }),
  v.strictObject({ kind: v.literal('missing-judgment') }),
  v.strictObject({ kind: v.literal('finding'), findingId: v.nullable(whole) }),
  v.strictObject({ kind: v.literal('unlabelled') }),
  v.strictObject({ kind: v.literal('labelled-by-others'), annotator: text }),
  v.strictObject({ kind: v.literal('low-confidence'), spread: v.number() }),
  v.strictObject({ kind: v.literal('text'), query: text }),
  v.strictObject({ kind: v.literal('annotators-disagree'), annotators: v.optional(v.array(text)) }),
  v.strictObject({ kind: v.literal('these'), keys: v.pipe(v.array(text), v.minLength(1)) }),
]);

/** As labels name who gave them: a blank too many would be somebody else. */
const person = v.pipe(
  text,
  v.transform((name) => cleanAnnotator(name) ?? ''),
);
const assignment = v.nullable(v.strictObject({ annotators: v.array(person), overlap: whole }));

/** What lists and samples share. */
const common = {
  runIds: ids,
  probeIds: ids,
  judgeVerdicts: v.optional(v.array(v.picklist(JUDGE_VERDICTS))),
  /** What is hidden until the answer. */
  blind: v.optional(v.array(v.picklist(HIDEABLE))),
  masks: v.optional(v.array(text)),
  repeats: v.optional(v.number()),
  assignment: v.optional(assignment),
  name: v.optional(text),
  seed: v.optional(text),
  /** True: nothing is asked; what isn't given is as it would be proposed. */
  confirmed: v.optional(v.boolean()),
  /** True: opened at once. */
  open: v.optional(v.boolean()),
};

export const listArguments = v.strictObject({
  ...common,
  criteria: v.optional(v.array(criterion)),
  order: v.optional(v.picklist(['fixed', 'shuffled'])),
});
export type ListArguments = v.InferOutput<typeof listArguments>;

export const sampleArguments = v.strictObject({
  ...common,
  strata: v.optional(stratumBy),
  allocation: v.optional(v.picklist(['proportional', 'neyman', 'all-flagged'])),
  n: v.optional(whole),
});
export type SampleArguments = v.InferOutput<typeof sampleArguments>;

export const placeArguments = v.object({ queueId: v.optional(whole), place: v.optional(whole) });
export const renameArguments = v.object({ name: v.optional(text) });
export const extendArguments = v.object({ more: v.optional(whole) });
export const assignArguments = v.object({
  annotators: v.optional(v.array(person)),
  overlap: v.optional(whole),
});
export const confirmedArguments = v.object({ confirmed: v.optional(v.boolean()) });
export const adjudicateArguments = v.object({
  runIds: ids,
  /** Only what these people disagree about. */
  annotators: v.optional(v.array(text)),
  /** Only these transcripts, by content key. */
  keys: v.optional(v.array(text)),
  name: v.optional(text),
  confirmed: v.optional(v.boolean()),
  open: v.optional(v.boolean()),
});

/** Checks an argument; a row of the Queues view stands for its queue alone, and rows of other views for nothing. */
export function readArguments<Schema extends v.GenericSchema>(
  schema: Schema,
  argument: unknown,
): v.InferOutput<Schema> {
  const isPlain = typeof argument === 'object' && argument !== null && !('kind' in argument);
  const parsed = v.safeParse(schema, isPlain ? argument : {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AuditError(
    'bad-input',
    `The argument “${v.getDotPath(issue) ?? ''}” of this command is not right: ${issue.message}.`,
    'docs/commands.md lists the arguments.',
  );
}

/** The queue that a command is about: a row of the view, `queueId`, or undefined where none is named. */
export function queueIdMeant(argument: unknown): number | undefined {
  return queueIdOfElement(argument) ?? readArguments(placeArguments, argument).queueId;
}
