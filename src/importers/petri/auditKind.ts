/** Says what a JSON file of the auditing tools Petri and Bloom is. */
import type { FileHead } from '../importer.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { readAuditHead } from './auditDocument.ts';
import { metadataOf } from './petriTranscript.ts';

export type AuditKind =
  | 'petri'
  | 'bloom'
  | 'empty'
  | 'schema'
  | 'bloomJudgments'
  | 'bloomUnderstanding'
  | 'bloomIdeation'
  | 'bloomRollout';

const EVENT_TYPES = ['transcript_event', 'tool_creation_event', 'info_event', 'decision_event'];

/** Undefined for files of neither. By content alone. */
export function auditKind(head: FileHead): AuditKind | undefined {
  if (head.zip !== undefined || head.parquet !== undefined) return undefined;
  // Cheap, and true of nearly every other file: none of the names that tell them.
  if (
    !/"(events|messages|target_messages|judgments|variations|rollouts|\$defs|understanding)"/.test(head.text)
  ) {
    return undefined;
  }
  const document = readAuditHead(head);
  if (document === undefined) return undefined;
  const { header } = document;
  if (isSchema(header)) return 'schema';
  const stage = bloomStage(header);
  if (stage !== undefined) return stage;
  // A second document behind the first: lines of chats, not an audit.
  if (head.complete && !document.complete) return undefined;
  const metadata = metadataOf(document);
  const audited = 'target_model' in metadata || 'auditor_model' in metadata || 'evaluator_model' in metadata;
  const byBloom = Number.isSafeInteger(metadata['variation_number']) || 'evaluator_model' in metadata;
  const named = typeof metadata['transcript_id'] === 'string' || typeof header['transcript_id'] === 'string';
  const events = document.events.some(isAuditEvent);
  const lists = document.targetMessages.length > 0 || (document.messages.length > 0 && (audited || named));
  if (!events && !(lists && (named || audited))) {
    const hollow = named && audited && 'judge_output' in metadata && document.messages.length === 0;
    return hollow && head.complete ? 'empty' : undefined;
  }
  if (!audited && !named && !events) return undefined;
  return byBloom ? 'bloom' : 'petri';
}

function isAuditEvent(event: unknown): boolean {
  if (!isObject(event) || typeof event['type'] !== 'string') return false;
  return (
    EVENT_TYPES.includes(event['type']) &&
    ('edit' in event || 'info' in event || 'tool' in event || 'content' in event)
  );
}

function isSchema(header: JsonObject): boolean {
  const definitions = header['$defs'] ?? header['definitions'];
  return isObject(definitions) && ('TranscriptEvent' in definitions || 'TranscriptMetadata' in definitions);
}

function bloomStage(header: JsonObject): AuditKind | undefined {
  const named = 'behavior_name' in header;
  if (Array.isArray(header['judgments']) && (named || 'failed_judgments' in header)) return 'bloomJudgments';
  if (named && typeof header['understanding'] === 'string') return 'bloomUnderstanding';
  if (named && Array.isArray(header['variations'])) return 'bloomIdeation';
  return Array.isArray(header['rollouts']) && isObject((header['rollouts'] as unknown[])[0] ?? {})
    ? rolloutKind(header)
    : undefined;
}

function rolloutKind(header: JsonObject): AuditKind | undefined {
  const first = (header['rollouts'] as unknown[])[0];
  return isObject(first) && 'variation_number' in first ? 'bloomRollout' : undefined;
}
