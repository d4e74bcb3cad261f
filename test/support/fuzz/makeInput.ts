/** Makes the input that belongs to a seed. */
import type { Corpus } from './corpus.ts';
import { Dice } from './dice.ts';
import type { FuzzInput } from './fuzzInput.ts';
import type { Mutator } from './mutators/mutator.ts';
import { MUTATORS } from './mutators/registry.ts';

const TURNS_OF_FATE = MUTATORS.flatMap((mutator) => Array<Mutator>(mutator.weight).fill(mutator));
/** Mutators that have nothing to change are passed over; so many are tried for each change. */
const TRIES = 40;
/** Formats with much in them are chosen more often, those that are only ever refused less. */
const WEIGHTS: Readonly<Record<string, number>> = {
  inspectEval: 10,
  inspectJson: 6,
  petri: 6,
  chatJsonl: 6,
  bloom: 5,
  mappedParquet: 5,
  emCsv: 5,
  promptfooResults: 5,
  openaiBatch: 5,
  joinedById: 4,
  jsonSchemaFile: 1,
  plainDocument: 1,
  figuresTable: 1,
  lmEvalResults: 1,
  questionFile: 1,
  truthfulQaTask: 1,
  nothing: 1,
};
const USUAL_WEIGHT = 3;
const LARGEST_BYTES = 8 * 1024 * 1024;

/**
 * An importer is chosen, then one of its samples. The same seed gives the same input as long as the corpus and
 * the mutators stay as they are: what a seed found is therefore kept as a file's content, not as the seed.
 */
export function makeInput(corpus: Corpus, seed: number): FuzzInput {
  const dice = new Dice(seed);
  const aim = dice.pick(aimsOf(corpus));
  let input = dice.pick(corpus.of(aim));
  const changes = dice.chance(0.02) ? 0 : 1 + dice.below(dice.chance(0.3) ? 6 : 3);
  for (let change = 0; change < changes; change++) {
    for (let tries = 0; tries < TRIES; tries++) {
      const mutator = dice.pick(TURNS_OF_FATE);
      const changed = mutator.mutate(input, dice, corpus.samples);
      if (changed === undefined || sizeOf(changed) > LARGEST_BYTES) continue;
      input = { ...changed, done: [...input.done, mutator.name] };
      break;
    }
  }
  return input;
}

const weighted = new WeakMap<Corpus, readonly string[]>();

function aimsOf(corpus: Corpus): readonly string[] {
  const known =
    weighted.get(corpus) ??
    corpus.aims.flatMap((aim) => Array<string>(WEIGHTS[aim] ?? USUAL_WEIGHT).fill(aim));
  weighted.set(corpus, known);
  return known;
}

function sizeOf({ files }: FuzzInput): number {
  let size = 0;
  for (const entry of files.values()) {
    if (entry.kind === 'bytes') size += entry.bytes.length;
    else if (entry.kind === 'zip') for (const { content } of entry.parts) size += content.length;
  }
  return size;
}
