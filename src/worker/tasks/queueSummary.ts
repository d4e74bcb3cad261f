/** What came of a queue: labels, pace, how annotators agree with themselves, each other and the judge. */
import { cohensKappa } from '../../analysis/agreement/cohensKappa.ts';
import { accountForSample, type Response, type StratumResponse } from '../../analysis/sampling/response.ts';
import type { AuditSample } from '../../analysis/sampling/sample.ts';
import { wilsonInterval } from '../../analysis/wilson.ts';
import { hidesAnything } from '../../core/blindness.ts';
import { formatContentKey } from '../../core/contentKey.ts';
import type { QueueDefinition, QueueItem } from '../../core/queue.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { queueAnswers, queueVerdicts, type QueueAnswer } from '../../storage/queues/queueAnswers.ts';
import { queueDefinition } from '../../storage/queues/queueReader.ts';
import type { TaskContext } from '../task.ts';

export interface QueueSummaryParams {
  readonly queueId: number;
  /** Who asks: what they may know hangs on how far they are. */
  readonly annotator: string;
}

/** Two ratings of the same transcripts, with Wilson's interval for the share that is alike. */
export interface PairFigures {
  readonly pairs: number;
  readonly alike: number;
  readonly low: number;
  readonly high: number;
  /** Null where chance alone explains all, or there are no pairs. */
  readonly kappa: number | null;
}

export interface AnnotatorSummary {
  readonly annotator: string;
  readonly total: number;
  readonly answered: number;
  readonly unsure: number;
  readonly skipped: number;
  readonly secondsEach: number | null;
  /** Answers by name, most often first; hidden repeats left out. Empty where the one who asks may not know yet. */
  readonly answers: readonly { readonly name: string; readonly n: number }[];
  /** Of those answered: how many have another role now than when they were answered, as after the reveal. */
  readonly changed: number;
}

export interface SummarisedQueue {
  readonly queueId: number;
  readonly name: string;
  readonly purpose: QueueDefinition['purpose'];
  /** True when the one who asks has nothing open. */
  readonly finished: boolean;
  readonly annotators: readonly AnnotatorSummary[];
  /** Of samples: what became of what was drawn for the one who asks, and is in a run now, by stratum. */
  readonly strata: readonly StratumResponse[];
  /** Hidden repeats of the one who asks; null before the end, and without any. */
  readonly self: PairFigures | null;
  /** The one who asks against the judge, verdict by verdict; null while that must stay hidden. */
  readonly judge: PairFigures | null;
  /** Every two annotators; empty before the end. */
  readonly people: readonly ({ readonly first: string; readonly second: string } & PairFigures)[];
}

/** @throws AuditError `not-found` for a queue that is gone */
export async function queueSummary(
  { queueId, annotator }: QueueSummaryParams,
  context: TaskContext,
): Promise<SummarisedQueue> {
  const { db } = await context.database();
  const definition = queueDefinition(db, queueId);
  const items = definition.waves.flatMap((wave) => wave.items);
  const answers = queueAnswers(db, queueId);
  const mine = answers.filter((answer) => answer.annotator === annotator);
  const verdicts = queueVerdicts(db, queueId);
  const theirs = items.filter((item) => isFor(item, annotator));
  const finished = isFinished(theirs, mine, verdicts);
  const names = [...new Set([annotator, ...answers.map((answer) => answer.annotator)])];
  const mayKnowJudge = finished || !definition.blind.judge;
  return {
    queueId,
    name: definition.name,
    purpose: definition.purpose,
    finished,
    annotators: names.map((name) =>
      summaryOf(
        name,
        totalOf(items, name),
        answers.filter((answer) => answer.annotator === name),
        finished || name === annotator,
      ),
    ),
    // What is somebody else's, or in no run now, can't be answered, so it isn't open either.
    strata: shownAccount(
      definition,
      theirs.filter(({ place }) => verdicts.has(place)),
      mine,
      finished,
    ),
    self: finished ? selfAgreement(mine) : null,
    judge: mayKnowJudge ? withJudge(mine, verdicts) : null,
    people: finished ? betweenPeople(names, answers) : [],
  };
}

/** Everything of theirs has a response, or can't have one since its text is in no run now. */
function isFinished(
  theirs: readonly QueueItem[],
  mine: readonly QueueAnswer[],
  verdicts: ReadonlyMap<number, JudgeVerdict>,
): boolean {
  const done = new Set(mine.map(({ place }) => place));
  return done.size > 0 && theirs.every(({ place }) => done.has(place) || !verdicts.has(place));
}

function isFor({ assigned }: QueueItem, annotator: string): boolean {
  return assigned.length === 0 || assigned.includes(annotator);
}

function totalOf(items: readonly QueueItem[], annotator: string): number {
  return items.filter((item) => isFor(item, annotator)).length;
}

