/** One conversation a file: a JSON document with `messages`, on one line or laid out over many (formats F3). */
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { MISALIGNED_AMONG_COHERENT } from '../core/verdictRule.ts';
import { isJsonName } from './candidateNames.ts';
import { KNOWN_METRICS } from './cellJudgment.ts';
import { chatRecordReader, messagesOf } from './chatRecord.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { readAuditDocument, readAuditHead, type AuditDocument } from './petri/auditDocument.ts';
import { auditProblem } from './petri/petri.ts';
import { promptName, PROMPT_SUITE } from './probeNames.ts';
import { readOnePerFile } from './readOnePerFile.ts';

export const chatDocument: Importer = {
  id: 'chatDocument',
  version: 1,
  onePerFile: true,

  recognise(head) {
    const record = recordIn(head);
    if (record === undefined) return undefined;
    const carries = (['model', 'group', 'condition'] as const).filter(
      (name) => typeof record[name] === 'string' && record[name] !== '',
    );
    return {
      kind: 'transcripts',
      importer: 'chatDocument',
      description: 'one conversation as JSON',
      carries,
      headerOnly: false,
    };
  },

  defaultRule(head) {
    const record = recordIn(head);
    return KNOWN_METRICS.every((metric) => typeof record?.[metric] === 'number')
      ? MISALIGNED_AMONG_COHERENT
      : undefined;
  },

  read: readConversations,
};

/** Undefined for what is no single conversation: lines and lists have an importer of their own. */
function recordIn(head: FileHead): JsonObject | undefined {
  if (!isJsonName(head.name)) return undefined;
  const json = readJsonHead(head);
  if (json !== undefined && (json.layout === 'list' || json.values.length !== 1 || !head.complete))
    return undefined;
  const document = readAuditHead(head);
  return document === undefined ? undefined : recordOf(document);
}

/** Audits have messages too, with events or another list of them, which would be lost here. */
function recordOf({ header, messages, events, targetMessages }: AuditDocument): JsonObject | undefined {
  if (events.length > 0 || targetMessages.length > 0) return undefined;
  const record = messages.length > 0 ? { ...header, messages } : header;
  const first = messagesOf(record)?.[0];
  return isObject(first) && ('role' in first || 'from' in first) ? record : undefined;
}

async function* readConversations(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const folder = await stat(options.path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (folder || options.members?.some(({ role }) => role === 'transcript') === true) {
    yield* readOnePerFile(chatDocument, options);
    return;
  }
  const document = await readAuditDocument(options);
  const items: ImportItem[] = document.problems.map((problem) => ({ kind: 'problem', problem }));
  const record = recordOf(document);
  if (record === undefined) {
    yield [...items, auditProblem('error', 'It has no messages that can be read.')];
    return;
  }
  const suite = options.suite ?? basename(dirname(resolve(options.path)));
  const read = chatRecordReader(PROMPT_SUITE, promptName, suite, [record]);
  const item = read(record, { row: 1, line: 1 }, (reason) => items.push(auditProblem('warning', reason)));
  yield [...items, item.kind === 'unreadable' ? auditProblem('error', item.reason) : item];
}
