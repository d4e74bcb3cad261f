/** A transcript as one JSON object: chat messages, judgments, verdict, labels, provenance. */
import { formatContentKey } from '../core/contentKey.ts';
import type { ExportedLabel, ExportedTranscript } from '../core/exported.ts';
import type { StoredJudgment } from '../core/ports.ts';
import type { Turn } from '../core/transcript.ts';
import { describeRule } from '../core/verdictRule.ts';
import { humanVerdictWords, judgeVerdictWords, transcriptTexts } from './transcriptTexts.ts';

export const TRANSCRIPT_FORMAT = 'transcript-auditor-transcript';
export const TRANSCRIPT_FORMAT_VERSION = 1;

/**
 * The record that is written. `messages` are as recorded, so that viewers of chat JSON Lines open the file, and the
 * importer reads them back to the same content key.
 */
export function transcriptRecord(transcript: ExportedTranscript): Readonly<Record<string, unknown>> {
  const { rule } = transcript;
  return {
    format: TRANSCRIPT_FORMAT,
    version: TRANSCRIPT_FORMAT_VERSION,
    content_key: formatContentKey(transcript.key),
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
    ...authors(transcript.turns),
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

/**
 * The message as recorded: its text, or the structured message itself. What was recorded in another form than a chat's
 * message (a row of a table, an oracle's record) is written as the text that is read of it.
 */
export function chatMessage(turn: Turn): unknown {
  if (turn.rawKind === 'json') {
    try {
      const message: unknown = JSON.parse(turn.raw);
      if (typeof message === 'object' && message !== null && !Array.isArray(message)) {
        if ('role' in message && typeof message.role === 'string') return message;
        return { role: turn.role, content: turn.parts.map(({ text }) => text).join('\n\n') };
      }
      return { role: turn.role, content: message };
    } catch {
      // Falls through: what was recorded is then only text.
    }
  }
  return { role: turn.role, content: turn.raw };
}

/** Who wrote which turn, by index, where it is known. Kept out of the messages, which stay as recorded. */
function authors(turns: readonly Turn[]): { readonly authors?: Readonly<Record<string, string>> } {
  const known = turns.flatMap(({ author }, index) =>
    author === undefined ? [] : [[index, author] as const],
  );
  return known.length === 0 ? {} : { authors: Object.fromEntries(known) };
}

function judgmentRecord(judgment: StoredJudgment): Readonly<Record<string, unknown>> {
  const { value, judge } = judgment;
  return {
    metric: judgment.metric,
    value: plainValue(judgment),
    missing: value.kind === 'missing' ? value.reason : null,
    judge: {
      name: judge.name,
      kind: judge.kind,
      model: judge.model ?? null,
      version: judgment.judgeVersion,
    },
    raw: judgment.raw,
    distribution: judgment.distribution,
    rationale: judgment.rationale,
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
  return {
    annotator: label.annotator,
    part: label.part,
    answer: label.state.answer,
    role: label.role,
    scores: label.state.scores,
    note: label.state.note,
    flagged: label.state.flagged,
    scheme: label.scheme.name,
    scheme_version: label.scheme.version,
    time: label.time,
  };
}
