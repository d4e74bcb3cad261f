/** What differs between two definitions of a label scheme, in words. */
import type { LabelAnswer, LabelScheme, LabelScore } from './labelScheme.ts';

export interface SchemeChange {
  /** `meaning`: labels given under the two aren't the same thing; `words`: what annotators are told differs. */
  readonly kind: 'meaning' | 'words';
  readonly words: string;
}

/**
 * Every difference that makes another version (`schemeVersionInput`), what answers mean first; nothing for equal ones.
 * Keys of the keyboard are no difference.
 */
export function schemeChanges(before: LabelScheme, after: LabelScheme): readonly SchemeChange[] {
  const changes: SchemeChange[] = [
    ...answerChanges(before.answers, after.answers),
    ...scoreChanges(before.scores, after.scores),
    ...metricChanges(before.metric, after.metric),
  ];
  if (before.name !== after.name) {
    changes.push({ kind: 'words', words: `called “${after.name}” instead of “${before.name}”` });
  }
  if (before.instructions !== after.instructions) {
    const did =
      before.instructions === undefined ? 'added' : after.instructions === undefined ? 'removed' : 'changed';
    changes.push({ kind: 'words', words: `instructions ${did}` });
  }
  return changes.sort((a, b) => Number(a.kind === 'words') - Number(b.kind === 'words'));
}

function answerChanges(before: readonly LabelAnswer[], after: readonly LabelAnswer[]): SchemeChange[] {
  const old = new Map(before.map((answer) => [answer.id, answer]));
  const changes: SchemeChange[] = [];
  const say = (kind: SchemeChange['kind'], words: string): void => void changes.push({ kind, words });
  for (const answer of after) {
    const was = old.get(answer.id);
    if (was === undefined) {
      say('meaning', `answer “${answer.name}” added (${answer.role})`);
      continue;
    }
    if (was.role !== answer.role) {
      say('meaning', `“${answer.name}” is ${answer.role} instead of ${was.role}`);
    }
    if (was.name !== answer.name) say('words', `answer “${was.name}” is called “${answer.name}”`);
    if (was.description !== answer.description) say('words', `description of “${answer.name}” changed`);
  }
  for (const { id, name, role } of before) {
    if (!after.some((answer) => answer.id === id)) say('meaning', `answer “${name}” removed (was ${role})`);
  }
  if (isReordered(before, after)) say('words', 'answers in another order');
  return changes;
}

function scoreChanges(before: readonly LabelScore[], after: readonly LabelScore[]): SchemeChange[] {
  const old = new Map(before.map((score) => [score.id, score]));
  const changes: SchemeChange[] = [];
  const say = (kind: SchemeChange['kind'], words: string): void => void changes.push({ kind, words });
  for (const score of after) {
    const was = old.get(score.id);
    if (was === undefined) {
      say('meaning', `score “${score.name}” added (${scaleOf(score)})`);
      continue;
    }
    if (scaleOf(was) !== scaleOf(score)) {
      say('meaning', `“${score.name}” goes from ${scaleOf(score)} instead of ${scaleOf(was)}`);
    }
    if (was.name !== score.name) say('words', `score “${was.name}” is called “${score.name}”`);
  }
  for (const { id, name } of before) {
    if (!after.some((score) => score.id === id)) say('meaning', `score “${name}” removed`);
  }
  if (isReordered(before, after)) say('words', 'scores in another order');
  return changes;
}

function metricChanges(before: string | undefined, after: string | undefined): SchemeChange[] {
  if (before === after) return [];
  const called = (metric: string | undefined): string =>
    metric === undefined ? 'the verdict’s own question' : `“${metric}”`;
  return [{ kind: 'meaning', words: `asks ${called(after)} instead of ${called(before)}` }];
}

/** Whether those that both have come in another order. */
function isReordered(
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): boolean {
  const shared = (
    all: readonly { readonly id: string }[],
    other: readonly { readonly id: string }[],
  ): string =>
    JSON.stringify(all.filter(({ id }) => other.some((each) => each.id === id)).map(({ id }) => id));
  return shared(before, after) !== shared(after, before);
}

function scaleOf({ minimum, maximum }: LabelScore): string {
  return `${minimum} to ${maximum}`;
}