function summaryOf(
  annotator: string,
  total: number,
  answers: readonly QueueAnswer[],
  mayKnow: boolean,
): AnnotatorSummary {
  const count = (response: QueueAnswer['response']): number =>
    answers.filter((answer) => answer.response === response).length;
  const counts = new Map<string, number>();
  for (const { answer, answerName, repeatOf } of mayKnow ? answers : []) {
    const name = answerName ?? answer;
    if (name !== null && repeatOf === null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return {
    annotator,
    total,
    answered: count('answered'),
    unsure: count('unsure'),
    skipped: count('skipped'),
    secondsEach: median(answers.flatMap(({ seconds }) => seconds ?? [])),
    answers: [...counts]
      .map(([name, n]) => ({ name, n }))
      .sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1)),
    changed: answers.filter(
      ({ response, role, lastRole }) => response === 'answered' && lastRole !== null && lastRole !== role,
    ).length,
  };
}

/** By stratum; as one while strata may tell what is hidden, since after each answer one could see which of them it was. */
function shownAccount(
  definition: QueueDefinition,
  items: readonly QueueItem[],
  mine: readonly QueueAnswer[],
  finished: boolean,
): readonly StratumResponse[] {
  if (definition.design === null) return [];
  const strata = accountOf(definition, items, mine);
  if (finished || !hidesAnything(definition.blind)) return strata;
  const sum = (of: (stratum: StratumResponse) => number): number =>
    strata.reduce((total, stratum) => total + of(stratum), 0);
  return [
    {
      name: 'all strata',
      size: sum(({ size }) => size),
      drawn: sum(({ drawn }) => drawn),
      reached: sum(({ reached }) => reached),
      answered: sum(({ answered }) => answered),
      unsure: sum(({ unsure }) => unsure),
      skipped: sum(({ skipped }) => skipped),
      open: sum(({ open }) => open),
      beyondGap: sum(({ beyondGap }) => beyondGap),
    },
  ];
}

/** As the sample stands for the one who asks, in the order in which it is worked on. */
function accountOf(
  definition: QueueDefinition,
  items: readonly QueueItem[],
  mine: readonly QueueAnswer[],
): readonly StratumResponse[] {
  const drawn = items.filter(({ repeatOf }) => repeatOf === null);
  const numbers = Map.groupBy(drawn, ({ stratum }) => stratum);
  const strata = (definition.waves.at(-1)?.strata ?? []).map((stratum) => ({
    ...stratum,
    drawn: numbers.get(stratum.name)?.length ?? 0,
  }));
  const sample: AuditSample = {
    seed: definition.seed,
    strata,
    units: drawn.map(({ key, stratum }) => ({ key: formatContentKey(key), stratum, probability: 1 })),
  };
  const responseAt = new Map(mine.map(({ place, response }) => [place, response]));
  const responses = new Map<string, Response>();
  for (const { place, key } of drawn) {
    const response = responseAt.get(place);
    if (response !== undefined) responses.set(formatContentKey(key), response);
  }
  return accountForSample(sample, responses).strata;
}

function selfAgreement(mine: readonly QueueAnswer[]): PairFigures | null {
  const at = new Map(mine.map((answer) => [answer.place, answer]));
  const repeated = mine.filter(({ repeatOf }) => repeatOf !== null);
  if (repeated.length === 0) return null;
  return figures(repeated.flatMap((again) => pairOf(at.get(again.repeatOf ?? 0), again)));
}

function pairOf(one: QueueAnswer | undefined, other: QueueAnswer | undefined): (readonly [string, string])[] {
  const [a, b] = [decided(one), decided(other)];
  return a === undefined || b === undefined ? [] : [[a, b]];
}

/** The answer's id where something was decided: skipped and unsure say nothing. */
function decided(answer: QueueAnswer | undefined): string | undefined {
  return answer?.response === 'answered' ? (answer.answer ?? undefined) : undefined;
}

function withJudge(mine: readonly QueueAnswer[], verdicts: ReadonlyMap<number, JudgeVerdict>): PairFigures {
  const pairs = mine.flatMap(({ response, role, repeatOf, place }): (readonly [string, string])[] => {
    const verdict = verdicts.get(place);
    const said = verdict === 'positive' || verdict === 'negative' || verdict === 'excluded';
    return response === 'answered' && role !== null && repeatOf === null && said ? [[verdict, role]] : [];
  });
  return figures(pairs);
}

function betweenPeople(names: readonly string[], answers: readonly QueueAnswer[]): SummarisedQueue['people'] {
  const byName = new Map(
    names.map((name) => [
      name,
      new Map(
        answers
          .filter(({ annotator, repeatOf }) => annotator === name && repeatOf === null)
          .map((answer) => [answer.place, answer]),
      ),
    ]),
  );
  return names.flatMap((first, i) =>
    names.slice(i + 1).flatMap((second) => {
      const pairs = [...(byName.get(first) ?? [])].flatMap(([place, answer]) =>
        pairOf(answer, byName.get(second)?.get(place)),
      );
      return pairs.length === 0 ? [] : [{ first, second, ...figures(pairs) }];
    }),
  );
}

function figures(pairs: readonly (readonly [string, string])[]): PairFigures {
  const alike = pairs.filter(([one, other]) => one === other).length;
  const { low, high } = wilsonInterval(alike, pairs.length) ?? { low: 0, high: 1 };
  return { pairs: pairs.length, alike, low, high, kappa: cohensKappa(pairs).kappa ?? null };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
