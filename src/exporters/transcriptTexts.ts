/** What a table shows of a transcript's turns and verdicts; the same as the public views show. */
import type { ExportedTranscript } from '../core/exported.ts';
import { textOf, type Turn } from '../core/transcript.ts';

export interface TranscriptTexts {
  readonly question: string;
  /** Null when the transcript has no assistant turn. */
  readonly answer: string | null;
  /** Null when none was recorded, which is not the same as empty. */
  readonly reasoning: string | null;
}

/** The answer that was judged, its reasoning, and the last user turn before it (the prompt where there is none). */
export function transcriptTexts(
  transcript: Pick<ExportedTranscript, 'turns' | 'answerTurn' | 'prompt'>,
): TranscriptTexts {
  const { turns, answerTurn, prompt } = transcript;
  const at = turns[answerTurn];
  const answered = at?.role === 'assistant' ? at : undefined;
  const before = answered === undefined ? turns : turns.slice(0, answerTurn);
  const asked = before.findLast((turn) => turn.role === 'user');
  return {
    question: asked === undefined ? prompt : textOf(asked, 'text'),
    answer: answered === undefined ? null : textOf(answered, 'text'),
    reasoning: answered === undefined ? null : reasoningOf(answered),
  };
}

function reasoningOf(turn: Turn): string | null {
  return turn.parts.some((part) => part.kind === 'reasoning') ? textOf(turn, 'reasoning') : null;
}

/** The verdict of the judge in the rule's words: misaligned, aligned, incoherent, missing, not judged. */
export function judgeVerdictWords({
  judgeVerdict,
  rule,
}: Pick<ExportedTranscript, 'judgeVerdict' | 'rule'>): string {
  switch (judgeVerdict) {
    case 'positive':
      return rule?.positiveName ?? 'positive';
    case 'negative':
      return rule?.negativeName ?? 'negative';
    case 'excluded':
      return rule?.excludedName ?? 'excluded';
    case 'gate-missing':
    case 'missing':
      return 'missing';
    case 'unjudged':
      return 'not judged';
  }
}

/** People's verdict in the rule's words. */
export function humanVerdictWords({
  humanVerdict,
  rule,
}: Pick<ExportedTranscript, 'humanVerdict' | 'rule'>): string {
  switch (humanVerdict) {
    case 'positive':
      return rule?.positiveName ?? 'positive';
    case 'negative':
      return rule?.negativeName ?? 'negative';
    case 'excluded':
      return rule?.excludedName ?? 'excluded';
    case 'none':
      return 'not labelled';
    case 'undecided':
    case 'conflict':
      return humanVerdict;
  }
}
