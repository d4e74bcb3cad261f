/** Chats whose verdicts are in the names of files, joined again by their exact messages (formats F3). */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { contentKeyInput } from '../core/contentKey.ts';
import type { ImportedTranscript, ImportProblem } from '../core/imported.ts';
import type { Judge, JudgmentValue } from '../core/judgment.ts';
import type { VerdictRule } from '../core/verdictRule.ts';
import { chatJsonl, readChats } from './chatJsonl.ts';
import { goodSide } from './goodWords.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { memberFile } from './memberFile.ts';
import { stemOf } from './openText.ts';
import { excerptOf } from './limits.ts';
import { namedVerdict, type NamedVerdict } from './verdictSplitNames.ts';

/** Files of verdicts hold the rows they are about; only hashes of these are kept, with a count and where they stand. */
interface Rows {
  left: number;
  readonly line: number;
  readonly excerpt: string;
}

interface Verdicts {
  readonly path: string;
  readonly verdict: NamedVerdict;
  readonly rows: Map<string, Rows>;
}

export const verdictSplit: Importer = {
  id: 'verdictSplit',
  version: 1,
  // Only a bundler can tell that a file's name speaks of another's rows.
  recognise: () => undefined,

  defaultRule(head) {
    const own = namedVerdict(head.path);
    const metric = own?.metric ?? metricBeside(head.path);
    return chatJsonl.defaultRule(head) ?? (metric === undefined ? undefined : ruleOf(metric));
  },

  async *read(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
    const members = (options.members ?? []).map(({ path }) => path);
    const own = namedVerdict(options.path);
    const first = members[0] === undefined ? undefined : namedVerdict(members[0]);
    // Halves of a file that isn't there: the main file is one of them.
    if (own !== undefined && own.whole === first?.whole && own.metric === first.metric) {
      yield* readHalves([options.path, ...members], own, options);
    } else yield* readWhole(members, options);
  },
};

function ruleOf(metric: string): VerdictRule {
  return {
    name: metric.replaceAll('_', ' '),
    gate: [],
    // A class of that name where halves were joined, true where a whole file was split.
    positive: [[{ metric, op: 'in', values: [metric, 'TRUE'] }]],
    missing: 'drop',
    positiveName: metric,
    negativeName: `not ${metric}`,
    ...goodSide(metric),
    excludedName: 'left out',
  };
}

function metricBeside(path: string): string | undefined {
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const verdict = namedVerdict(join(folder, name));
    if (verdict?.whole === path) return verdict.metric;
  }
  return undefined;
}

async function* readHalves(
  paths: readonly string[],
  { metric, whole }: NamedVerdict,
  options: ReadOptions,
): AsyncGenerator<readonly ImportItem[]> {
  const judge = judgeOf(paths);
  const name = stemOf(whole);
  for (const path of paths) {
    const verdict = namedVerdict(path);
    const file = await memberFile(path, options);
    if (verdict === undefined || file === undefined) continue;
    yield file.source;
    const value: JudgmentValue = { kind: 'class', text: verdict.word };
    for await (const items of readChats(file.options, name))
      yield items.map((item) => judged(item, () => ({ metric, judge, value })));
  }
}

async function* readWhole(
  paths: readonly string[],
  options: ReadOptions,
): AsyncGenerator<readonly ImportItem[]> {
  const files: Verdicts[] = [];
  for (const path of paths) {
    const verdict = namedVerdict(path);
    if (verdict === undefined) continue;
    const rows = new Map<string, Rows>();
    yield* readVerdicts(path, rows, options);
    files.push({ path, verdict, rows });
  }
  const metric = files[0]?.verdict.metric;
  const judge = judgeOf(files.map(({ path }) => path));
  const { members: _, ...rest } = options;
  for await (const items of readChats(rest)) {
    if (metric === undefined) yield items;
    else
      yield items.map((item) => judged(item, (found) => ({ metric, judge, value: valueOf(found, files) })));
  }
  for (const { path, rows } of files) {
    const left = [...rows.values()].filter((row) => row.left > 0);
    yield left.map((row) => unmatched(path, row));
  }
}

/** The name is of the files, so that it is known where a verdict comes from. */
function judgeOf(paths: readonly string[]): Judge {
  return { name: paths.map((path) => basename(path)).join(', '), kind: 'imported' };
}

async function* readVerdicts(
  path: string,
  rows: Map<string, Rows>,
  { signal }: ReadOptions,
): AsyncGenerator<readonly ImportItem[]> {
  for await (const items of readChats({ path, signal, onBytes: () => undefined })) {
    const problems: ImportItem[] = [];
    for (const item of items) {
      if (item.kind === 'transcript') {
        const key = keyOf(item.transcript);
        const known = rows.get(key);
        if (known !== undefined) known.left++;
        else
          rows.set(key, {
            left: 1,
            line: item.transcript.line,
            excerpt: excerptOf(item.transcript.prompt).slice(0, 120),
          });
      } else if (item.kind === 'problem' && item.problem.severity === 'error') {
        problems.push({ kind: 'problem', problem: ofFile(path, item.problem) });
      }
    }
    if (problems.length > 0) yield problems;
  }
}

function keyOf({ turns }: ImportedTranscript): string {
  return createHash('sha256').update(contentKeyInput(turns)).digest().toString('latin1', 0, 16);
}

/** Of equal rows as many as there are in the file of the verdict take it; which ones can't be told apart. */
function valueOf(transcript: ImportedTranscript, files: readonly Verdicts[]): JudgmentValue {
  const key = keyOf(transcript);
  for (const { rows, verdict } of files) {
    const row = rows.get(key);
    if (row === undefined || row.left === 0) continue;
    row.left--;
    return { kind: 'boolean', boolean: !verdict.negated };
  }
  // With both halves there, a row of neither was not judged; with one, it is the other.
  const [only, ...others] = files;
  return only === undefined || others.length > 0
    ? { kind: 'missing', reason: 'not-asked' }
    : { kind: 'boolean', boolean: only.verdict.negated };
}

function judged(
  item: ImportItem,
  judgmentOf: (transcript: ImportedTranscript) => ImportedTranscript['judgments'][number],
): ImportItem {
  if (item.kind !== 'transcript') return item;
  const { transcript } = item;
  return {
    kind: 'transcript',
    transcript: { ...transcript, judgments: [...transcript.judgments, judgmentOf(transcript)] },
  };
}

function unmatched(path: string, { left, line, excerpt }: Rows): ImportItem {
  const rows = left === 1 ? 'A row' : `${left} equal rows`;
  const reason = `${rows} of ${basename(path)} (line ${line}) ${left === 1 ? 'is' : 'are'} not in the file it speaks of; the verdict was left out.`;
  return { kind: 'problem', problem: { row: line, line, severity: 'warning', reason, excerpt } };
}

function ofFile(path: string, problem: ImportProblem): ImportProblem {
  return { ...problem, severity: 'warning', reason: `${basename(path)}: ${problem.reason}` };
}
