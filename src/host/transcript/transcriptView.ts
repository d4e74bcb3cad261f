/** Turns what the store knows into what the transcript page draws. Pure: no `vscode`, no database. */
import { formatContentKey } from '../../core/contentKey.ts';
import type { StoredJudgment, StoredTranscript } from '../../core/ports.ts';
import type { Part, Turn } from '../../core/transcript.ts';
import type { Clause, VerdictRule } from '../../core/verdictRule.ts';
import {
  PART_TEXT_LIMIT,
  type JudgmentView,
  type LabelsView,
  type TranscriptView,
} from '../../protocol/transcriptPanel.ts';
import type { PartView, TurnView } from '../../protocol/transcriptParts.ts';
import { missingWords } from './missingWords.ts';
import { transcriptNotices } from './transcriptNotices.ts';
import { verdictView } from './verdictView.ts';

const MOST_TOKENS = 20;
const MOST_METADATA_CHARACTERS = 2_000;

export interface TranscriptViewInput {
  readonly transcript: StoredTranscript;
  readonly turns: readonly Turn[];
  readonly answerTurn: number;
  readonly position: { readonly index: number; readonly of: number };
  readonly labels: LabelsView;
}

/** Builds the view of one transcript with its first turns. */
export function transcriptView(input: TranscriptViewInput): TranscriptView {
  const { transcript, turns } = input;
  const { arm, probe, source } = transcript;
  return {
    id: transcript.id,
    key: formatContentKey(transcript.key),
    run: arm.runName,
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
      value: metadataText(value),
    })),
    turnCount: transcript.turnCount,
    turns: turns.map((turn, index) => turnView(turn, index)),
    answerTurn: input.answerTurn,
    judgments: transcript.judgments.map((judgment) => judgmentView(judgment, transcript.rule)),
    verdict: verdictView(transcript.judgeVerdict, transcript.humanVerdict, transcript.rule),
    labels: input.labels,
    notices: transcriptNotices(transcript.metadata, turns[input.answerTurn]),
  };
}

/** One turn, its part texts cut to what a page needs at first. */
export function turnView(turn: Turn, index: number): TurnView {
  return {
    index,
    role: turn.role,
    parts: turn.parts.map(partView),
    ...(turn.author === undefined ? {} : { author: turn.author }),
  };
}

function partView(part: Part): PartView {
  return {
    kind: part.kind,
    text: part.text.length > PART_TEXT_LIMIT ? cut(part.text, PART_TEXT_LIMIT) : part.text,
    fullLength: part.text.length,
    ...(part.kind === 'reasoning' ? { closed: part.closed } : {}),
    ...(part.kind === 'tool-call' ? { toolName: part.name } : {}),
  };
}

/** Cuts without leaving half of a surrogate pair behind. */
function cut(text: string, limit: number): string {
  const code = text.charCodeAt(limit - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit);
}

function metadataText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > MOST_METADATA_CHARACTERS ? `${cut(text, MOST_METADATA_CHARACTERS)}…` : text;
}

function judgmentView(stored: StoredJudgment, rule: VerdictRule | null): JudgmentView {
  const { judge, value } = stored;
  return {
    metric: stored.metric,
    judge: {
      name: judge.name,
      version: stored.judgeVersion.slice(0, 8),
      kind: judge.kind,
      ...(judge.model === undefined ? {} : { model: judge.model }),
    },
    value:
      value.kind === 'missing'
        ? { kind: 'missing', reason: value.reason, words: missingWords(value.reason, judge.kind) }
        : value,
    ...(stored.scale === null ? {} : { scale: stored.scale }),
    thresholds: rule === null ? [] : [...thresholds(rule, stored.metric)],
    ...(stored.raw === null ? {} : { raw: stored.raw }),
    ...(stored.distribution === null ? {} : { tokens: likeliest(stored.distribution) }),
    ...(stored.rationale === null ? {} : { rationale: stored.rationale }),
  };
}

function* thresholds(rule: VerdictRule, metric: string): Generator<JudgmentView['thresholds'][number]> {
  for (const [part, condition] of [
    ['gate', rule.gate],
    ['predicate', rule.positive],
  ] as const) {
    for (const clause of condition.flat()) {
      if (clause.metric === metric && isNumeric(clause)) yield { op: clause.op, number: clause.number, part };
    }
  }
}

function isNumeric(clause: Clause): clause is Extract<Clause, { number: number }> {
  return 'number' in clause;
}

function likeliest(distribution: Readonly<Record<string, number>>): { token: string; probability: number }[] {
  return Object.entries(distribution)
    .map(([token, probability]) => ({ token, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_TOKENS);
}
