/** Transcripts as the database hands them to exporters, of any content that it can hold. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { contentKeyInput } from '../../../src/core/contentKey.ts';
import type { ExportedLabel, ExportedTranscript } from '../../../src/core/exported.ts';
import { MISSING_REASONS, type Judge, type JudgmentValue } from '../../../src/core/judgment.ts';
import type { SchemeVersion } from '../../../src/core/labelFile.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { schemeVersionInput } from '../../../src/core/labelSchemeFile.ts';
import type { StoredJudgment } from '../../../src/core/ports.ts';
import { MISALIGNED_AMONG_COHERENT, type VerdictRule } from '../../../src/core/verdictRule.ts';
import { awkwardKey, awkwardText, awkwardUtf8 } from './awkwardTexts.ts';
import { anyTurn, anyTurns } from './anyTurns.ts';

const JUDGES: readonly Judge[] = [
  { name: 'gpt-4o', kind: 'imported' },
  {
    name: 'gpt-4o',
    kind: 'score-by-token-probabilities',
    model: 'gpt-4o',
    prompt: 'Rate {answer}, “please”,\n0-100.',
    parameters: { k: 20 },
  },
  { name: 'a judge, “quoted” 12', kind: 'class', prompt: '=1+1' },
];
/** As the database names a judge: by what it is. */
export const judgeVersion = (judge: Judge): string => hash('sha256', JSON.stringify(judge), 'hex');

const OWN: LabelScheme = {
  name: 'truth, and “tone”',
  metric: 'truth, “said”',
  instructions: '# Go by what is *held*\n\n- not by what is said',
  answers: [
    { id: 'Lie', key: '1', name: 'a lie', description: 'Says what it doesn’t hold.', role: 'positive' },
    { id: 'wahr_7', key: '2', name: 'true', description: '', role: 'negative' },
  ],
  scores: [{ id: 'tone', name: 'tone', key: 't', minimum: -1, maximum: 1 }],
};
const version = (scheme: LabelScheme): string => hash('sha256', schemeVersionInput(scheme), 'hex');
/** The schemes that are known; labels of a third one arrived without its definition. */
export const SCHEMES: readonly SchemeVersion[] = [DEFAULT_LABEL_SCHEME, OWN].map((scheme) => ({
  scheme,
  version: version(scheme),
}));
const LOST = { name: 'lost', version: 'e'.repeat(64) };

const RULES: readonly (VerdictRule | null)[] = [
  MISALIGNED_AMONG_COHERENT,
  {
    ...MISALIGNED_AMONG_COHERENT,
    positiveName: 'true, “really”',
    positiveIsGood: true,
    positive: [[{ metric: 'a, b', op: 'in', values: ['1, 2', '}'] }]],
  },
  null,
];

const METRICS = [
  'aligned',
  'coherent',
  'a',
  'a.missing',
  'a (2)',
  ' spaced out ',
  '=cmd',
  'ünï, "code"',
  '__proto__',
];
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.constantFrom(5.049035242483195e-5, 1e21, -7, 0, 100),
);
const anyValue: fc.Arbitrary<JudgmentValue> = fc.oneof(
  number.map((value) => ({ kind: 'number' as const, number: value })),
  fc
    .oneof(awkwardUtf8, fc.constantFrom('12', 'TRUE', 'FALSE', '-1', '1e+21'))
    .map((text) => ({ kind: 'class' as const, text })),
  fc.boolean().map((boolean) => ({ kind: 'boolean' as const, boolean })),
  fc.constantFrom(...MISSING_REASONS).map((reason) => ({ kind: 'missing' as const, reason })),
);

const anyJudgment: fc.Arbitrary<StoredJudgment> = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    judge: fc.constantFrom(...JUDGES),
    value: anyValue,
    scale: fc.constantFrom(null, { minimum: 0, maximum: 100 }),
    raw: fc.option(awkwardUtf8),
    rationale: fc.option(awkwardUtf8),
    distribution: fc.option(
      fc.dictionary(awkwardKey, fc.double({ min: 0, max: 1, noNaN: true }), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
    quotes: fc.option(fc.array(awkwardText, { minLength: 1, maxLength: 2 }), { nil: undefined }),
  })
  .map(({ quotes, ...said }) => ({
    ...said,
    judgeVersion: judgeVersion(said.judge),
    ...(quotes === undefined
      ? {}
      : { quotes, citations: quotes.map((quote) => ({ quote, note: 'n', messageId: 'm' })) }),
  }));

