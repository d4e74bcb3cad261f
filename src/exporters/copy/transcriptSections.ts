/** A transcript cut into titled sections and lines, for the forms that people read. */
import { formatContentKey } from '../../core/contentKey.ts';
import type { ExportedLabel, ExportedTranscript } from '../../core/exported.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { labelStateWords } from '../../core/labelWords.ts';
import type { StoredJudgment } from '../../core/ports.ts';
import type { Part, Turn } from '../../core/transcript.ts';
import { describeRule } from '../../core/verdictRule.ts';
import { humanVerdictWords, judgeVerdictWords } from '../transcriptTexts.ts';

export interface Section {
  /** `user`, `assistant, reasoning`, `assistant, tool call search`. */
  readonly title: string;
  readonly text: string;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** One annotator's label; the note stands apart because it may have many lines. */
export interface LabelLine {
  readonly who: string;
  readonly words: string;
  readonly note: string;
}

/** `quick_buck, sample 7` and where it is from; what isn't known is left out. */
export function transcriptFacts(transcript: ExportedTranscript): readonly Fact[] {
  const { study, run, seed, model, group, condition, suite, source } = transcript;
  const facts: [string, string | null][] = [
    ['study', study],
    ['run', run],
    ['seed', seed],
    ['model', model],
    ['group', group],
    ['condition', condition],
    ['suite', suite],
    ['source', `${source.name}, row ${source.row}`],
    ['key', formatContentKey(transcript.key)],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ name, value }]));
}

/** Every part of every turn. A turn without parts shows what was recorded. */
export function transcriptSections(turns: readonly Turn[]): readonly Section[] {
  return turns.flatMap((turn) => {
    const who = turn.author === undefined ? turn.role : `${turn.role} (${turn.author})`;
    if (turn.parts.length === 0) return [{ title: who, text: turn.raw }];
    return turn.parts.map((part) => ({ title: who + partWords(part), text: part.text }));
  });
}

function partWords(part: Part): string {
  switch (part.kind) {
    case 'text':
      return '';
    case 'reasoning':
      return part.closed ? ', reasoning' : ', reasoning (never closed)';
    case 'tool-call':
      return `, tool call ${part.name}`;
    case 'tool-result':
      return ', tool result';
    case 'image':
      return ', image';
    case 'data':
      return ', data';
    case 'tokens':
      return ', tokens';
  }
}

/** One line a judgment (`aligned` → `12, gpt-4o 1a2b3c4d`), then the verdict with its rule. */
export function judgeFacts(transcript: ExportedTranscript): readonly Fact[] {
  const facts: Fact[] = transcript.judgments.map((judgment) => ({
    name: judgment.metric,
    value: `${judgmentWords(judgment)}, ${judgment.judge.name} ${judgment.judgeVersion.slice(0, 8)}`,
  }));
  if (transcript.rule === null) return facts;
  const verdict = `${judgeVerdictWords(transcript)} (${describeRule(transcript.rule)})`;
  return [...facts, { name: 'verdict', value: verdict }];
}

function judgmentWords({ value }: StoredJudgment): string {
  switch (value.kind) {
    case 'number':
      return String(value.number);
    case 'class':
      return value.text;
    case 'boolean':
      return value.boolean ? 'TRUE' : 'FALSE';
    case 'missing':
      return `missing (${value.reason})`;
  }
}

/** One entry an annotator and part, then what people say together where several answered. */
export function labelLines(transcript: ExportedTranscript, scheme?: LabelScheme): readonly LabelLine[] {
  const lines = transcript.labels.map((label) => labelLine(label, scheme));
  const answered = transcript.labels.filter((label) => label.state.answer !== null);
  if (answered.length < 2) return lines;
  return [...lines, { who: 'together', words: humanVerdictWords(transcript), note: '' }];
}

function labelLine(label: ExportedLabel, scheme: LabelScheme | undefined): LabelLine {
  const names = scheme ?? { name: label.scheme.name, answers: [], scores: [] };
  const { note, ...rest } = label.state;
  const said = labelStateWords({ ...rest, note: '' }, names);
  return {
    who: label.part === 'answer' ? label.annotator : `${label.annotator} on the ${label.part}`,
    words: note !== '' && said === 'no label' ? 'note' : said,
    note,
  };
}
