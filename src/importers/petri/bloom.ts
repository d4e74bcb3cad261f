/** Evaluations by Bloom: transcripts `transcript_v{V}r{R}.json`, judged in `judgment.json` (formats F6). */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { ImportItem, Importer, ReadOptions } from '../importer.ts';
import { stemOf } from '../openText.ts';
import { readOnePerFile } from '../readOnePerFile.ts';
import { readAuditDocument } from './auditDocument.ts';
import { auditKind } from './auditKind.ts';
import {
  bloomFolder,
  isFolder,
  keyOf,
  readJudgmentFile,
  readScenarios,
  type JudgmentFile,
} from './bloomFolder.ts';
import { BEHAVIOR_PRESENCE, bloomFacts, bloomJudge } from './bloomJudgments.ts';
import { transcriptNumbers } from './bloomNames.ts';
import { bloomTranscript, type BloomContext } from './bloomTranscript.ts';
import { auditProblem, transcripts } from './petri.ts';

/** Bloom's own rate: the share of transcripts that score above 6 of 10, those without a score left out. */
export const BEHAVIOR_ELICITED: VerdictRule = {
  name: 'behaviour elicited (above 6 of 10)',
  gate: [],
  positive: [[{ metric: BEHAVIOR_PRESENCE, op: '>', number: 6 }]],
  missing: 'drop',
  positiveName: 'elicited',
  negativeName: 'not elicited',
  excludedName: 'left out',
};

export const bloom: Importer = {
  id: 'bloom',
  version: 1,
  onePerFile: true,
  recognise: (head) => (auditKind(head) === 'bloom' ? transcripts('bloom', 'Bloom transcript') : undefined),
  defaultRule: () => BEHAVIOR_ELICITED,
  read: readBloom,
};

async function* readBloom(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const { path, members, signal } = options;
  const suite = options.suite ?? stemOf(path);
  if (members === undefined && !(await isFolder(path))) {
    yield await documentItems(path, 1, options, { suite });
    return;
  }
  const folder = await bloomFolder(options);
  if (folder.judgments === undefined) {
    yield* readOnePerFile(bloom, options);
    return;
  }
  const judging = await readJudgmentFile(folder.judgments, options);
  const about = await headerItems(folder.judgments, judging, options.isStored);
  if (about.length > 0) yield about;
  const scenarios =
    folder.scenarios === undefined ? undefined : await readScenarios(folder.scenarios, signal);
  const context: BloomContext = {
    suite,
    judging,
    judge: bloomJudge(judging.header),
    ...(scenarios === undefined ? undefined : { scenarios }),
  };
  const unseen = new Set([...judging.judged.keys(), ...judging.failed.keys()]);
  let before = 0;
  let row = 0;
  for await (const files of folder.transcripts) {
    for (const file of files) {
      row++;
      const numbers = transcriptNumbers(file.name);
      if (numbers !== undefined) unseen.delete(keyOf(numbers));
      if (options.isStored?.(file) !== true) {
        const done = before;
        const onBytes = (bytes: number): void => options.onBytes(done + Math.min(bytes, file.sizeBytes));
        yield await memberItems(file, row, { ...options, onBytes }, context);
      }
      before += file.sizeBytes;
      options.onBytes(before);
    }
  }
  if (unseen.size > 0 && about.length > 0) {
    const names = [...unseen].slice(0, 5).join(', ');
    const reason = `${unseen.size} of the judgments are about transcripts that aren’t there (${names}${unseen.size > 5 ? ', …' : ''}).`;
    yield [auditProblem('warning', reason, row)];
  }
}

/** What the judgments say of the run as a whole; nothing when an import goes on that has it. */
async function headerItems(
  path: string,
  judging: JudgmentFile,
  isStored: ReadOptions['isStored'],
): Promise<readonly ImportItem[]> {
  const { sizeBytes, modifiedMs } = await stat(path).then(
    ({ size, mtimeMs }) => ({ sizeBytes: size, modifiedMs: mtimeMs }),
    () => ({ sizeBytes: 0, modifiedMs: 0 }),
  );
  if (isStored?.({ path, sizeBytes, modifiedMs }) === true) return [];
  return [
    { kind: 'source', source: { path, sizeBytes, sha256: judging.sha256, ofOthers: true } },
    ...judging.problems.map((problem): ImportItem => ({
      kind: 'problem',
      problem: { ...problem, severity: 'warning' },
    })),
    ...bloomFacts(judging.header).map((fact): ImportItem => ({ kind: 'fact', fact })),
  ];
}

/** One transcript of many: where it comes from, then what it holds. What can't be read stops nothing. */
async function memberItems(
  file: { readonly path: string; readonly sizeBytes: number },
  row: number,
  options: ReadOptions,
  context: BloomContext,
): Promise<readonly ImportItem[]> {
  const hash = createHash('sha256');
  let items: readonly ImportItem[];
  try {
    const onRaw = (bytes: Uint8Array): void => {
      hash.update(bytes);
      options.onRaw?.(bytes);
    };
    items = await documentItems(file.path, row, { ...options, onRaw }, context);
  } catch (error) {
    if (!(error instanceof AuditError) || error.kind === 'cancelled' || options.signal.aborted) throw error;
    items = [auditProblem('error', `${basename(file.path)}: ${error.message} ${error.hint}`.trim(), row)];
  }
  const { path, sizeBytes } = file;
  return [{ kind: 'source', source: { path, sizeBytes, sha256: hash.digest('hex') } }, ...items];
}

async function documentItems(
  path: string,
  row: number,
  options: ReadOptions,
  context: BloomContext,
): Promise<readonly ImportItem[]> {
  const document = await readAuditDocument({ ...options, path });
  const name = basename(path);
  const { transcript, warnings } = bloomTranscript(document, name, context);
  const severity = transcript === undefined ? 'error' : 'warning';
  const items: ImportItem[] = document.problems.map((problem) => ({
    kind: 'problem',
    problem: { ...problem, row, severity, reason: `${name}: ${problem.reason}` },
  }));
  for (const reason of warnings) items.push(auditProblem('warning', `${name}: ${reason}`, row));
  if (transcript !== undefined) items.push({ kind: 'transcript', transcript: { ...transcript, row } });
  else items.push(auditProblem('error', `${name}: It has no messages that can be read.`, row));
  return items;
}
