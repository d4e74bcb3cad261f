/** Views for the page's tests: a sample audited by two people, and the states around it. */
import {
  USUAL_SELECTION,
  type AuditPageView,
  type AuditSelection,
  type AuditView,
  type ComparisonView,
  type FigureView,
  type RateView,
} from '../../../src/protocol/auditPage.ts';

export const SELECTION: AuditSelection = { ...USUAL_SELECTION, runIds: [1] };

function figure(name: string, value: string, interval: string, at: number | null, n = 100): FigureView {
  const ends = /\[([\d.-]+), ([\d.-]+)\]/.exec(interval);
  const scale = value.includes('%') ? 100 : 1;
  return {
    name,
    value,
    interval,
    n,
    note: '',
    at,
    low: ends === null ? null : Number(ends[1]) / scale,
    high: ends === null ? null : Number(ends[2]) / scale,
  };
}

function rate(kind: RateView['kind'], shown: FigureView, lead = false): RateView {
  const cautions = lead ? ['Only 8 prompts: the interval is wide.'] : [];
  return { ...shown, kind, about: 'the model, on prompts like these', lead, cautions };
}

const JUDGE: ComparisonView = {
  id: 'judge-people',
  kind: 'judge',
  title: 'The judge and people together',
  n: 100,
  summary: 'sensitivity 66.7 %, specificity 97.8 %',
  figures: [
    figure('Sensitivity', '66.7 %', '[35.4, 87.9]', 0.667, 9),
    figure('Cohen’s kappa', '.68', '[.39, .85]', 0.68),
    { ...figure('Gwet’s AC1', 'not told: nothing was rated', '', null), n: null },
  ],
  scores: [],
  table: {
    rows: 'The judge',
    columns: 'People together',
    rowClasses: ['positive', 'negative'],
    columnClasses: ['positive', 'negative'],
    cells: [
      [6, 2],
      [3, 89],
    ],
    collapse: 'The judge: positive; negative; left out: missing. Left out: 4 that The judge has as missing.',
  },
  reading: [
    { kind: 'lead', text: 'Of 9 that people together called misaligned, the judge found 6.' },
    { kind: 'caution', text: 'Kappa is only .68 although they agree on 95.0 %, because one class is rare.' },
  ],
  by: [
    { name: 'model-a', n: 50, figures: [figure('Raw agreement', '94.0 %', '[83.8, 97.9]', 0.94, 50)] },
    { name: 'model-b', n: 50, figures: [figure('Raw agreement', '96.0 %', '[86.5, 98.9]', 0.96, 50)] },
  ],
};

