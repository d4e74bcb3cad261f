/** A transcript as one JSON object: chat messages, judgments, verdict, labels, provenance. */
import { formatContentKey } from '../core/contentKey.ts';
import type { ExportedLabel, ExportedTranscript } from '../core/exported.ts';
import type { StoredJudgment } from '../core/ports.ts';
import type { Branch } from '../core/transcript.ts';
import { TRANSCRIPT_FORMAT, TRANSCRIPT_FORMAT_VERSION } from '../core/transcriptFile.ts';
import { describeRule } from '../core/verdictRule.ts';
import type { Defined } from './definitions.ts';
import { besideMessages, chatMessage } from './recordedTurns.ts';
import { humanVerdictWords, judgeVerdictWords, transcriptTexts } from './transcriptTexts.ts';

/**
 * The record that is written. `messages` are as recorded, so that viewers of chat JSON Lines open the file; with what
 * stands beside them the importer reads them back to the same content key.
 *
 * @param defined what names in it stand for, where it wasn't said before
 */
export function transcriptRecord(
  transcript: ExportedTranscript,
  { judges, schemes }: Pick<Defined, 'judges' | 'schemes'> = {},
): Readonly<Record<string, unknown>> {
  const { rule, branches } = transcript;
  return {
    format: TRANSCRIPT_FORMAT,
    version: TRANSCRIPT_FORMAT_VERSION,
    content_key: formatContentKey(transcript.key),
    ...(transcript.content === undefined ? {} : { content: transcript.content }),
    study: transcript.study,
    run: transcript.run,
    seed: transcript.seed,
    model: transcript.model,
    group: transcript.group,
    condition: transcript.condition,
    suite: transcript.suite,
    probe: transcript.probe,
    prompt: transcript.prompt,
    sample: transcript.sample,
    messages: transcript.turns.map(chatMessage),
    ...besideMessages(transcript.turns),
    ...(branches === undefined ? {} : { branches: branches.map(branchRecord) }),
    // Apart from the messages, so that no reader of chats takes it for one more of them.
    judged: { turn: transcript.answerTurn, ...transcriptTexts(transcript) },
    judgments: transcript.judgments.map(judgmentRecord),
    verdict: {
      judge: transcript.judgeVerdict,
      judge_words: judgeVerdictWords(transcript),
      human: transcript.humanVerdict,
      human_words: humanVerdictWords(transcript),
      rule: rule === null ? null : { description: describeRule(rule), ...rule },
    },
    labels: transcript.labels.map(labelRecord),
    ...(judges === undefined ? {} : { judges }),
    ...(schemes === undefined ? {} : { schemes }),
    source: {
      file: transcript.source.name,
      row: transcript.source.row,
      line: transcript.source.line,
    },
    metadata: transcript.metadata,
    ...(transcript.comparable === undefined ? {} : { comparable: transcript.comparable }),
    ...(transcript.fakeEndpoints === undefined ? {} : { fake_endpoints: transcript.fakeEndpoints }),
  };
}

function branchRecord({ view, name, parent, shared, turns }: Branch): Readonly<Record<string, unknown>> {
  return {
    view,
    name,
    ...(parent === undefined ? {} : { parent }),
    shared,
    messages: turns.map(chatMessage),
    ...besideMessages(turns),
  };
}

function judgmentRecord(judgment: StoredJudgment): Readonly<Record<string, unknown>> {
  const { value, judge, quotes, citations, scale } = judgment;
  return {
    metric: judgment.metric,
    value: plainValue(judgment),
    missing: value.kind === 'missing' ? value.reason : null,
    ...(scale === null ? {} : { scale }),
    judge: {
      name: judge.name,
      kind: judge.kind,
      model: judge.model ?? null,
      version: judgment.judgeVersion,
    },
    raw: judgment.raw,
    distribution: judgment.distribution,
    rationale: judgment.rationale,
    ...(quotes === undefined ? {} : { quotes }),
    ...(citations === undefined ? {} : { citations }),
  };
}

function plainValue({ value }: StoredJudgment): number | string | boolean | null {
  switch (value.kind) {
    case 'number':
      return value.number;
    case 'class':
      return value.text;
    case 'boolean':
      return value.boolean;
    case 'missing':
      return null;
  }
}

function labelRecord(label: ExportedLabel): Readonly<Record<string, unknown>> {
  const { confidence } = label.state;
  return {
    annotator: label.annotator,
    part: label.part,
    answer: label.state.answer,
    role: label.role,
    scores: label.state.scores,
    note: label.state.note,
    flagged: label.state.flagged,
    ...(confidence === undefined ? {} : { confidence }),
    scheme: label.scheme.name,
    scheme_version: label.scheme.version,
    time: label.time,
    ...(label.source === undefined ? {} : { source: label.source }),
  };
}
