import type { FamilyMember, FamilySource, PairedPrompts } from '../../../core/findingSource.ts';
import type { FoundFinding } from '../../../core/finding.ts';
import { holm } from '../../holm.ts';
import type { FamilyRule } from '../findingRule.ts';
import { pairedDifference, type PairedDifference } from '../pairedDifference.ts';
import { counted, named, percent, quoted } from '../words.ts';

const LEVEL = 0.05;

const NOTHING: PairedPrompts = {
  prompts: 0,
  sumD: 0,
  sumD2: 0,
  sumInverseN: 0,
  nA: 0,
  positiveA: 0,
  nB: 0,
  positiveB: 0,
};

interface Compared {
  readonly younger: FamilyMember;
  readonly older: FamilyMember;
  /** The younger one's rate comes first. */
  readonly pair: PairedPrompts;
  readonly outcome: PairedDifference;
}

export const runDifference: FamilyRule = {
  text: {
    id: 'runDifference',
    version: 1,
    title: 'Two runs of one model and suite differ',
    looksFor:
      'Runs of the same model, suite, condition and verdict rule whose rates differ over the prompts they share (five or more): a t test on paired prompt differences, corrected by Holm over all pairs of that model and suite, at 5 %.',
    whyItMatters:
      'The same model, asked the same, should give the same rate. Where it doesn’t, something else changed: the endpoint’s version, sampling parameters, the judge, the system prompt.',
    source:
      'Holm 1979; Miller 2024, “Adding error bars to evals”. A simulation of the null hypothesis is in docs/statistics.md: 5 % alarms at most.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'family',
  check,
};

function* check(
  family: FamilySource,
): Generator<{ readonly runId: number; readonly finding: FoundFinding } | undefined> {
  const compared: Compared[] = [];
  const members = [...family.members].sort((a, b) => a.runId - b.runId);
  for (const [index, older] of members.entries()) {
    for (const younger of members.slice(index + 1)) {
      if (younger.runId === older.runId || younger.condition !== older.condition) continue;
      let pair = NOTHING;
      for (const piece of family.paired(younger, older)) {
        pair = sumOf(pair, piece);
        yield undefined;
      }
      const outcome = pairedDifference(pair);
      if (outcome !== undefined) compared.push({ younger, older, pair, outcome });
    }
  }
  const adjusted = holm(compared.map(({ outcome }) => outcome.p));
  for (const [index, one] of compared.entries()) {
    const p = adjusted[index] ?? 1;
    if (p > LEVEL) continue;
    yield { runId: one.younger.runId, finding: findingOf(one, p, compared.length) };
  }
}

function findingOf({ younger, older, pair, outcome }: Compared, p: number, pairs: number): FoundFinding {
  const [a, b] = [percent(pair.positiveA, pair.nA), percent(pair.positiveB, pair.nB)];
  const points = (outcome.difference * 100).toFixed(1);
  return {
    key: `${older.scope} ${older.condition ?? ''}`.trim(),
    title: `${a} ${younger.rule.positiveName} here, ${b} in ${quoted(older.runName)}, with the same model and prompts`,
    detail: `Over ${counted(outcome.prompts)} shared prompts the rates differ by ${points} points on average (t = ${outcome.t.toFixed(2)}, p = ${p.toPrecision(2)} after Holm’s correction for ${counted(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}). Model ${named(younger.model)}${younger.condition === null ? '' : `, condition ${named(younger.condition)}`}.`,
    severity: 'doubtful',
    certainty: 'likely',
    transcriptIds: [],
    figures: {
      prompts: outcome.prompts,
      difference: outcome.difference,
      t: outcome.t,
      p: outcome.p,
      adjustedP: p,
      pairs,
      positive: pair.positiveA,
      n: pair.nA,
      otherPositive: pair.positiveB,
      otherN: pair.nB,
    },
    otherRunIds: [older.runId],
  };
}

function sumOf(a: PairedPrompts, b: PairedPrompts): PairedPrompts {
  return {
    prompts: a.prompts + b.prompts,
    sumD: a.sumD + b.sumD,
    sumD2: a.sumD2 + b.sumD2,
    sumInverseN: a.sumInverseN + b.sumInverseN,
    nA: a.nA + b.nA,
    positiveA: a.positiveA + b.positiveA,
    nB: a.nB + b.nB,
    positiveB: a.positiveB + b.positiveB,
  };
}
