/** Reads one result of promptfoo: a prompt, asked of a provider with a test's variables. */
import { plainTurn, type Turn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { markPrefills, readMessage } from './chatMessage.ts';
import { promptOf } from './chatRecord.ts';
import type { ImportItem } from './importer.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { failedGrading, readGrading } from './promptfooGrading.ts';
import { promptName } from './probeNames.ts';

export interface PromptfooPlace {
  readonly suite: string;
  /** Named as the source of human ratings. */
  readonly file: string;
}

/** Longer labels are the prompt itself, which promptfoo takes where none was given. */
const LONGEST_LABEL = 60;

export function readPromptfooResult(
  result: JsonObject,
  at: { readonly row: number; readonly line: number },
  { suite, file }: PromptfooPlace,
  warn: (reason: string) => void,
): Extract<ImportItem, { kind: 'transcript' }> | { readonly kind: 'unreadable'; readonly reason: string } {
  const prompt = isObject(result['prompt']) ? result['prompt'] : {};
  const raw = typeof result['prompt'] === 'string' ? result['prompt'] : prompt['raw'];
  if (typeof raw !== 'string') return { kind: 'unreadable', reason: 'It has no prompt.' };
  const asked = promptTurns(raw);
  const response = isObject(result['response']) ? result['response'] : {};
  const { output } = response;
  const failed = output === undefined || output === null;
  const error = response['error'] ?? (failed ? result['error'] : undefined);
  if (failed)
    warn(
      `There is no answer: ${error === undefined || error === null ? 'no reason is recorded.' : words(error)}`,
    );
  const turns = markPrefills(failed ? asked : [...asked, answerTurn(words(output))]);
  const test = isObject(result['testCase']) ? result['testCase'] : {};
  const vars = isObject(result['vars']) ? result['vars'] : isObject(test['vars']) ? test['vars'] : {};
  const condition = conditionOf(prompt, result['promptId']);
  const grading = isObject(result['gradingResult']) ? result['gradingResult'] : undefined;
  const { judgments, labels } =
    grading === undefined
      ? { judgments: failed ? failedGrading() : [], labels: [] }
      : readGrading(grading, result, file);
  const model = modelOf(result['provider']);
  return {
    kind: 'transcript',
    transcript: {
      row: at.row,
      line: at.line,
      suite,
      probe: probeOf(test, vars),
      prompt: promptOf(turns),
      ...(model === '' ? undefined : { model }),
      ...(condition === undefined ? undefined : { condition }),
      turns,
      judgments,
      ...(labels.length === 0 ? undefined : { labels }),
      metadata: metadataOf(result, response, test, vars),
    },
  };
}

/** A chat is recorded as the JSON of its messages. */
function promptTurns(raw: string): Turn[] {
  const plain = [plainTurn('user', raw)];
  if (!/^\s*\[\s*\{/.test(raw)) return plain;
  let messages: unknown;
  try {
    messages = parseLenientJson(raw);
  } catch {
    return plain;
  }
  if (!Array.isArray(messages)) return plain;
  const turns: Turn[] = [];
  for (const message of messages as readonly unknown[]) {
    const reading = readMessage(message);
    if (reading.kind === 'unreadable') return plain;
    turns.push(reading.turn);
  }
  return turns.length > 0 ? turns : plain;
}

/** Which of the prompts it is: what varies besides the provider. */
function conditionOf(prompt: JsonObject, promptId: unknown): string | undefined {
  const label = prompt['label'] ?? prompt['display'];
  if (typeof label === 'string' && label !== '' && label.length <= LONGEST_LABEL && !/\{\{|\n/.test(label))
    return label;
  return typeof promptId === 'string' && promptId !== '' ? `prompt ${promptId.slice(0, 6)}` : undefined;
}

function modelOf(provider: unknown): string {
  if (typeof provider === 'string') return provider;
  if (!isObject(provider)) return '';
  const { label, id } = provider;
  if (typeof label === 'string' && label !== '') return label;
  return typeof id === 'string' ? id : '';
}

function probeOf(test: JsonObject, vars: JsonObject): string {
  const { description } = test;
  if (typeof description === 'string' && description !== '') return promptName(description);
  const named = Object.entries(vars).map(([name, value]) => `${name}: ${words(value)}`);
  return promptName(named.length === 0 ? 'no variables' : named.join(', '));
}

function metadataOf(
  result: JsonObject,
  response: JsonObject,
  test: JsonObject,
  vars: JsonObject,
): Record<string, unknown> {
  const metadata = Object.create(null) as Record<string, unknown>;
  const keep = (name: string, value: unknown): void => {
    if (value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0)) return;
    metadata[name] = value;
  };
  for (const [name, value] of Object.entries(vars)) keep(`vars.${name}`, value);
  keep('id', result['id']);
  keep('provider', isObject(result['provider']) ? result['provider']['id'] : undefined);
  keep('testIdx', result['testIdx']);
  keep('description', test['description']);
  keep('metadata', test['metadata']);
  keep('response.metadata', response['metadata']);
  keep('tokenUsage', response['tokenUsage']);
  keep('cached', response['cached']);
  keep('finishReason', response['finishReason']);
  keep('cost', result['cost']);
  keep('latencyMs', result['latencyMs']);
  keep('error', response['error']);
  return metadata;
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
