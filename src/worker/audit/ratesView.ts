/** Raw and corrected rates in words: the ones to read first, the others behind them, and why some aren't told. */
import type {
  AuditInput,
  CorrectionMethod,
  RateEstimate,
  Refusal,
} from '../../analysis/corrected/auditInput.ts';
import { correctedDifference } from '../../analysis/corrected/correctedDifference.ts';
import { correctedRates, isRefusal } from '../../analysis/corrected/correctedRates.ts';
import { judgeQuality } from '../../analysis/corrected/judgeQuality.ts';
import { rawRates, type RawRate } from '../../analysis/corrected/rawRates.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type {
  ArmRatesView,
  FigureView,
  RateGroupView,
  RatesView,
  RateView,
  RefusalView,
} from '../../protocol/auditPage.ts';
import { differenceFigure, rateFigure, shareFigure } from './figureViews.ts';
import { byGroup } from './groupNames.ts';
import type { SampleVoice } from './sampleAudit.ts';

/** Of more groups no pairwise differences are drawn. */
const MOST_DIFFERED = 5;

const METHODS: Readonly<Record<CorrectionMethod, string>> = {
  'labels-only': 'People’s labels alone',
  difference: 'Corrected, difference estimator',
  ppi: 'Corrected, PPI++',
  'rogan-gladen': 'Rogan–Gladen, as a check',
};
const KINDS: Readonly<Record<CorrectionMethod, RateView['kind']>> = {
  'labels-only': 'labels',
  difference: 'corrected',
  ppi: 'corrected',
  'rogan-gladen': 'check',
};
/** Which is read first. */
const PREFERRED: readonly CorrectionMethod[] = ['ppi', 'difference', 'labels-only'];

type About = Pick<RateEstimate, 'estimand' | 'clustered'>;

function aboutWords({ estimand, clustered }: About): string {
  if (estimand === 'run') return 'these transcripts';
  return clustered ? 'the model, on prompts like these' : 'the model, on these prompts';
}

function isTold<Given extends object>(given: Given | Refusal): given is Given {
  return !isRefusal(given);
}

const same = (a: About, b: About): boolean => a.estimand === b.estimand && a.clustered === b.clustered;

export function rateGroup(voice: SampleVoice, raw: readonly RawRate[]): RateGroupView {
  const results = correctedRates(voice.input);
  const estimates = results.filter(isTold);
  const lead = leadOf(estimates);
  const about: About = lead ?? { estimand: 'model', clustered: false };
  const rows = [
    ...raw.map((rate) => ({ about: rate, view: rawView(rate) })),
    ...estimates.map((rate) => ({ about: rate, view: estimateView(rate, rate === lead) })),
  ];
  const isFirst = ({ about: other, view }: (typeof rows)[number]): boolean =>
    same(about, other) && (view.kind !== 'corrected' || view.lead);
  return {
    name: voice.name,
    labels: voice.input.units.length,
    rates: rows.filter(isFirst).map(({ view }) => view),
    more: rows.filter((row) => !isFirst(row)).map(({ view }) => view),
    refusals: refusalsOf(results),
    notes: responseNotes(voice),
  };
}

