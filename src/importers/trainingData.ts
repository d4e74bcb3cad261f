/** What models are trained on: prompts with completions, and pairs of a preferred and another answer (formats F3, P6). */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judgment } from '../core/judgment.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { markPrefills, readMessage } from './chatMessage.ts';
import { promptOf } from './chatRecord.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead, type JsonHead } from './jsonHead.ts';
import { jsonRecords, type ValuePlace } from './jsonItems.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { holdsNumberSequences, numberFilterJudgments } from './numberFilter.ts';
import { noLonger, openHead, stemOf } from './openText.ts';

type Form = 'completions' | 'preferences';

/** Keys that may stand beside the texts without making a row more than an example. */
const BESIDE = ['weight', 'id', 'index', 'source', 'system'];

export const trainingData: Importer = {
  id: 'trainingData',
  version: 1,

  recognise(head) {
    const found = trainingHead(head);
    if (found === undefined) return undefined;
    const numbers = holdsNumberSequences(completionsIn(found.json.values));
    const description =
      found.form === 'preferences'
        ? 'training data, a preferred and another answer a row'
        : `training data, prompts with completions${numbers ? ' that are number sequences' : ''}`;
    return {
      kind: 'transcripts',
      importer: 'trainingData',
      description,
      carries: found.form === 'preferences' ? ['condition'] : [],
      headerOnly: false,
      content: 'training',
    };
  },

  defaultRule: () => undefined,

  async *read(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
    const head = await openHead(options.path);
    const found = trainingHead(head);
    if (found === undefined) throw noLonger(options.path, 'a file of training data');
    const filtered = holdsNumberSequences(completionsIn(found.json.values));
    const whole = stemOf(options.path);
    const suite = options.suite ?? whole;
    yield* jsonRecords(options, found.json.layout, (row, at, warn) => {
      const examples = examplesIn(row);
      if (typeof examples === 'string') return { kind: 'unreadable', reason: examples };
      return examples.map((example) => {
        if (example.turns.at(-1)?.raw === '') warn('The completion is empty.');
        const judgments = filtered ? numberFilterJudgments(example.turns.at(-1)?.raw ?? '') : [];
        return {
          kind: 'transcript',
          transcript: transcriptOf(example, row, at, { suite, probe: whole }, judgments),
        };
      });
    });
  },
};

function trainingHead(head: FileHead): { readonly json: JsonHead; readonly form: Form } | undefined {
  const json = readJsonHead(head);
  if (json === undefined || json.values.length === 0) return undefined;
  if (json.values.every((row) => 'prompt' in row && 'completion' in row && isExample(row))) {
    return json.values.some(isLabelExample) ? undefined : { json, form: 'completions' };
  }
  const paired = json.values.every((row) => preferenceKeys(row) !== undefined && isExample(row));
  return paired ? { json, form: 'preferences' } : undefined;
}

/** Rows with scores, models or other columns are results; whoever wants them read has a mapping. */
function isExample(row: JsonObject): boolean {
  const keys = preferenceKeys(row);
  const texts = keys === undefined ? ['prompt', 'completion'] : [keys.prompt, keys.chosen, keys.rejected];
  return (
    Object.keys(row).every((key) => texts.includes(key) || BESIDE.includes(key)) &&
    typeof examplesIn(row) !== 'string'
  );
}

/** Judges are trained on such rows too; those are people's labels on answers (formats F7). */
function isLabelExample({ prompt }: JsonObject): boolean {
  if (typeof prompt !== 'string' || !prompt.startsWith('Q: ') || !prompt.includes('\nA: ')) return false;
  return /\n(True|Helpful|Info\w*):$/.test(prompt.slice(-40));
}

function preferenceKeys(
  row: JsonObject,
): { readonly prompt: string; readonly chosen: string; readonly rejected: string } | undefined {
  if ('chosen' in row && 'rejected' in row)
    return { prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' };
  if ('preferred_output' in row && 'non_preferred_output' in row)
    return { prompt: 'input', chosen: 'preferred_output', rejected: 'non_preferred_output' };
  return undefined;
}

const NO_MESSAGES = 'Its prompt and completion are empty lists of messages.';

interface Example {
  readonly turns: readonly Turn[];
  readonly condition?: 'chosen' | 'rejected';
}

/** The examples of a row, or why it has none. */
function examplesIn(row: JsonObject): readonly Example[] | string {
  const keys = preferenceKeys(row);
  const prompt = turnsIn(row[keys?.prompt ?? 'prompt'] ?? [], 'user');
  if (typeof prompt === 'string') return prompt;
  const system = row['system'];
  if (typeof system === 'string' && system !== '') prompt.unshift(plainTurn('system', system));
  if (keys === undefined) {
    const answer = turnsIn(row['completion'], 'assistant');
    if (typeof answer === 'string') return answer;
    const turns = markPrefills([...prompt, ...answer]);
    return turns.length === 0 ? NO_MESSAGES : [{ turns }];
  }
  const examples: Example[] = [];
  for (const condition of ['chosen', 'rejected'] as const) {
    const answer = turnsIn(row[keys[condition]], 'assistant');
    if (typeof answer === 'string') return answer;
    const turns = markPrefills([...prompt, ...answer]);
    if (turns.length === 0) return NO_MESSAGES;
    examples.push({ turns, condition });
  }
  return examples;
}

/** Text, a list of messages, or an object that has one. */
function turnsIn(value: unknown, role: 'user' | 'assistant'): Turn[] | string {
  if (typeof value === 'string') {
    const dialogue = role === 'assistant' ? humanAssistant(value) : undefined;
    return dialogue ?? [role === 'user' ? plainTurn('user', value) : answerTurn(value)];
  }
  const list = isObject(value) ? value['messages'] : value;
  if (!Array.isArray(list)) return 'It has no prompt and completion as text or messages.';
  const turns: Turn[] = [];
  for (const message of list as readonly unknown[]) {
    const reading = readMessage(message);
    if (reading.kind === 'unreadable') return reading.reason;
    turns.push(reading.turn);
  }
  return turns;
}

/** `\n\nHuman: …\n\nAssistant: …`, a whole dialogue in one text. */
function humanAssistant(text: string): Turn[] | undefined {
  if (!/^\s*Human:[\s\S]*\n\nAssistant:/.test(text)) return undefined;
  const pieces = text.split(/(?:^\s*|\n\n)(Human|Assistant):/).slice(1);
  return pieces.flatMap((piece, index) => {
    if (index % 2 === 1) return [];
    const said = (pieces[index + 1] ?? '').trim();
    return [piece === 'Human' ? plainTurn('user', said) : answerTurn(said)];
  });
}

function completionsIn(rows: readonly JsonObject[]): readonly string[] {
  return rows.flatMap(({ completion }) => (typeof completion === 'string' ? [completion] : []));
}

function transcriptOf(
  { turns, condition }: Example,
  row: JsonObject,
  { row: number, line }: ValuePlace,
  place: { readonly suite: string; readonly probe: string },
  judgments: readonly Judgment[],
): ImportedTranscript {
  const metadata = Object.fromEntries(
    BESIDE.flatMap((key) => (key in row && key !== 'system' ? [[key, row[key]]] : [])),
  );
  return {
    row: number,
    line,
    ...place,
    prompt: promptOf(turns),
    ...(condition === undefined ? undefined : { condition }),
    turns,
    judgments,
    ...(Object.keys(metadata).length === 0 ? undefined : { metadata }),
  };
}
