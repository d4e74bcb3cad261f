/** Lines of label files that define queues: each holds what a queue is and one of its waves, and stands by itself. */
import type { Blindness } from './blindness.ts';
import { compareCodePoints } from './codePoints.ts';
import { formatContentKey } from './contentKey.ts';
import { jsonLine } from './jsonLine.ts';
import type { LabelLine } from './labelFile.ts';
import {
  contentKey,
  eventId,
  FieldProblem,
  filled,
  flag,
  listOf,
  nullable,
  oneOf,
  optional,
  personName,
  record,
  text,
  time,
  value,
  wellFormed,
  wholeNumber,
  type Fields,
} from './lineFields.ts';
import type {
  QueueDefinition,
  QueueItem,
  QueueStratum,
  QueueWave,
  SampleDesign,
  StratumBy,
} from './queue.ts';
import { JUDGE_VERDICTS } from './verdictRule.ts';

const PURPOSES = ['sample', 'list', 'adjudication'] as const;
const ORDERS = ['fixed', 'shuffled'] as const;
const ALLOCATIONS = ['proportional', 'neyman', 'all-flagged'] as const;
const PLAIN_STRATA = ['none', 'flagged', 'verdict', 'probe', 'model', 'condition'] as const;

const KNOWN: Readonly<Record<'queue' | 'wave', ReadonlySet<string>>> = {
  queue: new Set(
    'uid name purpose description design seed order blind masks assignment run_names rule created_at created_by wave'.split(
      ' ',
    ),
  ),
  wave: new Set(['wave', 'created_at', 'created_by', 'strata', 'items']),
};

const anyText = wellFormed(text);

/** One line for each wave, without line ends; fields always in the same order, so that equal waves are equal lines. */
export function* formatQueueLines({ waves, ...queue }: QueueDefinition): Generator<string> {
  for (const wave of waves) {
    yield jsonLine({
      format: 'transcript-auditor-labels',
      version: 2,
      queue: {
        uid: queue.uid,
        name: queue.name,
        purpose: queue.purpose,
        description: queue.description,
        design: queue.design === null ? null : designFields(queue.design),
        seed: queue.seed,
        order: queue.order,
        blind: blindFields(queue.blind),
        masks: queue.masks,
        assignment:
          queue.assignment === null
            ? null
            : { annotators: queue.assignment.annotators, overlap: queue.assignment.overlap },
        run_names: queue.runNames,
        rule: queue.rule,
        created_at: queue.createdAt,
        created_by: queue.createdBy,
        wave: waveFields(wave),
      },
    });
  }
}

function designFields({ strata, allocation, n }: SampleDesign): object {
  const { by } = strata;
  const scored = by === 'score' ? { metric: strata.metric, bounds: strata.bounds } : {};
  return { strata: { by, ...scored }, allocation, n };
}

function blindFields({ judge, model, group, condition }: Blindness): Blindness {
  return { judge, model, group, condition };
}

function waveFields({ wave, createdAt, createdBy, strata, items }: QueueWave): object {
  return {
    wave,
    created_at: createdAt,
    created_by: createdBy,
    strata: [...strata]
      .sort((a, b) => compareCodePoints(a.name, b.name))
      .map(({ name, size, drawn, judged }) => ({
        name,
        size,
        drawn,
        judged: Object.fromEntries(JUDGE_VERDICTS.flatMap((verdict) => entryOf(judged, verdict))),
      })),
    items: [...items]
      .sort((a, b) => a.place - b.place)
      .map(({ place, key, stratum, assigned, repeatOf }) => ({
        place,
        key: formatContentKey(key),
        ...(stratum === '' ? {} : { stratum }),
        ...(assigned.length === 0 ? {} : { assigned }),
        ...(repeatOf === null ? {} : { repeat_of: repeatOf }),
      })),
  };
}

function entryOf(
  judged: QueueStratum['judged'],
  verdict: (typeof JUDGE_VERDICTS)[number],
): [string, number][] {
  const n = judged[verdict];
  return n === undefined ? [] : [[verdict, n]];
}

/** Checks every field of a queue's line; the first one that is wrong makes the line a problem. */
export function queueFromRecord(fields: Fields): LabelLine {
  try {
    const from = record(fields, 'queue');
    const wave = record(from, 'wave');
    const unknownFields = [
      ...Object.keys(from).filter((name) => !KNOWN.queue.has(name)),
      ...Object.keys(wave).filter((name) => !KNOWN.wave.has(name)),
    ];
    return { kind: 'queue', queue: readQueue(from, readWave(wave)), unknownFields };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return { kind: 'problem', reason: `The queue can’t be read: ${error.message}`, hint: error.hint };
  }
}

