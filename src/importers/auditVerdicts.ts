/** Verdicts as one JSON document: an id, then a word for each dimension (formats F13). */
import { AuditError } from '../core/errors.ts';
import type { ImportedLabel, ImportedSource } from '../core/imported.ts';
import type { Judge, Judgment } from '../core/judgment.ts';
import type { LabelScheme } from '../core/labelScheme.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { stemOf } from './openText.ts';
import { schemeOf } from './saidValues.ts';
import { readSmallFile } from './smallFile.ts';

const LONGEST_WORD = 60;
const RATIONALE = ['reasoning', 'rationale', 'explanation', 'justification'];

export interface AuditVerdicts {
  readonly source: ImportedSource;
  /** Who said it: the judge, from the file's name. */
  readonly who: string;
  /** True for the labels that judges are held against. */
  readonly reference: boolean;
  readonly byId: ReadonlyMap<string, JsonObject>;
  readonly dimensions: readonly string[];
  readonly schemes: ReadonlyMap<string, LabelScheme>;
}

/** The entries by id; undefined when the document is something else. */
export function verdictEntries(value: unknown): ReadonlyMap<string, JsonObject> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length < 2) return undefined;
  const byId = new Map<string, JsonObject>();
  for (const [id, entry] of entries) {
    if (!isObject(entry) || dimensionsOf(entry).length === 0) return undefined;
    const rest = Object.entries(entry).filter(([name]) => !RATIONALE.includes(name));
    if (rest.some(([, said]) => typeof said !== 'string' || said.length > LONGEST_WORD)) return undefined;
    byId.set(id, entry);
  }
  // Without a reason given, any table of settings by name looks alike.
  const reasoned = [...byId.values()].filter((entry) => RATIONALE.some((name) => name in entry));
  const [first] = byId.values();
  const same = [...byId.values()].every((entry) => keysOf(entry) === keysOf(first ?? {}));
  return same && reasoned.length > 0 ? byId : undefined;
}

export function parseVerdicts(text: string): ReadonlyMap<string, JsonObject> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return verdictEntries(parseLenientJson(text));
  } catch {
    return undefined;
  }
}

/** @throws AuditError `not-recognised` when it is no such document, and as `readSmallFile` does */
export async function readVerdicts(
  path: string,
  signal: AbortSignal,
  onRaw?: (bytes: Uint8Array) => void,
): Promise<AuditVerdicts> {
  const { text, source } = await readSmallFile(path, signal, onRaw);
  const byId = parseVerdicts(text);
  if (byId === undefined) throw new AuditError('not-recognised', `${path} holds no verdicts by id.`);
  const [first] = byId.values();
  const dimensions = dimensionsOf(first ?? {});
  const schemes = new Map<string, LabelScheme>();
  for (const dimension of dimensions) {
    const words = [...new Set([...byId.values()].map((entry) => wordOf(entry, dimension)))].sort();
    schemes.set(
      dimension,
      schemeOf(
        dimension,
        words.filter((word) => word !== ''),
      ),
    );
  }
  const reference = isReference(path);
  const who = reference ? 'reference' : stemOf(path).replace(/_?(results?|verdicts?|judge?ments?)$/i, '');
  return { source, who: who === '' ? stemOf(path) : who, reference, byId, dimensions, schemes };
}

/** Files are called so by those who made them; what is in them looks the same. */
export function isReference(path: string): boolean {
  return /^(ground_?truth|reference|gold)/i.test(stemOf(path));
}

export function judgmentsOf({ byId, dimensions, who }: AuditVerdicts, id: string, judge: Judge): Judgment[] {
  const entry = byId.get(id);
  if (entry === undefined) return [];
  const rationale = rationaleOf(entry);
  return dimensions.map((metric): Judgment => {
    const word = wordOf(entry, metric);
    return {
      metric,
      judge: judge.name === who ? judge : { ...judge, name: who },
      value: word === '' ? { kind: 'missing', reason: 'unknown' } : { kind: 'class', text: word },
      ...(rationale === '' ? undefined : { rationale }),
    };
  });
}

/** One annotator a dimension, since an annotator has one answer to a transcript at a time. */
export function labelsOf(
  { byId, dimensions, schemes, who, source }: AuditVerdicts,
  id: string,
): ImportedLabel[] {
  const entry = byId.get(id);
  if (entry === undefined) return [];
  const note = rationaleOf(entry);
  return dimensions.flatMap((dimension): ImportedLabel[] => {
    const answer = wordOf(entry, dimension);
    const scheme = schemes.get(dimension);
    if (answer === '' || scheme === undefined) return [];
    return [
      {
        annotator: `${who} (${dimension})`,
        part: 'answer',
        scheme,
        answer,
        ...(note === '' ? undefined : { note }),
        source: `${stemOf(source.path)}: ${dimension}`,
      },
    ];
  });
}

function dimensionsOf(entry: JsonObject): string[] {
  return Object.keys(entry).filter((name) => !RATIONALE.includes(name));
}

function keysOf(entry: JsonObject): string {
  return dimensionsOf(entry).sort().join('\n');
}

function wordOf(entry: JsonObject, dimension: string): string {
  const word = Object.hasOwn(entry, dimension) ? entry[dimension] : undefined;
  return typeof word === 'string' ? word.trim() : '';
}

function rationaleOf(entry: JsonObject): string {
  const said = RATIONALE.map((name) => entry[name]).find((text) => typeof text === 'string');
  return typeof said === 'string' ? said : '';
}
