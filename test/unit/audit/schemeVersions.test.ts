/** A later version of a scheme leaves all that labels of before say: verdicts, agreement, corrected rates, exports. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LABEL_SCHEME, type LabelRole, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { labelsJsonl } from '../../../src/exporters/labelsJsonl.ts';
import { transcriptsJsonl } from '../../../src/exporters/transcriptsJsonl.ts';
import { exportColumns, labelSource, transcriptSource } from '../../../src/storage/exportSources.ts';
import { EventMerger, refreshHumanVerdicts } from '../../../src/storage/labels/mergeEvents.ts';
import { readSchemes } from '../../../src/storage/labels/schemeRows.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { sampleOf } from '../queues/queueDesk.ts';
import { all, labelInput } from '../storage/storageDesk.ts';
import { textOfChunks } from '../../support/chunks.ts';
import { plantedAudit, type Planted } from './plantedAudit.ts';

const changed = (id: string, role: LabelRole | 'gone'): LabelScheme => ({
  ...DEFAULT_LABEL_SCHEME,
  answers: DEFAULT_LABEL_SCHEME.answers.flatMap((answer) =>
    answer.id !== id
      ? [answer]
      : role === 'gone'
        ? []
        : [{ ...answer, role, name: `${answer.name}, now`, description: 'Else.' }],
  ),
});

/** Everything that labels come to. */
async function whole({ worker, figures }: Planted): Promise<Record<string, unknown>> {
  const source = labelSource(worker);
  const schemes = readSchemes(worker.db).filter(
    ({ scheme }) => scheme.answers.length === 6 && isFirst(scheme),
  );
  return {
    labels: all(worker.db, 'SELECT * FROM v_labels ORDER BY transcript_id, annotator'),
    verdicts: all(worker.db, 'SELECT * FROM v_verdicts ORDER BY transcript_id'),
    figures: await figures(),
    blind: await figures({ collapse: 'all', answers: 'first' }),
    labelFile: await textOfChunks(labelsJsonl.chunks({ ...source, schemes }, null)),
    transcripts: await textOfChunks(
      transcriptsJsonl.chunks(
        { columns: exportColumns(worker, [1]), rows: transcriptSource(worker, [1]), schemes },
        { neutralise: false },
      ),
    ),
  };
}
const isFirst = (scheme: LabelScheme): boolean =>
  schemeVersion(scheme) === schemeVersion(DEFAULT_LABEL_SCHEME);

for (const [what, scheme] of [
  ['another role of an answer', changed('aligned', 'excluded')],
  ['the opposite role of the positive', changed('misaligned', 'negative')],
  ['an answer less', changed('aligned', 'gone')],
] as const) {
  test(`${what} in a later version changes nothing that was labelled before`, async (t) => {
    const desk = await plantedAudit(t, 2);
    const { queueId } = await desk.draw(
      sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 60 }),
    );
    desk.answerAll(queueId);
    for (const id of desk.ids.slice(0, 20)) desk.label(id, desk.truthOf(id), 'lee');
    const before = await whole(desk);
    await new EventMerger(desk.worker).addSchemes([{ scheme, version: schemeVersion(scheme) }]);
    await refreshHumanVerdicts(desk.worker);
    assert.deepEqual(await whole(desk), before);
  });
}

test('agreement over several versions says so, with what turned between them', async (t) => {
  const desk = await plantedAudit(t, 2);
  const [first = 0, second = 0, third = 0] = desk.ids;
  for (const id of [first, second, third]) desk.label(id, 'aligned');
  assert.equal((await desk.figures()).versions, undefined);
  const scheme = changed('aligned', 'excluded');
  for (const id of [first, second]) {
    desk.store.appendLabel(labelInput(id, 'aligned', { annotator: 'lee', scheme }));
  }
  const [old, later] = [DEFAULT_LABEL_SCHEME, scheme].map((each) => schemeVersion(each).slice(0, 8));
  assert.deepEqual((await desk.figures()).versions, [
    `Labels of 2 versions of the scheme “emergent misalignment” are compared here: ${old ?? ''} (3), ${later ?? ''} (2). Each counts by the roles of its own version.`,
    'By version, “aligned” is negative or excluded. Where two labels of different versions differ there, it may be the definition and not the people.',
  ]);
});
