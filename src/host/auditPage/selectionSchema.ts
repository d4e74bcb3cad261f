/** What selections may look like: from the page, and from callers of the commands (docs/commands.md). */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import { USUAL_SELECTION, type AuditSelection } from '../../protocol/auditPage.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const reference = v.variant('kind', [
  v.strictObject({ kind: v.literal('people') }),
  v.strictObject({ kind: v.literal('adjudicated') }),
  v.strictObject({ kind: v.literal('annotator'), name: v.string() }),
]);
const answers = v.picklist(['final', 'first']);
const collapse = v.picklist(['two', 'all', 'negative']);
const part = v.picklist(['answer', 'reasoning']);
const by = v.picklist(['none', 'run', 'arm', 'model', 'group', 'condition', 'probe', 'time', 'confidence']);

export const selectionSchema = v.strictObject({
  runIds: v.array(whole),
  queueId: v.nullable(whole),
  reference,
  answers,
  collapse,
  by,
  question: v.string(),
  part,
  annotators: v.array(v.string()),
});

const options = v.object({
  queueId: v.optional(v.nullable(whole)),
  annotator: v.optional(v.string()),
  adjudicated: v.optional(v.boolean()),
  answers: v.optional(answers),
  collapse: v.optional(collapse),
  by: v.optional(by),
  question: v.optional(v.string()),
  part: v.optional(part),
  annotators: v.optional(v.array(v.string())),
});

/**
 * The selection that a command's argument stands for.
 *
 * @param runIds the runs that it is about; empty for all
 * @throws AuditError `bad-input` naming the argument that can't be used
 */
export function selectionOf(argument: unknown, runIds: readonly number[]): AuditSelection {
  const given = v.safeParse(options, argument ?? {});
  if (!given.success) {
    throw new AuditError(
      'bad-input',
      `The argument “${v.getDotPath(given.issues[0]) ?? ''}” can’t be used: ${given.issues[0].message}`,
      'docs/commands.md lists what the command takes.',
    );
  }
  const { annotator, adjudicated, queueId = null, ...rest } = given.output;
  const reference: AuditSelection['reference'] =
    annotator !== undefined
      ? { kind: 'annotator', name: annotator }
      : { kind: adjudicated === true ? 'adjudicated' : 'people' };
  return {
    ...USUAL_SELECTION,
    runIds,
    queueId,
    reference,
    ...(rest.answers === undefined ? {} : { answers: rest.answers }),
    ...(rest.collapse === undefined ? {} : { collapse: rest.collapse }),
    ...(rest.by === undefined ? {} : { by: rest.by }),
    ...(rest.question === undefined ? {} : { question: rest.question }),
    ...(rest.part === undefined ? {} : { part: rest.part }),
    ...(rest.annotators === undefined ? {} : { annotators: rest.annotators }),
  };
}