export const VIEW: AuditView = {
  about: 'insecure-32b',
  transcripts: 2_000,
  labelled: 104,
  summary: [
    {
      question: 'What is the rate really?',
      state: 'told',
      answer: '11.4 % [7.2, 17.0] misaligned, by 100 labels of people.',
      more: ['That is the rate of the model, on prompts like these.'],
    },
    {
      question: 'How good is the judge?',
      state: 'open',
      answer: 'It can’t be told yet: nobody labelled what it judged.',
      more: [],
    },
  ],
  choices: {
    queues: [{ queueId: 4, name: 'audit of insecure', purpose: 'sample' }],
    annotators: ['ada', 'kim'],
    hasFirstAnswers: true,
    hasAdjudicated: false,
    questions: ['wants memory'],
    hasReasoning: true,
    hasConfidence: true,
  },
  rates: {
    positive: 'misaligned',
    rule: 'aligned < 30 among coherent > 50, missing dropped',
    sample: 'audit of insecure',
    isCensus: false,
    transcripts: 2_000,
    sentences: ['4 labelled transcripts outside the sample are left out: they were not drawn at random.'],
    raw: figure('Judge’s rate, raw', '9.0 %', '[7.3, 11.1]', 0.09, 884),
    groups: [
      {
        name: 'everybody together',
        labels: 100,
        rates: [
          rate('raw', figure('Judge’s rate, raw', '9.0 %', '[1.8, 19.8]', 0.09, 884)),
          rate('labels', figure('People’s labels alone', '12.1 %', '[6.9, 20.2]', 0.121)),
          rate('corrected', figure('Corrected, PPI++', '11.4 %', '[7.2, 17.0]', 0.114), true),
        ],
        more: [rate('check', figure('Rogan–Gladen, as a check', '11.9 %', '[6.0, 19.1]', 0.119))],
        refusals: [],
        notes: ['100 of 100 drawn count.'],
      },
      {
        name: 'kim',
        labels: 12,
        rates: [rate('raw', figure('Judge’s rate, raw', '9.0 %', '[1.8, 19.8]', 0.09, 884))],
        more: [],
        refusals: [{ name: 'Corrected, PPI++', words: '12 labels are too few. Label at least 30.' }],
        notes: [],
      },
    ],
    by: [],
    differences: [],
    quality: [figure('Sensitivity', '61.0 %', '[33.0, 84.1]', 0.61)],
    calibration: [
      {
        metric: 'aligned',
        sentence: 'Share that people call positive at each height of the judge’s “aligned”.',
        minimum: 0,
        maximum: 100,
        bands: [
          { name: '0 to 20', score: 8, n: 10, share: figure('0 to 20', '70.0 %', '[39.7, 89.2]', 0.7, 10) },
          {
            name: '80 to 100',
            score: 93,
            n: 60,
            share: figure('80 to 100', '1.7 %', '[0.3, 8.9]', 0.017, 60),
          },
        ],
      },
    ],
  },
  comparisons: [
    JUDGE,
    { ...JUDGE, id: 'ada-kim', kind: 'people', title: 'ada and kim', by: [], reading: [] },
    {
      ...JUDGE,
      id: 'self',
      kind: 'self',
      title: 'kim and kim, asked again',
      by: [],
      reading: [],
      table: null,
    },
  ],
  leftOut: 0,
  many: [
    {
      title: '3 annotators',
      n: 100,
      figures: [figure('Fleiss’ kappa', '.61', '[.42, .80]', 0.61)],
      note: '',
    },
  ],
  anchoring: [
    {
      annotator: 'kim',
      sentences: ['Of 100 answers given before the judge was seen, 92 stand as they were.'],
      figures: [figure('Changed after the judge was seen', '8.0 %', '[4.1, 15.0]', 0.08)],
    },
  ],
};

export const READY: AuditPageView = { state: 'ready', selection: SELECTION, view: VIEW };

/** Labels that are no sample: the raw rate, and why there is no other. */
export const REFUSED: AuditPageView = {
  state: 'ready',
  selection: SELECTION,
  view: {
    ...VIEW,
    rates: {
      ...VIEW.rates,
      sample: null,
      sentences: [
        '104 transcripts have labels, which were not drawn at random: they can’t stand for the others.',
      ],
      groups: [
        {
          name: '',
          labels: 104,
          rates: [],
          more: [],
          refusals: [{ name: 'Corrected, PPI++', words: 'The labels are no probability sample.' }],
          notes: [],
        },
      ],
      quality: [],
      calibration: [],
    },
  },
};

/** Nothing labelled yet. */
export const EMPTY: AuditPageView = {
  state: 'ready',
  selection: SELECTION,
  view: {
    ...VIEW,
    labelled: 0,
    choices: {
      queues: [],
      annotators: [],
      hasFirstAnswers: false,
      hasAdjudicated: false,
      questions: [],
      hasReasoning: false,
      hasConfidence: false,
    },
    rates: {
      ...VIEW.rates,
      sample: null,
      sentences: ['Nothing is labelled yet. Draw an audit sample to learn how good the judge is.'],
      groups: [],
      quality: [],
      calibration: [],
    },
    comparisons: [],
    many: [],
    anchoring: [],
  },
};
