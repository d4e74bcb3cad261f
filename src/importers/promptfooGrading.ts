/** What promptfoo's assertions and the people who rated said of one result. */
import type { ImportedLabel } from '../core/imported.ts';
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import type { LabelScheme } from '../core/labelScheme.ts';
import { isObject, type JsonObject } from './lenientJson.ts';

/** The metric of a result as a whole. */
export const PASS = 'pass';

const WHOLE: Judge = { name: 'promptfoo', kind: 'imported' };
const SHARE = { minimum: 0, maximum: 1 } as const;
const LONGEST_NAME = 80;
/** Assertions whose score is more than whether they passed. */
const GRADED =
  /^(not-)?(llm-rubric|g-eval|model-graded-.*|factuality|answer-relevance|context-.*|conversation-relevance|similar(:.*)?|classifier|moderation|pi|rouge.*|bleu|gleu|meteor|levenshtein|perplexity.*|javascript|python|ruby|webhook|trajectory:.*|search-rubric|select-best|max-score|agent-rubric)$/;

export const RATING_SCHEME: LabelScheme = {
  name: 'promptfoo rating',
  answers: [
    { id: 'pass', key: '1', name: 'pass', description: 'The answer passes.', role: 'positive' },
    { id: 'fail', key: '2', name: 'fail', description: 'The answer fails.', role: 'negative' },
  ],
  scores: [{ id: 'score', name: 'score', key: 's', minimum: 0, maximum: 1 }],
};

export interface Grading {
  readonly judgments: readonly Judgment[];
  readonly labels: readonly ImportedLabel[];
}

/** For a call that brought no answer, so that nothing was asserted of it. */
export function failedGrading(): readonly Judgment[] {
  return [{ metric: PASS, judge: WHOLE, value: { kind: 'missing', reason: 'provider-error' } }];
}

/** A rating by hand overrides the whole result in the file; here it is a label, and the assertions' own verdict stays. */
export function readGrading(grading: JsonObject, result: JsonObject, file: string): Grading {
  const all = componentsIn(grading['componentResults']);
  const humans = all.filter(isHuman);
  const assertions = all.filter((component) => !isHuman(component));
  const judgments = [wholeJudgment(grading, assertions, humans.length > 0)];
  const named = isObject(grading['namedScores']) ? grading['namedScores'] : (result['namedScores'] ?? {});
  for (const [metric, components] of byMetric(assertions))
    judgments.push(metricJudgment(metric, components, isObject(named) ? named[metric] : undefined));
  return { judgments, labels: labelsOf(grading, humans, file) };
}

/** In lists of newer versions the members of a set follow it; in others they are only within it. */
function componentsIn(value: unknown): readonly JsonObject[] {
  const list = Array.isArray(value) ? value.filter(isObject) : [];
  return list.flatMap((component, index): readonly JsonObject[] => {
    const members = component['componentResults'];
    if (isObject(component['assertion']) || !Array.isArray(members)) return [component];
    const follows = JSON.stringify(list[index + 1]) === JSON.stringify(members[0]);
    return follows ? [] : componentsIn(members);
  });
}

function assertionOf(component: JsonObject): JsonObject {
  return isObject(component['assertion']) ? component['assertion'] : {};
}

function typeOf(component: JsonObject): string {
  const { type } = assertionOf(component);
  return typeof type === 'string' ? type : 'assertion';
}

function isHuman(component: JsonObject): boolean {
  return typeOf(component) === 'human';
}

function wholeJudgment(grading: JsonObject, assertions: readonly JsonObject[], rated: boolean): Judgment {
  const passed = rated ? assertions.every(({ pass }) => pass === true) : grading['pass'];
  const reason = rated ? assertions.find(({ pass }) => pass !== true)?.['reason'] : grading['reason'];
  const nothing = rated && assertions.length === 0;
  return {
    metric: PASS,
    judge: WHOLE,
    value:
      typeof passed !== 'boolean' || nothing
        ? { kind: 'missing', reason: 'not-asked' }
        : { kind: 'boolean', boolean: passed },
    ...rationale(reason),
  };
}

/** By the assertion's metric; by its kind and value where it has none. */
function byMetric(components: readonly JsonObject[]): ReadonlyMap<string, readonly JsonObject[]> {
  const metrics = new Map<string, JsonObject[]>();
  for (const component of components) {
    const assertion = assertionOf(component);
    const { metric, value } = assertion;
    const words =
      value === undefined || value === null
        ? ''
        : `: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    const name = (typeof metric === 'string' && metric !== '' ? metric : `${typeOf(component)}${words}`)
      .replace(/\s+/g, ' ')
      .slice(0, LONGEST_NAME);
    const list = metrics.get(name);
    if (list === undefined) metrics.set(name, [component]);
    else list.push(component);
  }
  return metrics;
}

function metricJudgment(metric: string, components: readonly JsonObject[], namedScore: unknown): Judgment {
  const [first] = components;
  const types = [...new Set(components.map(typeOf))].join(', ');
  const judge: Judge = { name: types, kind: 'imported' };
  const several = components.length > 1;
  const raw = JSON.stringify(components.map(({ pass, score, reason }) => ({ pass, score, reason })));
  const why = components
    .map(({ reason }) => (typeof reason === 'string' ? reason : ''))
    .filter((text) => text !== '');
  const more = { raw, ...rationale(why.join('\n')) };
  if (!several && !GRADED.test(types)) {
    const pass = first?.['pass'];
    const value: JudgmentValue =
      typeof pass === 'boolean' ? { kind: 'boolean', boolean: pass } : { kind: 'missing', reason: 'unknown' };
    return { metric, judge, value, ...more };
  }
  // Several assertions of one metric are weighed by promptfoo; the plain mean stands in where it didn't say.
  const scores = components.flatMap(({ score }) => (typeof score === 'number' ? [score] : []));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const number = several && typeof namedScore === 'number' ? namedScore : mean;
  const onScale = number >= 0 && number <= 1;
  return {
    metric,
    judge,
    ...(onScale ? { scale: SHARE } : undefined),
    value: Number.isFinite(number)
      ? { kind: 'number', number }
      : { kind: 'missing', reason: 'parse-failure' },
    ...more,
  };
}

function rationale(reason: unknown): { readonly rationale?: string } {
  return typeof reason === 'string' && reason !== '' ? { rationale: reason } : {};
}

function labelsOf(grading: JsonObject, humans: readonly JsonObject[], file: string): ImportedLabel[] {
  const base = { annotator: 'promptfoo rating', part: 'answer', scheme: RATING_SCHEME } as const;
  const { comment } = grading;
  if (humans.length === 0) {
    if (typeof comment !== 'string' || comment === '') return [];
    return [{ ...base, note: comment, source: `${file}, comment` }];
  }
  return humans.map((human) => {
    const { pass, score } = human;
    const said = human['comment'] ?? comment;
    const partial = typeof score === 'number' && score > 0 && score < 1;
    return {
      ...base,
      ...(typeof pass === 'boolean' ? { answer: pass ? 'pass' : 'fail' } : undefined),
      ...(partial ? { scores: { score } } : undefined),
      ...(typeof said === 'string' && said !== '' ? { note: said } : undefined),
      source: `${file}, rating by hand`,
    };
  });
}