/** The model's rate over prompts like these where it can be told, else over these prompts, else the run's. */
export function leadOf(estimates: readonly RateEstimate[]): RateEstimate | undefined {
  const order: readonly About[] = [
    { estimand: 'model', clustered: true },
    { estimand: 'model', clustered: false },
    { estimand: 'run', clustered: false },
  ];
  for (const about of order) {
    for (const method of PREFERRED) {
      const found = estimates.find((rate) => rate.method === method && same(rate, about));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function rawView(rate: RawRate): RateView {
  return {
    ...rateFigure('Judge’s rate, raw', rate.rate, rate.interval, { n: rate.n }),
    kind: 'raw',
    about: aboutWords(rate),
    lead: false,
    cautions: [],
  };
}

function estimateView(rate: RateEstimate, lead: boolean): RateView {
  return {
    ...rateFigure(METHODS[rate.method], rate.rate, rate, { n: rate.labels }),
    kind: KINDS[rate.method],
    about: aboutWords(rate),
    lead,
    cautions: rate.cautions,
  };
}

/** Each reason once, with the methods it is about. */
function refusalsOf(results: readonly (RateEstimate | Refusal)[]): readonly RefusalView[] {
  const byWords = Map.groupBy(results.filter(isRefusal), ({ words }) => words);
  return [...byWords].map(([words, refusals]) => ({
    name: [...new Set(refusals.map(({ method }) => METHODS[method]))].join('; '),
    words,
  }));
}

/** What became of what was drawn. */
function responseNotes({ kind, input: { strata } }: SampleVoice): readonly string[] {
  const sum = (of: (stratum: AuditInput['strata'][number]) => number): number =>
    strata.reduce((total, stratum) => total + of(stratum), 0);
  const rest = [
    // Taken together people may be sure, each of something else.
    [sum((s) => s.unsure), kind === 'people' ? 'unsure or in conflict until adjudicated' : 'unsure'],
    [sum((s) => s.skipped), 'skipped'],
    [sum((s) => s.open), 'still open'],
    [sum((s) => s.beyondGap), 'out of turn, behind one that is open (answer that first)'],
  ] as const;
  const others = rest.filter(([n]) => n > 0).map(([n, words]) => `${groupedNumber(n)} ${words}`);
  const counted = `${groupedNumber(sum((s) => s.answered))} of ${groupedNumber(sum((s) => s.drawn))} drawn count`;
  return [`${[counted, ...others].join('; ')}.`];
}

/** Sensitivity and the like over the whole frame. */
export function qualityFigures(input: AuditInput): {
  readonly figures: readonly FigureView[];
  readonly notes: readonly string[];
} {
  const quality = judgeQuality(input);
  if (isRefusal(quality)) return { figures: [], notes: quality.words === '' ? [] : [quality.words] };
  const rows = [
    ['Sensitivity', quality.sensitivity],
    ['Specificity', quality.specificity],
    ['Precision', quality.precision],
    ['Negative predictive value', quality.negativePredictiveValue],
    ['Sensitivity of the gate', quality.gateSensitivity],
    ['Specificity of the gate', quality.gateSpecificity],
  ] as const;
  const figures = rows
    // Where nothing is outside the gate there is nothing to know of it.
    .filter(([name, { bounds }]) => !name.includes('gate') || bounds.low !== undefined)
    .map(([name, estimate]) => shareFigure(name, estimate));
  return { figures, notes: quality.cautions };
}

/** Raw beside corrected in each group of the breakdown. */
export function armRates(voice: SampleVoice): readonly ArmRatesView[] {
  return [...voice.groups].sort(byGroup).map(([name, input]) => {
    const results = correctedRates(input);
    const lead = leadOf(results.filter(isTold));
    const raw = rawOf(rawRates(input), lead);
    const [refusal] = results.filter(isRefusal);
    return {
      name,
      raw: raw === undefined ? null : rateFigure('raw', raw.rate, raw.interval, { n: raw.n }),
      corrected:
        lead === undefined ? null : rateFigure(METHODS[lead.method], lead.rate, lead, { n: lead.labels }),
      transcripts: input.frame.reduce((sum, { n }) => sum + n, 0),
      labels: input.units.length,
      note: lead === undefined ? (refusal?.words ?? 'There are no labels here.') : aboutWords(lead),
    };
  });
}

/** Of the raw rates, the one about the same as a corrected one. */
export function rawOf(raw: readonly RawRate[], lead: About | undefined): RawRate | undefined {
  return (
    raw.find((rate) => lead !== undefined && same(rate, lead)) ??
    raw.find(({ estimand, clustered }) => estimand === 'model' && !clustered) ??
    raw[0]
  );
}

/** Corrected differences of any two groups, of few. */
export function armDifferences(voice: SampleVoice): readonly FigureView[] {
  const groups = [...voice.groups].sort(([a], [b]) => (a < b ? -1 : 1));
  if (groups.length > MOST_DIFFERED) return [];
  return groups.flatMap(([first, a], at) =>
    groups.slice(at + 1).flatMap(([second, b]) => {
      const found = correctedDifference(a, b).filter(isTold);
      const lead = PREFERRED.flatMap(
        (method) => found.find((one) => one.method === method && one.estimand === 'model') ?? [],
      )[0];
      if (lead === undefined) return [];
      const note = [METHODS[lead.method], lead.paired ? 'paired by prompt' : '', aboutWords(lead)]
        .filter((word) => word !== '')
        .join('; ');
      return [differenceFigure(`${first} less ${second}`, lead.difference, lead, { n: lead.labels, note })];
    }),
  );
}

/** Rates when there is nothing to correct them with. */
export function refusedRates(
  base: Pick<RatesView, 'positive' | 'rule' | 'raw'>,
  labels: number,
  frame: AuditInput['frame'],
  missing: AuditInput['missing'],
  sentences: readonly string[],
): RatesView {
  const refusals =
    labels === 0
      ? []
      : refusalsOf(correctedRates({ frame, strata: [], units: [], missing, chosen: 'by-hand' }));
  const group = { name: '', labels, rates: [], more: [], refusals, notes: [] };
  return {
    ...base,
    sample: null,
    isCensus: false,
    transcripts: 0,
    sentences,
    groups: refusals.length === 0 ? [] : [group],
    by: [],
    differences: [],
    quality: [],
    calibration: [],
  };
}
