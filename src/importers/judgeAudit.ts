/**
 * A judge audit: answers as text files listed by a manifest, reference labels, and what several judges said of them on
 * several dimensions (formats F13). A file of verdicts alone gives its items without their texts.
 */
import { dirname, join } from 'node:path';
import { AuditError } from '../core/errors.ts';
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judge } from '../core/judgment.ts';
import { standInTurn } from '../core/standInTurn.ts';
import {
  isReference,
  judgmentsOf,
  labelsOf,
  parseVerdicts,
  readVerdicts,
  type AuditVerdicts,
} from './auditVerdicts.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { placedName, stemOf } from './openText.ts';
import { sectionedTranscript, sectionsOf } from './sectionedText.ts';
import { readSmallFile } from './smallFile.ts';
import { rejected } from './tableItems.ts';

const MANIFEST = 'It lists the answers of a judge audit (a text file each) and holds none itself.';
const MANIFEST_HINT =
  'Choose the folder that it lies in, so that the answers and verdicts are read together.';

export const judgeAudit: Importer = {
  id: 'judgeAudit',
  version: 1,

  recognise(head) {
    if (manifestOf(head) !== undefined) return { kind: 'refused', reason: MANIFEST, hint: MANIFEST_HINT };
    if (!head.complete || parseVerdicts(head.text) === undefined) return undefined;
    const what = isReference(head.path) ? 'reference labels' : 'verdicts of one judge';
    return {
      kind: 'transcripts',
      importer: 'judgeAudit',
      description: `${what} by id, without texts (choose the folder with the texts to have both)`,
      carries: [],
      headerOnly: false,
    };
  },

  defaultRule: () => undefined,

  read: readAudit,
};

/** The listed files with what is said of them; undefined when it is no manifest. */
export function manifestOf(head: FileHead): readonly JsonObject[] | undefined {
  return head.complete ? parseManifest(head.text) : undefined;
}

function parseManifest(text: string): readonly JsonObject[] | undefined {
  if (!/^\s*\[\s*\{/.test(text) || !/"file"\s*:\s*"[^"]*\.txt"/.test(text)) return undefined;
  let value: unknown;
  try {
    value = parseLenientJson(text);
  } catch {
    return undefined;
  }
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const entries = list.filter(isObject).filter((entry) => fileOf(entry) !== undefined);
  return entries.length > 0 && entries.length === list.length ? entries : undefined;
}

/** The text file of an entry: in the manifest's own folder and nowhere else, whatever the entry says. */
export function fileOf(entry: JsonObject): string | undefined {
  const { file } = entry;
  return typeof file === 'string' && /^[^/\\:]+\.txt$/.test(file) ? file : undefined;
}

async function* readAudit(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const { path, signal, members = [], onRaw } = options;
  const said: AuditVerdicts[] = [];
  for (const { path: member, role } of members) {
    if (role === 'judgments' || role === 'reference') said.push(await readVerdicts(member, signal));
  }
  const judges = new Map(said.map(({ who }) => [who, { name: who, kind: 'imported' } satisfies Judge]));
  const add = (transcript: ImportedTranscript, id: string): ImportItem => {
    const labels = said.filter(({ reference }) => reference).flatMap((verdicts) => labelsOf(verdicts, id));
    const judgments = said
      .filter(({ reference }) => !reference)
      .flatMap((verdicts) => {
        return judgmentsOf(
          verdicts,
          id,
          judges.get(verdicts.who) ?? { name: verdicts.who, kind: 'imported' },
        );
      });
    return {
      kind: 'transcript',
      transcript: { ...transcript, judgments, ...(labels.length === 0 ? undefined : { labels }) },
    };
  };
  if (members.length === 0) {
    const alone = await readVerdicts(path, signal, onRaw);
    said.push(alone);
    judges.set(alone.who, { name: alone.who, kind: 'imported' });
    const dataset = 'judge audit';
    yield [...alone.byId.keys()].map((id, index) => {
      const turn = standInTurn(placedName(path, dataset), id);
      const row = index + 1;
      const suite = options.suite ?? dataset;
      return add(
        { row, line: 0, suite, probe: id, prompt: turn.raw, turns: [turn], judgments: [], metadata: { id } },
        id,
      );
    });
    return;
  }
  const { text } = await readSmallFile(path, signal, onRaw);
  const entries = parseManifest(text);
  if (entries === undefined) throw new AuditError('not-recognised', `${path} is no longer a manifest.`);
  const seen = new Set<string>();
  const texts = new Set(
    members.filter(({ role }) => role === 'transcript').map(({ path: member }) => member),
  );
  for (const [index, entry] of entries.entries()) {
    const file = fileOf(entry) ?? '';
    const id = stemOf(file);
    const at = { row: index + 1, line: 1 };
    seen.add(id);
    const full = join(dirname(path), file);
    if (!texts.has(full)) {
      yield [rejected(at, `${file} isn’t there.`, JSON.stringify(entry))];
      continue;
    }
    const read = await readSmallFile(full, signal);
    const sections = sectionsOf(read.text);
    if (sections === undefined) {
      yield [rejected(at, `${file} has no sections for prompt and completion.`, read.text)];
      continue;
    }
    const suite = options.suite ?? 'judge audit';
    const metadata = { ...entry, ...sections.metadata };
    const transcript = sectionedTranscript({ ...sections, metadata }, { ...at, suite, id });
    yield [{ kind: 'source', source: read.source }, add(transcript, id)];
  }
  for (const { source, byId } of said) {
    const left = [...byId.keys()].filter((id) => !seen.has(id));
    yield [
      { kind: 'source', source },
      ...left.map((id) => rejected({ row: 1, line: 1 }, `No answer is called ${id}.`, id)),
    ];
  }
}
