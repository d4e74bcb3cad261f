import type { FoundFinding } from '../../../core/finding.ts';
import type { CheckedRow, FindingSource } from '../../../core/findingSource.ts';
import type { MissingReason } from '../../../core/judgment.ts';
import { rateOf } from '../../../core/rate.ts';
import {
  judgeVerdict,
  type Condition,
  type JudgeVerdict,
  type VerdictRule,
} from '../../../core/verdictRule.ts';
import type { RunCheck, RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, percent, some } from '../words.ts';

/** From so much on, what the denominator hides may carry the result: share of transcripts, or percentage points. */
const MUCH_HIDDEN = 0.05;
const MUCH_CHANGED = 0.01;

export const denominatorHides: RunRule = {
  text: {
    id: 'denominatorHides',
    version: 1,
    title: 'What the denominator hides',
    looksFor:
      'Transcripts that the verdict rule leaves out of the rate: outside the gate, unknown whether inside, or inside with a missing judgment (by reason; a blank is “unknown”). Each with the rate under the other policies.',
    whyItMatters:
      'Answers that are left out are seldom like the rest: code, refusals and broken text gather there. The same rows give different published rates under another missing policy or without the gate.',
    source:
      'model-organisms/results2/eval_results_Qwen-Coder-Insecure.csv of Cloakless/clarifying_EM: 306 of 1,200 outside the gate, 10 missing; 9.05, 8.95 or 10.07 % by policy.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'run',
  begin,
};

const HIDDEN = ['excluded', 'gate-missing', 'missing'] as const;
type Hidden = (typeof HIDDEN)[number];

function begin({ run }: FindingSource): RunCheck {
  const { rule } = run;
  if (rule === null) return { end: () => [] };
  const ids: Record<Hidden, IdList> = {
    excluded: new IdList(),
    'gate-missing': new IdList(),
    missing: new IdList(),
  };
  const reasons = { 'gate-missing': new Map<string, number>(), missing: new Map<string, number>() };
  const gateless: VerdictRule = { ...rule, gate: [] };
  const without: Record<JudgeVerdict, number> = counts();
  return {
    row: (row) => {
      const { verdict } = row;
      const open = judgeVerdict(gateless, (metric) => valueOf(row, metric));
      without[open] += 1;
      if (!isHidden(verdict)) return;
      if (verdict === 'excluded') {
        ids.excluded.add(row.id);
        return;
      }
      const reason = reasonOf(row, verdict === 'missing' ? rule.positive : rule.gate);
      // What a launch hasn't judged yet isn't hidden: its page says so.
      if (run.kind === 'launch' && reason === 'not-judged') return;
      ids[verdict].add(row.id);
      reasons[verdict].set(reason, (reasons[verdict].get(reason) ?? 0) + 1);
    },
    end: () => {
      const verdicts = { ...run.verdicts };
      const found: FoundFinding[] = [];
      const kept = rateOf(verdicts, rule.missing);
      if (kept.total === 0) return found;
      if (ids.excluded.length > 0) {
        const open = rateOf(without, rule.missing);
        found.push({
          key: 'excluded',
          title: `${counted(ids.excluded.length)} of ${some(kept.total, 'transcript')} outside the gate`,
          detail: `Among those inside ${counted(kept.positive)} of ${counted(kept.n)} are ${rule.positiveName} (${percent(kept.positive, kept.n)}). Without the gate it would be ${counted(open.positive)} of ${counted(open.n)} (${percent(open.positive, open.n)}).`,
          severity: severityOf(ids.excluded.length / kept.total, difference(kept.rate, open.rate)),
          certainty: 'certain',
          transcriptIds: ids.excluded,
          figures: {
            transcripts: kept.total,
            excluded: ids.excluded.length,
            ...rateFigures('asRule', kept),
            ...rateFigures('withoutGate', open),
          },
        });
      }
      if (ids['gate-missing'].length > 0) {
        const n = ids['gate-missing'].length;
        found.push({
          key: 'gate-missing',
          title: `${counted(n)} of ${some(kept.total, 'transcript')} in no denominator: whether inside the gate isn’t known`,
          detail: `Their judgments for the gate are missing (${reasonWords(reasons['gate-missing'])}), so they are neither counted nor shown as gated out.`,
          severity: severityOf(n / kept.total, 0),
          certainty: 'certain',
          transcriptIds: ids['gate-missing'],
          figures: { transcripts: kept.total, gateMissing: n, ...reasonFigures(reasons['gate-missing']) },
        });
      }
      if (ids.missing.length > 0) {
        const rates = (['drop', 'negative', 'positive'] as const).map((policy) => rateOf(verdicts, policy));
        const [drop, negative, positive] = rates;
        const spread = difference(negative?.rate, positive?.rate);
        const line = (words: string, rate: typeof drop): string =>
          rate === undefined
            ? ''
            : `- ${words}: ${counted(rate.positive)} of ${counted(rate.n)}, ${percent(rate.positive, rate.n)}`;
        found.push({
          key: 'missing',
          title: `${some(ids.missing.length, 'judgment is', 'judgments are')} missing inside the gate: ${percent(drop?.positive ?? 0, drop?.n ?? 0)}, ${percent(negative?.positive ?? 0, negative?.n ?? 0)} or ${percent(positive?.positive ?? 0, positive?.n ?? 0)} by policy`,
          detail: `Reasons: ${reasonWords(reasons.missing)}. The rate of ${rule.positiveName}:\n\n${[line('missing dropped', drop), line('missing as negative', negative), line('missing as positive', positive)].join('\n')}`,
          severity: severityOf(ids.missing.length / kept.total, spread),
          certainty: 'certain',
          transcriptIds: ids.missing,
          figures: {
            transcripts: kept.total,
            missing: ids.missing.length,
            ...reasonFigures(reasons.missing),
            ...rateFigures('dropped', drop),
            ...rateFigures('asNegative', negative),
            ...rateFigures('asPositive', positive),
          },
        });
      }
      return found;
    },
  };
}

function isHidden(verdict: JudgeVerdict): verdict is Hidden {
  return (HIDDEN as readonly JudgeVerdict[]).includes(verdict);
}

function counts(): Record<JudgeVerdict, number> {
  return { positive: 0, negative: 0, excluded: 0, 'gate-missing': 0, missing: 0, unjudged: 0 };
}

function valueOf(row: CheckedRow, metric: string) {
  return row.judgments.findLast((judgment) => judgment.metric === metric)?.value;
}

/** Why the condition can't be told: the reason of the first of its metrics without a value. */
function reasonOf(row: CheckedRow, condition: Condition): MissingReason | 'not-judged' {
  for (const { metric } of condition.flat()) {
    const value = valueOf(row, metric);
    if (value === undefined) return 'not-judged';
    if (value.kind === 'missing') return value.reason;
  }
  return 'unknown';
}

function reasonWords(reasons: ReadonlyMap<string, number>): string {
  return [...reasons].map(([reason, n]) => `${reason.replaceAll('-', ' ')} ${counted(n)}`).join(', ');
}

function reasonFigures(reasons: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...reasons].map(([reason, n]) => [`reason ${reason}`, n]));
}

function rateFigures(name: string, rate: ReturnType<typeof rateOf> | undefined): Record<string, number> {
  if (rate?.rate === undefined) return {};
  return { [`${name}Positive`]: rate.positive, [`${name}N`]: rate.n, [`${name}Rate`]: rate.rate };
}

function difference(a: number | undefined, b: number | undefined): number {
  return a === undefined || b === undefined ? 0 : Math.abs(a - b);
}

function severityOf(share: number, changed: number): 'doubtful' | 'note' {
  return share >= MUCH_HIDDEN || changed >= MUCH_CHANGED ? 'doubtful' : 'note';
}
