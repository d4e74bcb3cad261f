/** Results that promptfoo writes: one JSON document, or a result a line (formats F14). */
import type { VerdictRule } from '../core/verdictRule.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { jsonItems } from './jsonItems.ts';
import { readJsonPieces, type JsonPiece } from './jsonPieces.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { openHead, stemOf } from './openText.ts';
import { promptfooFacts } from './promptfooFacts.ts';
import { readPromptfooResult, type PromptfooPlace } from './promptfooResult.ts';
import { PASS } from './promptfooGrading.ts';
import { invalidBytes, problemOf, rejected } from './tableItems.ts';

const PASSED: VerdictRule = {
  name: 'passed',
  gate: [],
  positive: [[{ metric: PASS, op: 'in', values: ['TRUE'] }]],
  missing: 'drop',
  positiveName: 'passed',
  negativeName: 'failed',
  positiveIsGood: true,
  excludedName: 'left out',
};

export const promptfooResults: Importer = {
  id: 'promptfooResults',
  version: 2,

  recognise(head) {
    const layout = promptfooLayout(head);
    if (layout === undefined) return undefined;
    return {
      kind: 'transcripts',
      importer: 'promptfooResults',
      description: layout === 'lines' ? 'promptfoo results, a line each' : 'promptfoo results',
      carries: ['model', 'condition'],
      headerOnly: false,
    };
  },

  defaultRule: () => PASSED,

  async *read(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
    const head = await openHead(options.path);
    const place = { suite: options.suite ?? stemOf(options.path), file: head.name };
    if (promptfooLayout(head) === 'lines')
      yield* jsonItems(options, 'lines', (value, at, warn) => readPromptfooResult(value, at, place, warn));
    else yield* readDocument(options, place);
  },
};

/** Whether a file is promptfoo's, and in which of its two forms. */
export function promptfooLayout(head: FileHead): 'document' | 'lines' | undefined {
  const { text } = head;
  if (!/^\s*\{/.test(text)) return undefined;
  const json = readJsonHead(head);
  if (json?.layout === 'lines' && json.values.some(isResult)) return 'lines';
  const results = /"results"\s*:\s*\{\s*"(version|timestamp|prompts|results|stats)"\s*:/.test(text);
  return results && /"(promptIdx|gradingResult|namedScores|promptfooVersion)"\s*:/.test(text)
    ? 'document'
    : undefined;
}

function isResult(value: JsonObject): boolean {
  return 'testCase' in value && 'promptIdx' in value && 'provider' in value;
}

async function* readDocument(
  options: ReadOptions,
  place: PromptfooPlace,
): AsyncGenerator<readonly ImportItem[]> {
  for await (const events of readJsonPieces({ ...options, patterns: ['results.results.*'] })) {
    const items: ImportItem[] = [];
    for (const event of events) {
      if ('problem' in event) items.push({ kind: 'problem', problem: event.problem });
      else if ('rest' in event) items.push(...promptfooFacts(event.rest));
      else for (const item of resultItems(event, place)) items.push(item);
    }
    if (items.length > 0) yield items;
  }
}

function resultItems(piece: JsonPiece, place: PromptfooPlace): ImportItem[] {
  const at = { row: piece.row, line: piece.line };
  let value: unknown;
  try {
    value = parseLenientJson(piece.text);
  } catch {
    return [rejected(at, 'The result isn’t valid JSON.', piece.text)];
  }
  if (!isObject(value)) return [rejected(at, 'The result isn’t a JSON object.', piece.text)];
  const warnings: ImportItem[] = [];
  const warn = (reason: string): void => {
    warnings.push({ kind: 'problem', problem: problemOf(at, 'warning', reason, piece.text) });
  };
  if (piece.invalidAt !== undefined) warn(invalidBytes(piece.invalidAt));
  const item = readPromptfooResult(value, at, place, warn);
  return item.kind === 'unreadable' ? [rejected(at, item.reason, piece.text)] : [item, ...warnings];
}