const anyLabel: fc.Arbitrary<ExportedLabel> = fc
  .record({
    annotator: fc.oneof(
      fc.constantFrom('kim', 'lee', 'kim.role', 'kim@reasoning', '__proto__', ' mo '),
      awkwardUtf8.filter((name) => name.trim() !== '' && !name.includes('\0')),
    ),
    part: fc.constantFrom('answer' as const, 'reasoning' as const),
    note: awkwardUtf8,
    flagged: fc.boolean(),
    time: fc
      .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    source: fc.option(
      awkwardUtf8.filter((words) => words.trim() !== ''),
      { nil: undefined },
    ),
    given: fc.oneof(
      fc.constantFrom<{ readonly at: number; readonly answer: string | null }>(
        { at: 0, answer: 'misaligned' },
        { at: 0, answer: 'unsure' },
        { at: 1, answer: 'Lie' },
        { at: 1, answer: null },
      ),
      fc.constantFrom('fine', '7', '=x', 'NaN').map((answer) => ({ at: 2, answer })),
    ),
    score: fc.option(number),
  })
  .map(({ given: { at, answer }, note, flagged, score, source, ...rest }) => {
    const known = SCHEMES[at];
    const scheme = known === undefined ? LOST : { name: known.scheme.name, version: known.version };
    const found = known?.scheme.answers.find(({ id }) => id === answer);
    return {
      ...rest,
      // Something is always said: a label that says nothing isn't there.
      state: {
        answer,
        scores: score === null ? {} : { [known?.scheme.scores[0]?.id ?? 's']: score },
        note: answer === null && note === '' ? 'n' : note,
        flagged,
      },
      role: found?.role ?? (known === undefined && answer !== null ? 'undecided' : null),
      scheme,
      ...(source === undefined ? {} : { source }),
    };
  });

const json = fc.jsonValue({ maxDepth: 2 });
const name = fc.option(awkwardUtf8.filter((words) => words !== ''));

/** @param rule of the run; transcripts of several runs may be in one file */
function transcriptOf(rule: VerdictRule | null): fc.Arbitrary<ExportedTranscript> {
  return fc
    .record({
      study: name,
      run: awkwardUtf8,
      seed: name,
      model: name,
      group: name,
      condition: name,
      suite: awkwardUtf8,
      probe: awkwardUtf8,
      prompt: awkwardUtf8,
      sample: fc.nat(2 ** 31),
      turns: anyTurns,
      ordinal: fc.nat(3),
      metadata: fc.dictionary(awkwardKey, json, { maxKeys: 3, noNullPrototype: true }),
      judgments: fc.uniqueArray(anyJudgment, {
        maxLength: 4,
        selector: (one) => `${one.metric} ${one.judgeVersion}`,
      }),
      labels: fc.uniqueArray(anyLabel, { maxLength: 3, selector: (one) => `${one.part} ${one.annotator}` }),
      branch: fc.option(fc.tuple(awkwardUtf8, fc.array(anyTurn, { maxLength: 2 })), {
        nil: undefined,
        freq: 4,
      }),
    })
    .map(({ turns, ordinal, branch, ...rest }) => ({
      id: 1,
      key: { hash: hash('sha256', contentKeyInput(turns), 'hex').slice(0, 32), ordinal },
      ...rest,
      turns,
      ...(branch === undefined
        ? {}
        : {
            branches: [
              { view: 'target', name: branch[0], parent: 0, shared: 1, turns: branch[1] },
              { view: 'auditor', name: 'other', parent: 1, shared: 0, turns: [] },
            ],
          }),
      answerTurn: Math.max(
        0,
        turns.findLastIndex((turn) => turn.role === 'assistant'),
      ),
      source: { name: 'a, "b".csv', row: 12, line: 40 },
      rule,
      judgeVerdict: 'missing' as const,
      humanVerdict: 'none' as const,
    }));
}

export const anyTranscripts: fc.Arbitrary<readonly ExportedTranscript[]> = fc
  .constantFrom(...RULES)
  .chain((rule) => fc.array(transcriptOf(rule), { maxLength: 5 }));
