/** Transcripts that were exported here (docs/exports.md), as table or JSON Lines: with judgments, labels and rule. */
import { noLonger, openHead } from '../openText.ts';
import type { ImportItem, Importer, ReadOptions } from '../importer.ts';
import { problemOf, rejected } from '../tableItems.ts';
import { ExportedDefinitions } from './exportedDefinitions.ts';
import { readExportedRecord } from './exportedRecord.ts';
import { exportedHead, exportedRecords, type ExportedEvent } from './exportedRecords.ts';
import { commonRule, ruleWords } from './exportedRule.ts';

export const exportedTranscripts: Importer = {
  id: 'exportedTranscripts',
  version: 1,

  recognise(head) {
    const own = exportedHead(head);
    if (own === undefined) return undefined;
    if (own === 'newer') {
      return {
        kind: 'refused',
        reason: 'It was exported by a newer version of this extension.',
        hint: 'Update the extension.',
      };
    }
    const { form, records, empty } = own;
    const carries = (['model', 'group', 'condition'] as const).filter((name) =>
      records.some((record) => typeof record[name] === 'string' && record[name] !== ''),
    );
    const training = records.length > 0 && records.every(({ content }) => content === 'training');
    const what = form.kind === 'table' ? 'table' : 'JSON Lines';
    return {
      kind: 'transcripts',
      importer: 'exportedTranscripts',
      description: `${training ? 'training data' : 'transcripts'} exported by Transcript Auditor, ${what}`,
      carries,
      headerOnly: empty,
      ...(training ? { content: 'training' } : undefined),
    };
  },

  defaultRule(head) {
    const own = exportedHead(head);
    return own === undefined || own === 'newer' ? undefined : commonRule(own.records);
  },

  read: readTranscripts,
};

async function* readTranscripts(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const head = await openHead(options.path);
  const own = exportedHead(head);
  if (own === undefined || own === 'newer') throw noLonger(options.path, 'a file of exported transcripts');
  const { path, signal } = options;
  const definitions = new ExportedDefinitions();
  let isWhole = false;
  let rule: string | undefined;
  let isMixed = false;
  for await (const events of exportedRecords(options, head, own.form)) {
    const items: ImportItem[] = [];
    for (const event of events) {
      if ('problem' in event) {
        items.push({ kind: 'problem', problem: event.problem });
        continue;
      }
      const { record } = event;
      if (typeof record === 'string') {
        items.push(rejected(event, record, event.text));
        continue;
      }
      definitions.note(record);
      // Lines were taken out, or put in another order: what they say may be defined anywhere.
      if (!isWhole && !definitions.areEnoughFor(record)) {
        const all = exportedRecords({ path, signal, onBytes: () => undefined }, head, own.form);
        for await (const others of all) others.forEach((other) => noteEvent(definitions, other));
        definitions.setWhole();
        isWhole = true;
      }
      itemsOf(event, definitions, head.name, items);
      const words = ruleWords(record);
      rule ??= words;
      if (isMixed || words === rule) continue;
      isMixed = true;
      const reason = `It was under the rule “${short(words)}”, and others under “${short(rule)}”: a run has one rule.`;
      items.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, event.text) });
    }
    yield items;
  }
}

/** A rule as it is told; a run has one at most. */
function short(words: string): string {
  if (words === '') return 'none';
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}

function noteEvent(definitions: ExportedDefinitions, event: object): void {
  const record = 'record' in event ? (event as ExportedEvent).record : '';
  if (typeof record !== 'string') definitions.note(record);
}

function itemsOf(
  event: ExportedEvent,
  definitions: ExportedDefinitions,
  file: string,
  items: ImportItem[],
): void {
  if (typeof event.record === 'string') return;
  const warn = (reason: string): void => {
    items.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, event.text) });
  };
  const transcript = readExportedRecord(event.record, event, definitions, file, warn);
  if (typeof transcript === 'string') {
    items.push(rejected(event, transcript, event.text));
    return;
  }
  items.push({ kind: 'transcript', transcript });
  event.warnings.forEach(warn);
}
