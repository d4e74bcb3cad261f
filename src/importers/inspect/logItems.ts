/** What the two forms of Inspect logs share: words, the rule, and what is said when all samples are read. */
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { ImportItem } from '../importer.ts';
import { isObject } from '../lenientJson.ts';
import { problemOf } from '../tableItems.ts';
import { headerFacts, NEWEST_VERSION, type InspectHeader } from './header.ts';
import type { SampleReader } from './sample.ts';

export function describeLog({ task, model, status }: InspectHeader): string {
  const state = status === 'success' ? '' : `, ${status === 'started' ? 'running or crashed' : status}`;
  return `Inspect log of ${short(task)} (${model === '' ? 'no model named' : short(model)}${short(state)})`;
}

/** Names are the file's to choose. */
function short(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}

/** Inspect's accuracy, where the log reports it: the share of full scores among what was scored (`accuracy.py`). */
export function accuracyRule(header: InspectHeader | undefined): VerdictRule | undefined {
  const scored = header?.reported.find(
    ({ result }) => isObject(result['metrics']) && Object.hasOwn(result['metrics'], 'accuracy'),
  );
  if (scored === undefined) return undefined;
  const { name, scorer } = scored;
  // Scorers of the same name are numbered; any other name beside the scorer's is a dimension of its scores.
  const own = name === scorer || /^\d+$/.test(name.replace(scorer, ''));
  const metric = own ? name : `${scorer}.${name}`;
  return {
    name: `correct by ${name}`,
    gate: [],
    positive: [[{ metric, op: 'in', values: ['1', 'TRUE'] }]],
    missing: 'drop',
    positiveName: 'correct',
    negativeName: 'incorrect',
    positiveIsGood: true,
    excludedName: 'excluded',
  };
}

/** Facts of the run, and a word where the log counts more samples than it holds. */
export function closingItems(header: InspectHeader, reader: SampleReader, reductions: unknown): ImportItem[] {
  const items: ImportItem[] = headerFacts(header, reader.metrics).map((fact) => ({ kind: 'fact', fact }));
  if (Array.isArray(reductions) && reductions.length > 0) {
    items.push({ kind: 'fact', fact: { name: 'reductions', value: reductions } });
  }
  const { total, version } = header;
  const warn = (reason: string): void => {
    items.push({ kind: 'problem', problem: problemOf({ row: 0, line: 1 }, 'warning', reason, '') });
  };
  if (total !== undefined && total > reader.count) {
    warn(`The log’s header counts ${total} samples; ${reader.count} are in the file.`);
  }
  if (version > NEWEST_VERSION) {
    warn(`The log is of version ${version}, newer than what is known (${NEWEST_VERSION}).`);
  }
  return items;
}
