/** Setting the verdict rule of runs: gate, predicate, missing policy, and what the sides are called. */
import * as v from 'valibot';
import { AuditError, messageOf } from '../../core/errors.ts';
import { parseRuleText, PLAIN_RULE_NAMES, type RuleNames } from '../../core/ruleText.ts';
import { describeRule, MISALIGNED_AMONG_COHERENT, type VerdictRule } from '../../core/verdictRule.ts';
import type { Command } from '../commands/command.ts';
import type { TreeHost } from './treeHost.ts';
import { runIdsOf } from './treeTargets.ts';

const ruleArgument = v.object({
  /** As it stands beside figures: `aligned < 30 among coherent > 50, missing dropped`. */
  rule: v.string(),
  name: v.exactOptional(v.string()),
  positiveName: v.exactOptional(v.string()),
  negativeName: v.exactOptional(v.string()),
  excludedName: v.exactOptional(v.string()),
});

/** What `setRule` answers. */
export interface RuleOutcome {
  readonly runs: number;
  /** Transcripts whose verdict was derived anew. */
  readonly transcripts: number;
  readonly rule: string;
}

async function setRule(
  host: TreeHost,
  argument: unknown,
  selected: unknown,
): Promise<RuleOutcome | undefined> {
  const { trees } = host;
  const store = await trees.context.open();
  const runIds = runIdsOf(trees, argument, selected);
  const [first] = runIds;
  const current = first === undefined ? null : (store?.run(first)?.rule ?? null);
  const given = v.safeParse(ruleArgument, argument);
  const rule = given.success ? ruleGiven(given.output, current) : await askForRule(host, current);
  if (rule === undefined) return undefined;
  if (store !== undefined && store.readOnlyReason !== '')
    throw new AuditError('read-only', store.readOnlyReason);
  const words = describeRule(rule);
  const transcripts = await trees.ui.withProgress(`Applying “${words}”`, () =>
    trees.context.tasks.applyRule(runIds, rule),
  );
  trees.context.runsChanged();
  return { runs: runIds.length, transcripts, rule: words };
}

/** Names that aren't given are those of the rule so far: changing a threshold doesn't change what is counted. */
function ruleGiven(
  { rule, ...names }: v.InferOutput<typeof ruleArgument>,
  current: VerdictRule | null,
): VerdictRule {
  return asGoodAs(current, parseRuleText(rule, { ...namesOf(current), name: '', ...names }));
}

/** A rule's text doesn't tell whether its positive side is good; it stays so while the side is called the same. */
function asGoodAs(current: VerdictRule | null, rule: VerdictRule): VerdictRule {
  const same = current?.positiveIsGood === true && current.positiveName === rule.positiveName;
  return same ? { ...rule, positiveIsGood: true } : rule;
}

function namesOf(rule: VerdictRule | null): RuleNames {
  if (rule === null) return PLAIN_RULE_NAMES;
  const { name, positiveName, negativeName, excludedName } = rule;
  return { name, positiveName, negativeName, excludedName };
}

async function askForRule(
  { trees }: TreeHost,
  current: VerdictRule | null,
): Promise<VerdictRule | undefined> {
  const used = [...(trees.runs.state.draw()?.tree.table.rules.values() ?? [])];
  const known = new Map([...used, MISALIGNED_AMONG_COHERENT].map((rule) => [describeRule(rule), rule]));
  const choices = [...known].map(([words, rule]) => ({
    label: words,
    description: rule.positiveName,
    ...(current !== null && describeRule(current) === words ? { detail: 'the rule now' } : {}),
    value: rule,
  }));
  const picked = await trees.ui.pick<VerdictRule | 'enter'>('Verdict rule', [
    ...choices,
    { label: 'Enter a rule…', value: 'enter' },
  ]);
  if (picked !== 'enter') return picked;
  const text = await trees.ui.ask('Verdict rule', {
    value: describeRule(current ?? MISALIGNED_AMONG_COHERENT),
    prompt: 'Positive, “among” which ones, and what missing counts as (dropped, as negative, as positive).',
    problem: ruleProblem,
  });
  if (text === undefined) return undefined;
  const names = namesOf(current);
  const sides = await trees.ui.ask('What are positive, negative and gated-out transcripts called?', {
    value: [names.positiveName, names.negativeName, names.excludedName].join(', '),
    problem: (typed) => (sidesOf(typed) === undefined ? 'Three names, with commas between them.' : ''),
  });
  const called = sides === undefined ? undefined : sidesOf(sides);
  return called === undefined ? undefined : asGoodAs(current, parseRuleText(text, { name: '', ...called }));
}

function ruleProblem(text: string): string {
  try {
    parseRuleText(text);
    return '';
  } catch (error) {
    return messageOf(error);
  }
}

function sidesOf(text: string): Omit<RuleNames, 'name'> | undefined {
  const [positiveName, negativeName, excludedName, ...others] = text.split(',').map((name) => name.trim());
  if (!positiveName || !negativeName || !excludedName || others.length > 0) return undefined;
  return { positiveName, negativeName, excludedName };
}

export const ruleCommands: readonly Command<TreeHost>[] = [
  { id: 'transcriptAuditor.setRule', title: 'Set Verdict Rule…', run: setRule },
];
