/** Results of promptfoo of any content, in both of its forms, with the places of the single results known. */
import fc from 'fast-check';
import { awkwardKey, awkwardText } from './awkwardTexts.ts';
import { Digits, exactText, type JsonStyle } from './exactJson.ts';

export interface AnyResults {
  readonly form: 'document' | 'lines';
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly style: JsonStyle;
  /** Of the lines form. */
  readonly lineEnd: '\n' | '\r\n';
  readonly blankLines: boolean;
}

const component = fc.record({
  pass: fc.boolean(),
  score: fc.oneof(
    fc.constantFrom<unknown>(0, 1, 0.5),
    fc.constantFrom(new Digits('0.30000000000000004'), new Digits('1.0')),
  ),
  reason: awkwardText,
  assertion: fc.record({ type: fc.constantFrom('contains', 'llm-rubric', 'equals'), value: awkwardText }),
});
const rated = fc.record({
  pass: fc.boolean(),
  score: fc.constantFrom<unknown>(0, 1),
  reason: awkwardText,
  comment: awkwardText,
  assertion: fc.constant({ type: 'human' }),
});
const grading = fc.record(
  {
    pass: fc.boolean(),
    score: fc.constantFrom<unknown>(0, 1, 0.5),
    reason: awkwardText,
    comment: awkwardText,
    namedScores: fc.dictionary(awkwardKey, fc.constantFrom(0, 1), { maxKeys: 2 }),
    componentResults: fc
      .tuple(fc.array(component, { maxLength: 3 }), fc.option(rated))
      .map(([components, human]) => (human === null ? components : [...components, human])),
  },
  { requiredKeys: ['pass'] },
);

const result = fc.record({
  promptIdx: fc.nat(3),
  testIdx: fc.nat(3),
  id: awkwardText,
  latencyMs: fc.constantFrom<unknown>(3, new Digits('4.0'), new Digits('12345678901234567890')),
  prompt: fc.record({ raw: awkwardText, label: awkwardText }),
  promptId: awkwardText,
  provider: fc.record({ id: awkwardText, label: awkwardText }),
  response: fc.oneof(
    { weight: 6, arbitrary: fc.record({ output: awkwardText }) },
    { weight: 1, arbitrary: fc.record({ error: awkwardText }) },
  ),
  success: fc.boolean(),
  score: fc.constantFrom<unknown>(0, 1, 0.25),
  testCase: fc.record({
    description: awkwardText,
    vars: fc.dictionary(awkwardKey, awkwardText, { maxKeys: 2 }),
  }),
  gradingResult: fc.option(grading, { freq: 5 }),
});

export const anyResults: fc.Arbitrary<AnyResults> = fc.record({
  form: fc.constantFrom('document' as const, 'lines' as const),
  // The first line of the lines form is what it is known by.
  results: fc.array(result, { minLength: 1, maxLength: 5 }),
  style: fc.record({ indent: fc.constantFrom(0, 2), spaced: fc.boolean(), ascii: fc.boolean() }),
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
  blankLines: fc.boolean(),
});

/** The file by its stretches: every second one, from the second on, is a result. */
export function resultStretches({
  form,
  results,
  style,
  lineEnd,
  blankLines,
}: AnyResults): readonly string[] {
  if (form === 'lines') {
    const texts = results.map((one) => exactText(one, { ...style, indent: 0 }));
    return ['', ...texts.flatMap((text) => [text, blankLines ? lineEnd + lineEnd : lineEnd])];
  }
  const texts = results.map((one) => exactText(one, style));
  const stats = exactText({ successes: 1, failures: 2, weight: new Digits('1.50') }, style);
  return [
    '{"evalId": "eval-1", "results":{"version":3,"timestamp":"2026-01-31T12:00:00.000Z","prompts":[],"results":[\n',
    ...texts.flatMap((text, index) => [
      text,
      index < texts.length - 1 ? ' ,\n' : `],"stats":${stats}},"config":{"description":"NaN, \\ud800"}}\n`,
    ]),
  ];
}

/** The row of each result, as the importer counts. */
export function rowsOf({ form, results, blankLines }: AnyResults): readonly number[] {
  return results.map((_, index) => (form === 'lines' && blankLines ? 2 * index + 1 : index + 1));
}
