/** Inspect logs of any content, as JSON and as archives, with the places of their samples known. */
import fc from 'fast-check';
import { zipFile, type ZipPart } from '../zipFile.ts';
import { awkwardKey, awkwardText } from './awkwardTexts.ts';
import { Digits, exactText, type JsonStyle } from './exactJson.ts';

/** Plain values; a score may be `NaN`, a seed longer than a number. */
export interface AnyLog {
  readonly before: Readonly<Record<string, unknown>>;
  readonly samples: readonly Readonly<Record<string, unknown>>[];
  readonly after: Readonly<Record<string, unknown>>;
  readonly reductions: readonly unknown[] | undefined;
  readonly style: JsonStyle;
}

/** Scorers that edits are about; some samples have them and some don't. */
export const SCORERS = [
  'match',
  'human',
  'tone “of” voice',
  '__proto__',
  'constructor',
  '',
  'a.b',
  '7',
] as const;

const digits = fc
  .constantFrom('12345678901234567890', '1.0', '1e400', '-0', '0.10', '5E-324')
  .map((text) => new Digits(text));
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    'C',
    'I',
    'P',
    'N',
    'yes',
    'No',
    'NaN',
    NaN,
    Infinity,
    0,
    1,
    0.5,
    true,
    false,
    null,
  ),
  digits,
  awkwardText,
);
const anyValue = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(awkwardKey, scalar, { maxKeys: 3 }) },
);
const metadata = fc.oneof(
  fc.constantFrom<unknown>(null, {}),
  fc.dictionary(awkwardKey, fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 3 }),
);
const anyTime = fc
  .date({ min: new Date('2023-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** As somebody's tool left it: edited before, or without some of its members. */
const score = fc
  .record({
    value: anyValue,
    answer: fc.option(awkwardText),
    explanation: fc.option(awkwardText),
    metadata,
    history: fc.option(fc.array(fc.constant(null), { maxLength: 2 })),
    editedAt: fc.array(fc.tuple(anyTime, scalar, awkwardText), { maxLength: 2 }),
    bare: fc.boolean(),
  })
  .map(({ history, editedAt, bare, ...said }) => {
    if (bare) return { value: said.value };
    if (history === null) return said;
    if (editedAt.length === 0) return { ...said, history: [] };
    // A history tells the score: the last edit is what it says now.
    const edits = editedAt.map(([timestamp, value, author]) => ({
      value: value === 'UNCHANGED' ? 'C' : value,
      answer: 'UNCHANGED',
      explanation: 'UNCHANGED',
      metadata: 'UNCHANGED',
      provenance: { timestamp, author, reason: null, metadata: {} },
    }));
    const original = { ...said, metadata: said.metadata ?? {}, provenance: null };
    return { ...said, value: edits.at(-1)?.value, history: [original, ...edits] };
  });

const spans = fc.array(fc.constantFrom('scorers', 'solver', 'open scorers'), { maxLength: 3 }).map((kinds) =>
  kinds.flatMap((kind, index) => {
    const name = kind.replace('open ', '');
    const begin = { event: 'span_begin', id: `s${index}`, type: name, name };
    const inside = { event: 'info', span_id: `s${index}`, data: kind };
    const end = { event: 'span_end', id: `s${index}` };
    return kind.startsWith('open') ? [begin, inside] : [begin, inside, end];
  }),
);

const sample = fc
  .record({
    id: fc.oneof(awkwardText, fc.nat(50)),
    epoch: fc.integer({ min: 1, max: 3 }),
    input: awkwardText,
    answer: awkwardText,
    target: awkwardText,
    scores: fc.option(fc.dictionary(fc.constantFrom(...SCORERS), score, { maxKeys: 4 }), { freq: 8 }),
    events: fc.option(spans, { freq: 4 }),
    metadata,
    seed: digits,
    uuid: fc.option(awkwardText),
  })
  .map(({ answer, input, scores, events, ...rest }) => ({
    ...rest,
    input,
    messages: [
      { id: 'm1', role: 'user', content: input, source: 'input' },
      { id: 'm2', role: 'assistant', content: answer, source: 'generate' },
    ],
    output: { model: 'lab/model', choices: [{ message: { id: 'm2', role: 'assistant', content: answer } }] },
    ...(scores === null ? {} : { scores }),
    ...(events === null ? {} : { events }),
  }));

const style = fc.record({
  indent: fc.constantFrom(0, 2),
  spaced: fc.boolean(),
  ascii: fc.boolean(),
});

/** Samples in any order, ids in several epochs; none to a handful. */
export const anyLog: fc.Arbitrary<AnyLog> = fc
  .record({
    task: awkwardText,
    samples: fc.array(sample, { maxLength: 5 }),
    headerFirst: fc.boolean(),
    withAccuracy: fc.boolean(),
    reductions: fc.option(
      fc.array(fc.record({ scorer: awkwardText, samples: fc.array(scalar) }), { maxLength: 2 }),
      {
        nil: undefined,
      },
    ),
    style,
  })
  .map(({ task, samples, headerFirst, withAccuracy, reductions, style: chosen }) => {
    const header = logHeader(task, withAccuracy);
    return {
      before: headerFirst ? header : { version: 2, status: 'success' },
      samples,
      after: headerFirst ? {} : header,
      reductions,
      style: chosen,
    };
  });

export function logHeader(task: string, withAccuracy = false): Readonly<Record<string, unknown>> {
  return {
    version: 2,
    status: 'success',
    eval: { task, model: 'lab/model', dataset: {}, created: '2026-01-31T12:00:00+00:00' },
    ...(withAccuracy
      ? {
          results: {
            scores: [
              { name: 'match', scorer: 'match', metrics: { accuracy: { name: 'accuracy', value: 0.5 } } },
            ],
          },
        }
      : {}),
  };
}

/** A JSON log by its stretches: every second one, from the second on, is a sample. */
export function jsonStretches({
  before,
  samples,
  after,
  reductions,
  style: chosen,
}: AnyLog): readonly string[] {
  const members = (fields: Readonly<Record<string, unknown>>): string =>
    exactText(fields, { ...chosen, indent: 0 }).slice(1, -1);
  const gap = chosen.indent === 0 ? '' : '\n  ';
  const stretches = [`{${members(before)},${gap}"samples":${chosen.spaced ? ' ' : ''}[`];
  samples.forEach((one, index) => {
    stretches.push(exactText(one, chosen), index === samples.length - 1 ? '' : `,${gap}`);
  });
  const rest = { ...(reductions === undefined ? {} : { reductions }), ...after };
  const end = `${gap}]${Object.keys(rest).length === 0 ? '' : `,${members(rest)}`}}\n`;
  stretches.push(`${samples.length === 0 ? '' : (stretches.pop() ?? '')}${end}`);
  return samples.length === 0 ? [stretches.join('')] : stretches;
}

export interface EvalOptions {
  /** 0 stored, 8 deflate, 93 zstd. */
  readonly method: number;
  readonly frames: number;
  /** A member written again later stands in the directory twice. */
  readonly rewritten: boolean;
}

export const anyEvalOptions: fc.Arbitrary<EvalOptions> = fc.record({
  method: fc.constantFrom(0, 8, 93),
  frames: fc.integer({ min: 1, max: 4 }),
  rewritten: fc.boolean(),
});

/** The same log as an archive, and the texts of its samples in the order of its directory. */
export function evalArchive(
  { before, samples, after, reductions, style: chosen }: AnyLog,
  { method, frames, rewritten }: EvalOptions,
): { readonly bytes: Buffer; readonly header: string; readonly texts: readonly string[] } {
  const part = (name: string, content: string): ZipPart => ({ name, content, method, frames });
  const header = exactText({ ...before, ...after }, chosen);
  const texts = samples.map((one) => exactText(one, chosen));
  // What a member is called says little: ids may be anything.
  const parts = texts.map((text, index) =>
    part(`samples/${index}_epoch_${String(samples[index]?.['epoch'])}.json`, text),
  );
  const [first] = parts;
  const bytes = zipFile([
    part('_journal/start.json', exactText({ version: 2, eval: { ...before, ...after }['eval'] })),
    ...(rewritten && first !== undefined ? [{ ...first, content: '{"id": "older", "epoch": 1}' }] : []),
    ...parts,
    ...(reductions === undefined ? [] : [part('reductions.json', exactText(reductions, chosen))]),
    part('summaries.json', '[]'),
    part('header.json', header),
  ]);
  return { bytes, header, texts };
}
