/** Reads one row of a table whose columns the user gave roles. */
import type { ImportedTranscript } from '../core/imported.ts';
import type { ColumnMapping, ColumnRole } from '../core/importPlan.ts';
import type { Judge } from '../core/judgment.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import { answerWithReasoning } from './answerTurn.ts';
import { markPrefills, readMessage } from './chatMessage.ts';
import { cellText, judgmentOf } from './cellJudgment.ts';
import { promptOf } from './chatRecord.ts';
import { labelColumn } from './labelColumn.ts';
import type { ValuePlace } from './jsonItems.ts';
import type { ProbeNamer } from './probeNames.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';

/** Where probes go: rows that name one, and rows that don't. */
export interface Placing {
  readonly named: string;
  readonly unnamed: string;
  readonly probeOf: ProbeNamer;
}

/** What is known of the file: its name, and the cells of a column at its beginning. */
export interface MappedHead {
  readonly file: string;
  readonly seen: (column: string) => readonly string[];
}

const NOTHING_SEEN: MappedHead = { file: '', seen: () => [] };

export type RecordReading =
  | { readonly kind: 'transcript'; readonly transcript: ImportedTranscript }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** `values` are cells (text) or JSON values, in the order of the columns. */
export type RecordReader = (
  values: readonly unknown[],
  at: ValuePlace,
  warn: (reason: string) => void,
) => RecordReading;

export function mappedReader(
  columns: readonly string[],
  mapping: ColumnMapping,
  placing: Placing,
  head: MappedHead = NOTHING_SEEN,
): RecordReader {
  const roleAt = columns.map((column): ColumnRole =>
    Object.hasOwn(mapping, column) ? (mapping[column] ?? 'metadata') : 'metadata',
  );
  const only = (role: ColumnRole): number => roleAt.indexOf(role);
  const [question, answer, system, reasoning, messages] = [
    only('question'),
    only('answer'),
    only('system'),
    only('reasoning'),
    only('messages'),
  ];
  const [probeAt, modelAt, groupAt, conditionAt, sampleAt] = [
    only('probe'),
    only('model'),
    only('group'),
    only('condition'),
    only('sample'),
  ];
  const judged = columns.flatMap((column, index) => {
    const role = roleAt[index];
    const judge: Judge = { name: column, kind: 'imported' };
    return role === 'score' || role === 'class' ? [{ index, role, judge }] : [];
  });
  const labelled = columns.flatMap((column, index) =>
    roleAt[index] === 'label'
      ? [{ index, read: labelColumn(column, head.seen(column), `${head.file}, column “${column}”`) }]
      : [],
  );
  const kept = columns.flatMap((name, index) => (roleAt[index] === 'metadata' ? [{ name, index }] : []));

  return (values, { row, line }, warn) => {
    const text = (index: number): string => cellText(values[index]);
    const turns: Turn[] = [];
    if (messages >= 0) {
      const read = messageTurns(values[messages]);
      if (typeof read === 'string') return { kind: 'unreadable', reason: read };
      for (const turn of read) turns.push(turn);
    }
    if (text(question) !== '')
      turns.push(...(chatTurns(values[question]) ?? [plainTurn('user', text(question))]));
    if (text(system) !== '' && turns[0]?.role !== 'system') turns.unshift(plainTurn('system', text(system)));
    if (answer >= 0) {
      const said = text(reasoning) === '' ? chatTurns(values[answer]) : undefined;
      if (said?.[0]?.role === 'assistant') turns.push(...said);
      else turns.push(answerWithReasoning(text(answer), text(reasoning)));
    }
    if (turns.every((turn) => turn.raw === '')) return { kind: 'unreadable', reason: 'The row has no text.' };
    if (answer >= 0 && text(answer) === '') warn('The answer is empty.');

    const marked = markPrefills(turns);
    const prompt = promptOf(marked);
    const probe = text(probeAt);
    const sample = Number(text(sampleAt) || NaN);
    const metadata = metadataOf(kept, values);
    const labels = labelled.flatMap(({ index, read }) => {
      const said = read(text(index));
      if (said.warning !== undefined) warn(said.warning);
      return said.labels;
    });
    const transcript: ImportedTranscript = {
      row,
      line,
      suite: probe === '' ? placing.unnamed : placing.named,
      probe: probe === '' ? placing.probeOf(prompt) : probe,
      prompt,
      turns: marked,
      judgments: judged.map(({ index, role, judge }) => judgmentOf(judge, role, values[index], warn)),
      ...(text(modelAt) === '' ? undefined : { model: text(modelAt) }),
      ...(text(groupAt) === '' ? undefined : { group: text(groupAt) }),
      ...(text(conditionAt) === '' ? undefined : { condition: text(conditionAt) }),
      ...(Number.isSafeInteger(sample) ? { sample } : undefined),
      ...(metadata === undefined ? undefined : { metadata }),
      ...(labels.length === 0 ? undefined : { labels }),
    };
    return { kind: 'transcript', transcript };
  };
}

function messageTurns(value: unknown): Turn[] | string {
  const list = typeof value === 'string' ? parsePythonLiteral(value) : value;
  if (!Array.isArray(list) || list.length === 0) return 'The messages column holds no list of messages.';
  const turns: Turn[] = [];
  for (const message of list as unknown[]) {
    const reading = readMessage(message);
    if (reading.kind === 'unreadable') return reading.reason;
    turns.push(reading.turn);
  }
  return turns;
}

/** Trainers and rollouts write what was asked, and what was answered, as lists of messages too. */
function chatTurns(value: unknown): Turn[] | undefined {
  const listed =
    typeof value === 'string' ? /^\s*\[\s*\{[^{]*['"]role['"]\s*:/.test(value) : Array.isArray(value);
  const read = listed ? messageTurns(value) : undefined;
  return typeof read === 'string' ? undefined : read;
}

function metadataOf(
  kept: readonly { readonly name: string; readonly index: number }[],
  values: readonly unknown[],
): Record<string, unknown> | undefined {
  if (kept.length === 0) return undefined;
  const metadata = Object.create(null) as Record<string, unknown>;
  for (const { name, index } of kept) {
    const value = values[index];
    if (value !== undefined && value !== null && value !== '') metadata[name] = value;
  }
  return metadata;
}
