/**
 * Files of verdicts and labels that name the answers of another file by ids, and files of several judges about the same
 * items: found by what they hold, told apart by their names where several fit.
 */
import { basename, dirname } from 'node:path';
import type { Recognition } from '../../core/importPlan.ts';
import { flatHead } from '../flatRows.ts';
import type { FileHead, Importer } from '../importer.ts';
import { answersImporter, JOINED, sharedIds } from '../joinedById.ts';
import { stemOf } from '../openText.ts';
import { isWeakId, verdictColumns, type VerdictColumns } from '../verdictColumns.ts';
import { keyOf } from '../verdictItems.ts';
import { datasetOf, verdictTable } from '../verdictTable.ts';
import type { Bundle, Bundler, Selection } from './bundler.ts';

/** Ids in common, as a share of all in both. */
const ALIKE = 0.5;
/** Of heads that are cut off, as a share of the smaller one. */
const WITHIN = 0.8;
const NEARLY_ALL = 0.95;
/** Who has more files in one folder than this joins them by a script. */
const MOST_FILES = 500;
/** Words that say what a file is and not what it is about. */
const OF_THE_KIND =
  /^(judge?ments?|judged|judge|verdicts?|labels?|labell?ed|scores?|ratings?|grades?|annotations?|annotated|human|gold|rollouts?|answers?|responses?|results?|generations?|outputs?|completions?|transcripts?|data)$/;

interface Table {
  readonly head: FileHead;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly verdicts: VerdictColumns | undefined;
}

/** @param importers given, so that the registries don't need each other */
export function joinById(importers: () => readonly Importer[]): Bundler {
  return {
    id: 'joinById',
    async find(selection) {
      const bundles: Bundle[] = [];
      for (const tables of await tablesByFolder(selection)) {
        const verdicts = tables.filter((table) => isVerdicts(table, importers()));
        if (verdicts.length === 0) continue;
        const answers = tables.filter(({ verdicts: own }) => own === undefined);
        bundles.push(...bundlesOf(answers, verdicts, importers()));
      }
      return bundles;
    },
  };
}

function bundlesOf(
  answers: readonly Table[],
  verdicts: readonly Table[],
  importers: readonly Importer[],
): Bundle[] {
  const byAnswers = new Map<Table, Table[]>();
  const free: Table[] = [];
  for (const table of verdicts) {
    const fitting = answers.filter((candidate) => fits(candidate, table));
    const named = fitting.filter((candidate) => subjectOf(candidate) === subjectOf(table));
    const [only, ...others] = named.length > 0 ? named : fitting;
    if (only === undefined || others.length > 0) free.push(table);
    else byAnswers.set(only, [...(byAnswers.get(only) ?? []), table]);
  }
  const bundles = [...byAnswers].flatMap(([main, said]) => {
    // Their ids must be the same ones, or one key couldn't serve for all.
    const ids = said.map((table) => sharedIds(main.head, table.head).join('\n'));
    const same = said.filter((_, index) => ids[index] === ids[0]);
    free.push(...said.filter((table) => !same.includes(table)));
    const bundle = joined(main, same, importers);
    if (bundle === undefined) free.push(...same);
    return bundle === undefined ? [] : [bundle];
  });
  return [...bundles, ...ofSeveralJudges(free)];
}

function joined(main: Table, said: readonly Table[], importers: readonly Importer[]): Bundle | undefined {
  const recognition = answersImporter(main.head, importers)?.recognise(main.head);
  if (recognition === undefined || recognition.kind === 'refused') return undefined;
  const names = said.map(({ head }) => head.name).join(', ');
  const ids = said[0] === undefined ? '' : sharedIds(main.head, said[0].head).join(' and ');
  const with_ = `with verdicts from ${names}, joined by ${ids}`;
  const described: Recognition =
    recognition.kind === 'transcripts'
      ? {
          ...recognition,
          importer: JOINED,
          description: `${recognition.description.replace(/ \(choose the file .*\)$/, '')}, ${with_}`,
        }
      : { ...recognition, importer: JOINED, note: `${recognition.note ?? ''} Read ${with_}.`.trim() };
  return bundle(main, said, described);
}

/** Files of verdicts without answers that are about the same items by their ids and names. */
function ofSeveralJudges(tables: readonly Table[]): Bundle[] {
  const left = [...tables];
  const bundles: Bundle[] = [];
  for (let main = left.shift(); main !== undefined; main = left.shift()) {
    const first = main;
    const dataset = datasetOfTable(first);
    const others = left.filter(
      (table) =>
        datasetOfTable(table) === dataset &&
        table.columns.join('\n') === first.columns.join('\n') &&
        overlap(
          idsOf(first, first.verdicts?.ids ?? []),
          idsOf(table, first.verdicts?.ids ?? []),
          bothWhole(first, table),
        ),
    );
    if (others.length === 0) continue;
    for (const table of others) left.splice(left.indexOf(table), 1);
    const recognition = verdictTable.recognise(first.head);
    if (recognition?.kind !== 'transcripts') continue;
    const names = [first, ...others].map(({ head }) => head.name).join(', ');
    bundles.push(
      bundle(first, others, {
        ...recognition,
        description: `verdicts of several judges on the same items, by ${first.verdicts?.ids.join(' and ') ?? 'id'} (${names})`,
      }),
    );
  }
  return bundles;
}

