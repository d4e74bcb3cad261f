/** Shapes of what the transcript page may ask, checked before a handler sees them. */
import * as v from 'valibot';

const transcriptId = v.pipe(v.number(), v.safeInteger());
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(1_000_000));
const label = v.pipe(v.string(), v.maxLength(200));

export const MOST_TURNS_AT_ONCE = 500;

export const queuePlace = v.object({ queueId: transcriptId, place: v.pipe(v.number(), v.safeInteger()) });
const queue = v.exactOptional(queuePlace);
export const ready = v.object({ key: v.nullable(v.pipe(v.string(), v.maxLength(100))), queue });
export const one = v.object({ transcriptId });
export const oneInQueue = v.object({ transcriptId, queue });
export const ofQueue = v.object({ queueId: transcriptId });
export const turns = v.object({
  transcriptId,
  from: index,
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MOST_TURNS_AT_ONCE)),
});
export const branchTurns = v.object({ ...turns.entries, branch: index });
export const openFinding = v.object({ findingId: transcriptId });
export const partText = v.object({
  transcriptId,
  turn: index,
  part: index,
  branch: v.exactOptional(index),
});
export const rawTurn = v.object({ transcriptId, turn: index, branch: v.exactOptional(index) });
export const peek = v.object({
  transcriptId,
  direction: v.picklist(['next', 'previous', 'next-unlabelled']),
  queue,
});
const passagePlace = v.object({
  turn: index,
  branch: v.exactOptional(index),
  part: index,
  from: index,
  to: index,
});
const about = v.strictObject({
  part: v.exactOptional(v.literal('reasoning')),
  metric: v.exactOptional(label),
  span: v.exactOptional(passagePlace),
  passage: v.exactOptional(v.pipe(v.string(), v.maxLength(100))),
});
export const labelRequest = v.object({
  transcriptId,
  about: v.exactOptional(about),
  change: v.variant('action', [
    v.object({ action: v.literal('answer'), answer: label }),
    v.object({ action: v.literal('score'), score: label, value: v.nullable(v.pipe(v.number(), v.finite())) }),
    v.object({ action: v.literal('note'), note: text }),
    v.object({ action: v.literal('flag'), flagged: v.boolean() }),
    v.object({ action: v.literal('clear') }),
    v.object({
      action: v.literal('confidence'),
      confidence: v.nullable(v.picklist(['low', 'medium', 'high'])),
    }),
    v.object({ action: v.literal('mark'), note: text, answer: v.nullable(label) }),
    v.object({ action: v.literal('skip') }),
  ]),
  secondsSpent: v.pipe(v.number(), v.finite(), v.minValue(0)),
  judgeVisible: v.boolean(),
  queue,
});
export const find = v.object({
  transcriptId,
  text: v.pipe(v.string(), v.maxLength(1_000)),
  branch: v.exactOptional(index),
});
export const copy = v.object({ transcriptId, as: v.picklist(['text', 'markdown', 'json', 'link']) });
export const followLink = v.object({ url: v.pipe(v.string(), v.maxLength(20_000)) });
export const keep = v.object({ kept: v.boolean() });
export const drawn = v.object({ transcriptId, nodes: index });
