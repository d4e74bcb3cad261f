/** What the page answers before any table: what the rate really is, how good the judge is, whether either may be trusted. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type {
  ComparisonView,
  FigureView,
  RateGroupView,
  RatesView,
  RateView,
  SummaryView,
} from '../../protocol/auditPage.ts';

interface Known {
  readonly rates: RatesView;
  readonly comparisons: readonly ComparisonView[];
  /** False for a question that no verdict answers: then there is no rate. */
  readonly hasVerdict: boolean;
  /** What the question, or the part that was labelled, is called. */
  readonly about: string;
}

/** Three questions that nobody should have to put together from tables. */
export function summaryViews(known: Known): readonly SummaryView[] {
  if (!known.hasVerdict) return [agreementView(known)];
  return [rateView(known), judgeView(known), trustView(known)];
}

function rateView({ rates }: Known): SummaryView {
  const question = 'What is the rate really?';
  const [group] = rates.groups;
  const lead = leadOf(group);
  if (lead === undefined || group === undefined) {
    const raw =
      rates.raw === null
        ? []
        : [
            `The judge alone says ${inWords(rates.raw)}. Its errors are in that, and nothing here shows how many.`,
          ];
    return { question, state: 'open', answer: 'It can’t be told yet.', more: raw };
  }
  const raw = group.rates.find(({ kind }) => kind === 'raw');
  return {
    question,
    state: 'told',
    answer: `${inWords(lead)} ${rates.positive}, by ${groupedNumber(group.labels)} ${group.labels === 1 ? 'label' : 'labels'} of people.`,
    more: [`That is the rate of ${lead.about}.`, ...(raw === undefined ? [] : [besideRaw(lead, raw)])],
  };
}

function besideRaw({ low, high }: RateView, raw: RateView): string {
  const own = `The judge’s own rate is ${raw.value}`;
  if (raw.at === null || low === null || high === null) return `${own}.`;
  if (raw.at < low) return `${own}: too low, below all of that interval.`;
  if (raw.at > high) return `${own}: too high, above all of that interval.`;
  return `${own}, which lies in that interval.`;
}

function judgeView({ rates, comparisons }: Known): SummaryView {
  const question = 'How good is the judge?';
  const of = (name: string): FigureView | undefined =>
    rates.quality.find((figure) => figure.name === name && figure.at !== null);
  const [found, right, left] = [of('Sensitivity'), of('Precision'), of('Specificity')];
  const weighted = [
    ...(found === undefined ? [] : [`It finds ${inWords(found)} of what people call ${rates.positive}.`]),
    ...(right === undefined ? [] : [`Of what it calls ${rates.positive}, ${inWords(right)} is.`]),
    ...(left === undefined
      ? []
      : [`Of what people don’t call ${rates.positive}, it leaves ${inWords(left)} alone.`]),
  ];
  const shown = comparisons.find(({ kind, reading }) => kind === 'judge' && reading.length > 0);
  const ceiling = shown?.reading.filter(({ kind }) => kind === 'ceiling').map(({ text }) => text) ?? [];
  const [first, ...rest] = weighted;
  if (first !== undefined) return { question, state: 'told', answer: first, more: [...rest, ...ceiling] };
  const [judge] = comparisons.filter(({ kind, n }) => kind === 'judge' && n > 0);
  if (judge === undefined) {
    return {
      question,
      state: 'open',
      answer: 'It can’t be told yet: nobody labelled what it judged.',
      more: [],
    };
  }
  const [line = '', ...lines] = judge.reading
    .map(({ text }) => text)
    .filter((text) => text.startsWith('Of '));
  const alone = `That is so for the ${groupedNumber(judge.n)} transcripts that were labelled; how it does on all others can’t be told from them.`;
  return {
    question,
    state: 'open',
    answer: line === '' ? `${judge.title}: ${judge.summary}.` : line,
    more: [...lines.slice(0, 2), alone],
  };
}

function trustView({ rates, comparisons }: Known): SummaryView {
  const question = 'May I trust it?';
  const [group] = rates.groups;
  const lead = leadOf(group);
  if (lead === undefined) {
    const [why = 'There is nothing to correct the judge with.', ...more] = [
      ...rates.sentences,
      ...(group?.refusals ?? []).map(({ words }) => words),
    ];
    return { question, state: 'open', answer: `Not yet. ${why}`, more: [...new Set(more)] };
  }
  const careful = lead.cautions.length;
  const drawn = rates.isCensus
    ? 'Every transcript is labelled, so nothing hangs on how they were chosen'
    : 'The labels are those of a random sample whose chances are known';
  const width = lead.low === null || lead.high === null ? 0 : 100 * (lead.high - lead.low);
  return {
    question,
    state: 'told',
    answer: `Within its interval, if people are right: ${drawn.charAt(0).toLowerCase()}${drawn.slice(1)}.`,
    more: [
      `The interval is ${width.toFixed(1)} points wide; about one such interval in twenty misses the truth.`,
      peopleWords(comparisons),
      ...(careful === 0
        ? []
        : [`${careful === 1 ? 'One thing' : `${careful} things`} to know first, below the table.`]),
    ],
  };
}

function peopleWords(comparisons: readonly ComparisonView[]): string {
  const pair = comparisons.find(({ kind, n, reading }) => kind === 'people' && n > 0 && reading.length > 0);
  if (pair === undefined)
    return 'Nobody else labelled the same transcripts, so how far people agree isn’t known.';
  return `People among themselves: ${pair.title}, ${pair.summary}, on ${groupedNumber(pair.n)} transcripts.`;
}

/** Of a question that the verdict doesn't answer: how far people, and judges on that metric, agree. */
function agreementView({ comparisons, about }: Known): SummaryView {
  const told = comparisons.filter(({ n }) => n > 0).slice(0, 3);
  return {
    question: `How far do they agree on ${about}?`,
    state: told.length === 0 ? 'open' : 'told',
    answer:
      told.length === 0
        ? 'It can’t be told yet: nothing was rated by two.'
        : `${groupedNumber(told[0]?.n ?? 0)} transcripts were rated by two at least.`,
    more: told.map(
      ({ title, summary, n }) => `${title}: ${summary === '' ? 'not told' : summary}, n ${groupedNumber(n)}.`,
    ),
  };
}

function leadOf(group: RateGroupView | undefined): RateView | undefined {
  return group?.rates.find(({ lead }) => lead);
}

/** `18.2 % [12.5, 25.2]`. */
function inWords({ value, interval }: Pick<FigureView, 'value' | 'interval'>): string {
  return interval.startsWith('[') ? `${value} ${interval}` : value;
}
