import * as v from 'valibot';
import { LABEL_STATES, type OutlineFilter } from '../../analysis/outline/filter.ts';
import { AuditError } from '../../core/errors.ts';
import { JUDGE_VERDICTS, type JudgeVerdict, type VerdictRule } from '../../core/verdictRule.ts';

const texts = v.optional(v.union([v.string(), v.array(v.string())]));
const state = v.picklist(LABEL_STATES);
const shape = v.strictObject({
  text: v.optional(v.string()),
  verdicts: texts,
  labelState: v.optional(v.union([state, v.array(state)])),
  models: texts,
  probes: texts,
});

/**
 * The filter that a command's argument gives; undefined when there is none and the user is to be asked.
 *
 * @param rules those in use: verdicts may be given in their words (`misaligned`) as well as ours (`positive`)
 * @throws AuditError `bad-input` for an object that is no filter
 */
export function filterFrom(argument: unknown, rules: readonly VerdictRule[]): OutlineFilter | undefined {
  if (argument === undefined || argument === null) return undefined;
  const parsed = v.safeParse(shape, argument);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AuditError(
      'bad-input',
      `This is no filter: ${issue.message}`,
      'docs/commands.md has the fields.',
    );
  }
  const { text = '', verdicts, labelState, models, probes } = parsed.output;
  return {
    text,
    verdicts: listOf(verdicts).map((word) => verdictNamed(word, rules)),
    labelStates: listOf(labelState),
    models: listOf(models),
    probes: listOf(probes),
  };
}

function listOf<T extends string>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function verdictNamed(word: string, rules: readonly VerdictRule[]): JudgeVerdict {
  const own = JUDGE_VERDICTS.find((verdict) => verdict === word);
  if (own !== undefined) return own;
  for (const rule of rules) {
    if (rule.positiveName === word) return 'positive';
    if (rule.negativeName === word) return 'negative';
    if (rule.excludedName === word) return 'excluded';
  }
  throw new AuditError(
    'bad-input',
    `“${word}” is no verdict.`,
    `Known are ${JUDGE_VERDICTS.join(', ')} and the rules’ own words.`,
  );
}
