/** One transcript as exporters get it, read through the store; for the copy command. */
import { AuditError } from '../../core/errors.ts';
import type { ExportedLabel, ExportedTranscript } from '../../core/exported.ts';
import { compareEvents, isEmptyLabel, type LabelEvent } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { AuditStore } from '../../core/ports.ts';

/**
 * Reads a transcript with all turns, judgments and current labels.
 *
 * @param scheme the active scheme, which tells the roles of answers given under its name
 * @throws AuditError `not-found` when it is no longer in the database
 */
export function exportedTranscript(
  store: AuditStore,
  transcriptId: number,
  scheme: LabelScheme,
): ExportedTranscript {
  const stored = store.transcript(transcriptId);
  if (stored === undefined) {
    throw new AuditError('not-found', 'This transcript is no longer in the database.');
  }
  const { arm, probe, source, ...rest } = stored;
  return {
    id: stored.id,
    key: rest.key,
    study: arm.studyName,
    run: arm.runName,
    seed: arm.seed,
    model: arm.model,
    group: arm.group,
    condition: arm.condition,
    suite: probe.suite,
    probe: probe.name,
    prompt: rest.prompt,
    sample: rest.sample,
    turns: store.turns(transcriptId, 0, rest.turnCount),
    answerTurn: store.answerTurn(transcriptId),
    source: { name: source.name, row: source.row, line: source.line },
    metadata: rest.metadata,
    judgments: rest.judgments,
    rule: rest.rule,
    judgeVerdict: rest.judgeVerdict,
    humanVerdict: rest.humanVerdict,
    labels: currentLabels(store.labels(transcriptId).history, scheme),
  };
}

/** The last event of each annotator and part, which holds the whole current label. */
function currentLabels(history: readonly LabelEvent[], scheme: LabelScheme): readonly ExportedLabel[] {
  const last = new Map<string, LabelEvent>();
  for (const event of history) {
    const id = JSON.stringify([event.annotator, event.part]);
    const known = last.get(id);
    if (known === undefined || compareEvents(known, event) < 0) last.set(id, event);
  }
  return [...last.values()]
    .filter((event) => !isEmptyLabel(event.state))
    .sort((a, b) => a.annotator.localeCompare(b.annotator) || a.part.localeCompare(b.part))
    .map((event) => ({
      annotator: event.annotator,
      part: event.part,
      state: event.state,
      role:
        event.scheme.name === scheme.name
          ? (scheme.answers.find((answer) => answer.id === event.state.answer)?.role ?? null)
          : null,
      scheme: event.scheme,
      time: event.time,
    }));
}