function readQueue(from: Fields, wave: QueueWave): QueueDefinition {
  return {
    uid: eventId(from, 'uid'),
    name: wellFormed(personName)(from, 'name'),
    purpose: oneOf(from, 'purpose', PURPOSES),
    description: anyText(from, 'description'),
    design: nullable(from, 'design', readDesign),
    seed: anyText(from, 'seed'),
    order: oneOf(from, 'order', ORDERS),
    blind: readBlind(record(from, 'blind')),
    masks: listOf(from, 'masks', wellFormed(filled)),
    assignment: nullable(from, 'assignment', (fields, name) => {
      const assignment = record(fields, name);
      return {
        annotators: listOf(assignment, 'annotators', wellFormed(personName)),
        overlap: wholeNumber(assignment, 'overlap', 1),
      };
    }),
    runNames: listOf(from, 'run_names', anyText),
    rule: anyText(from, 'rule'),
    createdAt: time(from, 'created_at'),
    createdBy: anyText(from, 'created_by'),
    waves: [wave],
  };
}

function readDesign(fields: Fields, name: string): SampleDesign {
  const design = record(fields, name);
  const strata = record(design, 'strata');
  return {
    strata: readStrata(strata),
    allocation: oneOf(design, 'allocation', ALLOCATIONS),
    n: wholeNumber(design, 'n', 0),
  };
}

function readStrata(strata: Fields): StratumBy {
  if (value(strata, 'by') !== 'score') return { by: oneOf(strata, 'by', PLAIN_STRATA) };
  const bounds = listOf(strata, 'bounds', (fields, name) => {
    const bound = value(fields, name);
    if (typeof bound !== 'number' || !Number.isFinite(bound))
      throw new FieldProblem('A bound is not a number.');
    return bound + 0;
  });
  return { by: 'score', metric: filled(strata, 'metric'), bounds };
}

function readBlind(blind: Fields): Blindness {
  return {
    judge: flag(blind, 'judge'),
    model: flag(blind, 'model'),
    group: flag(blind, 'group'),
    condition: flag(blind, 'condition'),
  };
}

function readWave(wave: Fields): QueueWave {
  const items = listOf(wave, 'items', readItem);
  const places = new Set(items.map(({ place }) => place));
  if (places.size !== items.length) throw new FieldProblem('Two of its items have the same place.');
  const keys = items.filter(({ repeatOf }) => repeatOf === null).map(({ key }) => formatContentKey(key));
  if (new Set(keys).size !== keys.length) throw new FieldProblem('A transcript is in it twice.');
  const strata = listOf(wave, 'strata', readStratum);
  if (new Set(strata.map(({ name }) => name)).size !== strata.length) {
    throw new FieldProblem('Two of its strata have the same name.');
  }
  return {
    wave: wholeNumber(wave, 'wave', 0),
    createdAt: time(wave, 'created_at'),
    createdBy: anyText(wave, 'created_by'),
    strata: [...strata].sort((a, b) => compareCodePoints(a.name, b.name)),
    items: [...items].sort((a, b) => a.place - b.place),
  };
}

function readStratum(fields: Fields, name: string): QueueStratum {
  const stratum = record(fields, name);
  const judged = record(stratum, 'judged');
  for (const verdict of Object.keys(judged)) oneOf({ judged: verdict }, 'judged', JUDGE_VERDICTS);
  const [size, drawn] = [wholeNumber(stratum, 'size', 0), wholeNumber(stratum, 'drawn', 0)];
  if (drawn > size) throw new FieldProblem('More is drawn of a stratum than it has.');
  return {
    name: anyText(stratum, 'name'),
    size,
    drawn,
    judged: Object.fromEntries(
      JUDGE_VERDICTS.filter((verdict) => Object.hasOwn(judged, verdict)).map((verdict) => [
        verdict,
        wholeNumber(judged, verdict, 0),
      ]),
    ),
  };
}

function readItem(fields: Fields, name: string): QueueItem {
  const item = record(fields, name);
  const place = wholeNumber(item, 'place', 1);
  const { repeatOf = null } = optional(item, 'repeat_of', 'repeatOf', (from, field) =>
    wholeNumber(from, field, 1),
  );
  if (repeatOf !== null && repeatOf >= place) throw new FieldProblem('An item repeats one that comes later.');
  return {
    place,
    key: contentKey(item, 'key'),
    ...{ stratum: '', assigned: [], ...optional(item, 'stratum', 'stratum', anyText) },
    ...optional(item, 'assigned', 'assigned', (from, field) => listOf(from, field, wellFormed(personName))),
    repeatOf,
  };
}
