/** Conversations as JSON: one object with `messages` a line, or a list of such objects (formats F3). */
import { AuditError } from '../core/errors.ts';
import { MISALIGNED_AMONG_COHERENT } from '../core/verdictRule.ts';
import { KNOWN_METRICS } from './cellJudgment.ts';
import { chatRecordReader, messagesOf, promptOf } from './chatRecord.ts';
import { readMessage } from './chatMessage.ts';
import { readFileHead } from './fileHead.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead, type JsonHead } from './jsonHead.ts';
import { jsonItems } from './jsonItems.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { isNamedTraining } from './trainingNames.ts';
import { probeByPrompt, PROMPT_SUITE, type ProbeNamer } from './probeNames.ts';

export const chatJsonl: Importer = {
  id: 'chatJsonl',
  version: 3,

  recognise(head) {
    const json = chatHead(head);
    if (json === undefined) return undefined;
    const carries = (['model', 'group', 'condition'] as const).filter((name) =>
      json.values.some((value) => typeof value[name] === 'string' && value[name] !== ''),
    );
    const form = json.layout === 'lines' ? 'chat JSON Lines' : 'JSON list of chats';
    const training = json.values.length > 0 && json.values.every(onlyMessages) && isNamedTraining(head.path);
    return {
      kind: 'transcripts',
      importer: 'chatJsonl',
      description: training ? `training data, ${form}` : form,
      carries,
      headerOnly: false,
      ...(training ? { content: 'training' } : undefined),
    };
  },

  defaultRule(head) {
    const values = chatHead(head)?.values ?? [];
    const judged = KNOWN_METRICS.every((metric) => values.some((value) => typeof value[metric] === 'number'));
    return judged ? MISALIGNED_AMONG_COHERENT : undefined;
  },

  read: (options) => readChats(options),
};

/** Examples for fine-tuning have messages, and perhaps a weight and tools; answers that were asked for say more. */
function onlyMessages(value: JsonObject): boolean {
  return Object.keys(value).every((key) =>
    ['messages', 'weight', 'tools', 'parallel_tool_calls'].includes(key),
  );
}

function chatHead(head: FileHead): JsonHead | undefined {
  const json = readJsonHead(head);
  if (json === undefined) return undefined;
  if (json.cutShort) return /^\s*\[?\s*\{[^[]{0,4000}"messages"\s*:\s*\[/.test(head.text) ? json : undefined;
  return json.values.some(isChat) ? json : undefined;
}

/** Transcripts of auditing agents also have messages, with events and branches that would be lost here. */
function isChat(value: JsonObject): boolean {
  const first = messagesOf(value)?.[0];
  return isObject(first) && ('role' in first || 'from' in first) && !('target_messages' in value);
}

/** @param called what the file's own probe and suite are called, where another name than the file's is meant */
export async function* readChats(
  options: ReadOptions,
  called?: string,
): AsyncGenerator<readonly ImportItem[]> {
  const reading = await readFileHead(options.path);
  if (reading.kind === 'refused') throw new AuditError('bad-input', reading.reason, reading.hint);
  const json = chatHead(reading.head);
  if (json === undefined) {
    throw new AuditError('not-recognised', `${options.path} no longer holds the chats it was recognised by.`);
  }
  const whole = called ?? reading.head.name.replace(/\.[^.]*$/, '');
  const byPrompt = probeByPrompt(json.values.map(headPrompt));
  const probeOf: ProbeNamer = byPrompt ?? (() => whole);
  const fileSuite = options.suite ?? whole;
  const reader = chatRecordReader(
    byPrompt === undefined ? fileSuite : PROMPT_SUITE,
    probeOf,
    fileSuite,
    json.values,
  );
  yield* jsonItems(options, json.layout, reader);
}

function headPrompt(value: JsonObject): string {
  const turns = (messagesOf(value) ?? []).flatMap((message) => {
    const reading = readMessage(message);
    return reading.kind === 'turn' ? [reading.turn] : [];
  });
  return promptOf(turns);
}