function bundle(main: Table, members: readonly Table[], recognition: Recognition): Bundle {
  const all = [main, ...members];
  return {
    path: main.head.path,
    members: members.map(({ head }) => ({ path: head.path, role: 'judgments' })),
    recognition,
    claimed: new Set(all.map(({ head }) => head.path)),
    sizeBytes: all.reduce((sum, { head }) => sum + head.sizeBytes, 0),
  };
}

/** Tables that lie together, and those that were chosen together; folders of very many files are no such thing. */
async function tablesByFolder(selection: Selection): Promise<readonly Table[][]> {
  const folders = new Map<string, string[]>();
  for (const { path, chosen, onlyInBundles } of selection.files) {
    if (onlyInBundles === true || !/\.(csv|tsv|jsonl|ndjson|json)(\.gz|\.zst)?$/i.test(path)) continue;
    const folder = chosen ? '' : dirname(path);
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [path]);
    else known.push(path);
  }
  const found: Table[][] = [];
  for (const paths of folders.values()) {
    if (paths.length < 2 || paths.length > MOST_FILES) continue;
    const tables: Table[] = [];
    for (const path of paths) {
      const head = await selection.head(path);
      const table = head === undefined ? undefined : flatHead(head);
      if (head === undefined || table === undefined || table.rows.length === 0) continue;
      tables.push({ head, ...table, verdicts: verdictColumns(table.columns, table.rows) });
    }
    found.push(tables);
  }
  return found;
}

/** What another importer reads by itself isn't a file of verdicts. */
function isVerdicts({ head, verdicts }: Table, importers: readonly Importer[]): boolean {
  return verdicts !== undefined && answersImporter(head, importers)?.id === verdictTable.id;
}

function fits(answers: Table, verdicts: Table): boolean {
  const shared = sharedIds(answers.head, verdicts.head);
  if (shared.length === 0) return false;
  const one = idsOf(answers, shared);
  const other = idsOf(verdicts, shared);
  const whole = bothWhole(answers, verdicts);
  // Numbers from 0 are in any table: those must be the very same.
  if (shared.every(isWeakId)) {
    return whole && one.size > 1 && one.size === other.size && [...other].every((id) => one.has(id));
  }
  if (!overlap(one, other, whole)) return false;
  // Runs of one suite have the same ids: names that contradict each other need ids that don't.
  const common = [...one].filter((id) => other.has(id)).length;
  return namesAgree(answers, verdicts) || common >= NEARLY_ALL * Math.max(one.size, other.size);
}

function namesAgree(one: Table, other: Table): boolean {
  const [first, second] = [subjectOf(one), subjectOf(other)];
  return first.includes(second) || second.includes(first);
}

function bothWhole(one: Table, other: Table): boolean {
  return isWhole(one) && isWhole(other);
}

/** Only the first rows of a table are looked at. */
function isWhole({ head, rows }: Table): boolean {
  return head.complete && rows.length < 500;
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>, whole: boolean): boolean {
  const common = [...one].filter((id) => other.has(id)).length;
  if (common === 0) return false;
  const all = one.size + other.size - common;
  return whole ? common >= ALIKE * all : common >= WITHIN * Math.min(one.size, other.size);
}

function idsOf({ columns, rows }: Table, ids: readonly string[]): Set<string> {
  const at = ids.map((id) => columns.indexOf(id));
  return new Set(rows.map((row) => keyOf(at.map((index) => row[index] ?? ''))));
}

function judgesOf({ columns, rows, verdicts }: Table): string[] {
  const at = verdicts?.judge === undefined ? -1 : columns.indexOf(verdicts.judge);
  return at < 0 ? [] : [...new Set(rows.map((row) => (row[at] ?? '').trim()))].filter((name) => name !== '');
}

function datasetOfTable(table: Table): string {
  return datasetOf(table.head.path, judgesOf(table));
}

/** What a file is about, by its name: without the judge's name and the words for its kind. */
function subjectOf(table: Table): string {
  const name = table.verdicts === undefined ? stemOf(basename(table.head.path)) : datasetOfTable(table);
  return name
    .toLowerCase()
    .split(/[\s._-]+/)
    .filter((word) => word !== '' && !OF_THE_KIND.test(word))
    .join(' ');
}
