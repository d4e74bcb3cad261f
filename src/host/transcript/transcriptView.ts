/** Turns what the store knows into what the transcript page draws. Pure: no `vscode`, no database. */
import { formatContentKey } from '../../core/contentKey.ts';
import type { BranchRow } from '../../core/branchStore.ts';
import type { FindingRow } from '../../core/findingStore.ts';
import type { StoredTranscript } from '../../core/ports.ts';
import type { Turn } from '../../core/transcript.ts';
import type { LabelsView, TranscriptView } from '../../protocol/transcriptPanel.ts';
import type { BranchView, FindingMarkView } from '../../protocol/transcriptParts.ts';
import { passagesWithPlaces } from './citedPassages.ts';
import { cutText, valueText } from './cutText.ts';
import { judgmentView } from './judgmentView.ts';
import { transcriptNotices } from './transcriptNotices.ts';
import { turnView } from './turnView.ts';
import { verdictView } from './verdictView.ts';

const MOST_NAME_CHARACTERS = 500;

export interface TranscriptViewInput {
  readonly transcript: StoredTranscript;
  readonly turns: readonly Turn[];
  /** The same turns with nothing blocked out, where passages are looked for; absent: `turns`. */
  readonly uncovered?: readonly Turn[];
  readonly answerTurn: number;
  readonly position: { readonly index: number; readonly of: number };
  readonly labels: LabelsView;
  /** Whether there is reasoning to label. */
  readonly hasReasoning?: boolean;
  readonly branches: readonly BranchRow[];
  readonly findings: readonly FindingRow[];
}

/** Builds the view of one transcript with its first turns. */
export function transcriptView(input: TranscriptViewInput): TranscriptView {
  const { transcript, turns } = input;
  const { arm, probe, source } = transcript;
  const passages = passagesWithPlaces(
    transcript.judgments,
    input.uncovered ?? turns,
    turns.length >= transcript.turnCount,
    input.branches.length > 0,
  );
  const findings = findingMarks(input.findings);
  return {
    id: transcript.id,
    key: formatContentKey(transcript.key),
    run: arm.runName,
    ...(arm.runContent === 'training' ? { isTraining: true } : {}),
    ...(arm.studyName === null ? {} : { study: arm.studyName }),
    ...(arm.model === null ? {} : { model: arm.model }),
    ...(arm.group === null ? {} : { group: arm.group }),
    ...(arm.condition === null ? {} : { condition: arm.condition }),
    suite: probe.suite,
    probe: probe.name,
    sample: transcript.sample,
    position: input.position,
    source: { file: source.name, path: source.path, row: source.row, line: source.line },
    metadata: Object.entries(transcript.metadata).map(([name, value]) => ({
      name,
      value: valueText(value),
    })),
    turnCount: transcript.turnCount,
    turns: turns.map((turn, index) => turnView(turn, index)),
    answerTurn: input.answerTurn,
    ...(input.hasReasoning === true ? { hasReasoning: true } : {}),
    judgments: transcript.judgments.map((judgment, index) =>
      judgmentView(judgment, transcript.rule, passages[index] ?? []),
    ),
    verdict: verdictView(transcript.judgeVerdict, transcript.humanVerdict, transcript.rule),
    labels: input.labels,
    notices: transcriptNotices(transcript.metadata, turns[input.answerTurn]),
    ...(input.branches.length === 0 ? {} : { branches: input.branches.map(branchView) }),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

function branchView({ index, view, name, parent, shared, turnCount }: BranchRow): BranchView {
  return {
    index,
    view: cutText(view, MOST_NAME_CHARACTERS),
    name: cutText(name, MOST_NAME_CHARACTERS),
    ...(parent === null ? {} : { parent }),
    shared,
    turnCount,
  };
}

const SEVERITY_ORDER = { wrong: 0, doubtful: 1, note: 2 } as const;

/** Those that stand, the gravest first. */
function findingMarks(findings: readonly FindingRow[]): FindingMarkView[] {
  return findings
    .filter(({ dismissed }) => dismissed === null)
    .map(({ findingId, severity, title }) => ({ findingId, severity, title }))
    .sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]);
}
