/** Random stores, filters and groupings for the trees' tests. */
import fc from 'fast-check';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import { JUDGE_VERDICTS } from '../../../src/core/verdictRule.ts';
import { LABEL_STATES, NO_FILTER, type OutlineFilter } from '../../../src/analysis/outline/filter.ts';
import type { TreeElement, TreeElements } from '../../../src/host/trees/treeElements.ts';
import type { Drawn } from '../../../src/host/trees/outlineState.ts';
import { arm, probe } from '../outline/outlines.ts';
import { MemoryStore, type MemoryTranscript } from './memoryStore.ts';

export const anyStore: fc.Arbitrary<MemoryStore> = fc
  .record({
    arms: fc.array(
      fc.record({
        study: fc.option(fc.constantFrom(1, 2), { nil: null }),
        model: fc.option(fc.constantFrom('a', 'b'), { nil: null }),
      }),
      { minLength: 1, maxLength: 4, size: 'max' },
    ),
    probes: fc.integer({ min: 1, max: 3 }),
    transcripts: fc.array(
      fc.record({
        arm: fc.nat(),
        probe: fc.nat(),
        judge: fc.constantFrom(...JUDGE_VERDICTS),
        human: fc.constantFrom(...HUMAN_VERDICTS),
        mine: fc.boolean(),
        text: fc.constantFrom('', 'x'),
      }),
      { maxLength: 40, size: 'max' },
    ),
  })
  .map(({ arms, probes, transcripts }) => {
    const armRows = arms.map(({ study, model }, i) =>
      arm(i + 1, { model, studyId: study, studyName: study === null ? null : `study ${study}` }),
    );
    const next = new Map<string, number>();
    const rows = transcripts.map(({ arm: a, probe: p, judge, human, mine, text }, i): MemoryTranscript => {
      const armId = (a % armRows.length) + 1;
      const probeId = (p % probes) + 1;
      const leafSeq = (next.get(`${armId} ${probeId}`) ?? 0) + 1;
      next.set(`${armId} ${probeId}`, leafSeq);
      return {
        id: i + 1,
        armId,
        probeId,
        runId: armId,
        leafSeq,
        sample: leafSeq,
        preview: `answer ${i + 1}`,
        judgeVerdict: judge,
        humanVerdict: human,
        by: human === 'none' ? [] : [mine ? 'kim' : 'lee'],
        text,
      };
    });
    return new MemoryStore(
      armRows,
      Array.from({ length: probes }, (_, i) => probe(i + 1)),
      rows,
    );
  });

export const anyGrouping = fc.constantFrom('by-run' as const, 'by-probe' as const, 'by-verdict' as const);

export const anyFilter: fc.Arbitrary<OutlineFilter> = fc.oneof(
  fc.constant(NO_FILTER),
  fc.record({
    text: fc.constantFrom('', 'x'),
    verdicts: fc.subarray([...JUDGE_VERDICTS]),
    labelStates: fc.subarray([...LABEL_STATES]),
    models: fc.subarray(['', 'a']),
    probes: fc.subarray(['probe 1', 'probe 2']),
  }),
);

/** Expands everything; elements in the order a reader sees them. */
export async function expandAll(elements: TreeElements, drawn: Drawn): Promise<TreeElement[]> {
  const seen: TreeElement[] = [];
  const walk = async (list: readonly TreeElement[]): Promise<void> => {
    for (const element of list) {
      seen.push(element);
      await walk(await elements.children(element));
    }
  };
  await walk(elements.roots(drawn));
  return seen;
}

export function transcriptIds(elements: readonly TreeElement[]): number[] {
  return elements.flatMap((element) => (element.kind === 'transcript' ? [element.transcriptId] : []));
}
