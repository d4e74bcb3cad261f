/** One answer a text file, in sections for its metadata, prompt and completion, as judge audits hand them to people (F13). */
import type { ImportedTranscript } from '../core/imported.ts';
import { plainTurn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { AuditError } from '../core/errors.ts';
import type { Importer } from './importer.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { stemOf } from './openText.ts';
import { readSmallFile } from './smallFile.ts';

const HEADING = /^--- ([A-Z]+)(?: [^\n]*)? ---[ \t]*$/gm;

export const sectionedText: Importer = {
  id: 'sectionedText',
  version: 1,
  onePerFile: true,

  recognise(head) {
    if (sectionsOf(head.text) === undefined) return undefined;
    return {
      kind: 'transcripts',
      importer: 'sectionedText',
      description: 'one answer in sections (metadata, prompt, completion)',
      carries: ['model', 'condition'],
      headerOnly: false,
    };
  },

  defaultRule: () => undefined,

  async *read(options) {
    const { text } = await readSmallFile(options.path, options.signal, options.onRaw);
    const sections = sectionsOf(text);
    if (sections === undefined) throw new AuditError('not-recognised', `${options.path} has no sections.`);
    options.onBytes(Buffer.byteLength(text));
    const suite = options.suite ?? 'sectioned answers';
    const transcript = sectionedTranscript(sections, { row: 1, line: 1, suite, id: stemOf(options.path) });
    yield [{ kind: 'transcript', transcript }];
  },
};

export interface Sections {
  readonly metadata: JsonObject;
  readonly prompt: string;
  readonly completion: string;
}

/** Undefined when there is no completion under its heading. */
export function sectionsOf(text: string): Sections | undefined {
  const normal = text.replaceAll('\r\n', '\n');
  const found = new Map<string, string>();
  const headings = [...normal.matchAll(HEADING)];
  headings.forEach((heading, index) => {
    const name = heading[1] ?? '';
    const from = heading.index + heading[0].length;
    // What a model wrote may look like a heading: the completion goes to the end.
    const to = name === 'COMPLETION' ? undefined : headings[index + 1]?.index;
    if (!found.has(name) && !found.has('COMPLETION')) found.set(name, normal.slice(from, to).trim());
  });
  const completion = found.get('COMPLETION');
  const prompt = found.get('PROMPT');
  if (completion === undefined || prompt === undefined) return undefined;
  return { metadata: objectOf(found.get('METADATA') ?? ''), prompt, completion };
}

/** @param id by which verdicts elsewhere name it */
export function sectionedTranscript(
  { metadata, prompt, completion }: Sections,
  at: { readonly row: number; readonly line: number; readonly suite: string; readonly id: string },
): ImportedTranscript {
  const text = (name: string): string => {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const model = text('model');
  // What was done to the model: a persona's vector, and how much of it was added.
  const condition = [text('organism'), text('weight')].filter((part) => part !== '').join(' ');
  const kept = Object.assign(Object.create(null) as Record<string, unknown>, metadata);
  kept['id'] = at.id;
  return {
    row: at.row,
    line: at.line,
    suite: at.suite,
    probe: text('prompt_category') || at.id,
    prompt,
    ...(model === '' ? undefined : { model }),
    ...(condition === '' ? undefined : { condition }),
    turns: [plainTurn('user', prompt), answerTurn(completion)],
    judgments: [],
    metadata: kept,
  };
}

function objectOf(text: string): JsonObject {
  try {
    const value = parseLenientJson(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
