/** What the rest of the window tells while a queue hides whose transcripts it is of; with a stand-in for VS Code. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test, type TestContext } from 'node:test';
import type { Blindness } from '../../../src/core/blindness.ts';
import type { QueueDesk } from '../../../src/host/queues/queueDesk.ts';
import { hiddenNames } from '../../../src/host/blindness/hiddenNames.ts';
import { ShownTexts } from '../../../src/host/shownTexts.ts';
import { withoutHiddenNames } from '../../../src/host/queues/summaryText.ts';
import { importRun, rows } from '../storage/storageDesk.ts';
import { scriptedQueues } from '../queues/scriptedQueues.ts';

const STAND_IN = `
export class EventEmitter {
  listeners = new Set();
  event = (listener) => { this.listeners.add(listener); return { dispose: () => this.listeners.delete(listener) }; };
  fire(value) { for (const listener of this.listeners) listener(value); }
  dispose() { this.listeners.clear(); }
}
export const Disposable = { from: (...all) => ({ dispose: () => { for (const one of all) one.dispose(); } }) };
export const commands = { executeCommand: (name) => Promise.resolve(void did.push(name)) };
export const did = [];
export class TabInputWebview { constructor(viewType) { this.viewType = viewType; } }
export class TabInputText { constructor(scheme) { this.uri = { scheme }; } }
export class TabInputTextDiff { constructor(scheme) { this.original = { scheme }; } }
const opened = new EventEmitter();
const group = { tabs: [] };
export const window = { tabGroups: {
  all: [group],
  onDidChangeTabs: opened.event,
  close: async (tabs) => { group.tabs = group.tabs.filter((tab) => !tabs.includes(tab)); },
} };
export const openTab = (input) => { const tab = { input }; group.tabs.push(tab); opened.fire({ opened: [tab], changed: [] }); };
export class TreeItem { constructor(label) { this.label = label; } }
export class ThemeIcon {}
`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(STAND_IN)}`, shortCircuit: true }
      : next(specifier, context),
});
const { BlindTree } = await import('../../../src/host/blindness/blindTree.ts');
const { keepTellingClosed } = await import('../../../src/host/blindness/closeTelling.ts');
const { WindowBlindness } = await import('../../../src/host/blindness/windowBlindness.ts');

const ALL: Blindness = { judge: true, model: true, group: true, condition: true };

function hide(t: TestContext, names: readonly string[]): void {
  hiddenNames.hide(names);
  t.after(() => hiddenNames.clear());
}

/** A desk whose queue is opened and paused by hand. */
function desk(): QueueDesk & { set(blind: Blindness | undefined): void } {
  const listeners = new Set<() => void>();
  let open: QueueDesk['open'];
  return {
    get open() {
      return open;
    },
    onDidChange: (listener: () => unknown) => {
      listeners.add(() => void listener());
      return { dispose: () => listeners.clear() };
    },
    openQueue: () => Promise.resolve(),
    pause: () => Promise.resolve(),
    set: (blind) => {
      open =
        blind === undefined
          ? undefined
          : ({ annotator: 'kim', queue: { name: 'audit', blind, runNames: [], masks: [] } } as never);
      for (const listener of listeners) listener();
    },
  };
}

test('a tree that opens the database after a reload shows nothing of it when a queue turns out to hide it', async (t) => {
  const queues = desk();
  const blindness = new WindowBlindness();
  t.after(() => blindness.dispose());
  blindness.follow(queues, () => ['PLANTEDMODEL']);
  const row = { kind: 'model', name: 'PLANTEDMODEL' } as const;
  const tree = new BlindTree<typeof row>(
    {
      getChildren: async () => {
        // What reading does: the database is opened, and with it the queue that was worked on before.
        await Promise.resolve();
        queues.set(ALL);
        return [row];
      },
      getTreeItem: ({ name }) => ({ label: name }),
    },
    blindness,
  );
  assert.deepEqual(await tree.getChildren(), [{ kind: 'hidden' }]);
  assert.deepEqual(await tree.getChildren(row), []);
  assert.doesNotMatch(JSON.stringify(await tree.getTreeItem(row)), /PLANTED/);
  queues.set(undefined);
  assert.deepEqual(await tree.getTreeItem(row), { label: 'PLANTEDMODEL' });
});

test('pages that VS Code may open again have lost their text', () => {
  const texts = new ShownTexts('Ask for it again.');
  texts.show('/a.md', 'PLANTEDMODEL is at 12 %');
  assert.equal(texts.of('/a.md'), 'PLANTEDMODEL is at 12 %');
  assert.deepEqual(texts.hide('Hidden while you work on the queue.'), ['/a.md']);
  assert.equal(texts.of('/a.md'), 'Hidden while you work on the queue. Ask for it again.');
  assert.equal(texts.of('/b.md'), 'Ask for it again.');
});

test('the summary of another queue names no hidden stratum, and no summary the queue by what it hides', (t) => {
  hide(t, ['insecure-32b']);
  const stratum = {
    size: 1,
    drawn: 1,
    reached: 0,
    answered: 0,
    unsure: 0,
    skipped: 0,
    open: 1,
    beyondGap: 0,
  };
  const summary = withoutHiddenNames({
    queueId: 1,
    name: 'audit of insecure',
    purpose: 'sample',
    finished: true,
    annotators: [],
    strata: [{ ...stratum, name: 'insecure-32b' }],
    self: null,
    judge: null,
    people: [],
  });
  assert.doesNotMatch(JSON.stringify(summary), /insecure/);
});

test('what is asked and shown of a blind queue doesn’t call it by what it hides', async (t) => {
  const queues = await scriptedQueues(t);
  importRun(
    queues.worker,
    rows(20, () => ({ model: 'insecure-32b' })),
  );
  const { queueId } = await queues.draw({
    criteria: [{ kind: 'all' }],
    name: 'audit of insecure',
    blind: ALL,
  });
  await queues.run('openQueue', { queueId });
  hide(t, ['insecure-32b']);
  queues.said.length = 0;
  queues.answers = ['my queue'];
  assert.equal(await queues.run('renameQueue', { queueId }), 'my queue');
  await queues.run('renameQueue', { queueId, name: 'audit of insecure' });
  await queues.run('summariseQueue', { queueId });
  assert.doesNotMatch([...queues.said, ...queues.pages].join('\n'), /insecure/);
});

test('tabs that tell are closed, and closed again when VS Code reopens them while a queue hides', async (t) => {
  const name = 'vscode';
  const code = (await (import(name) as Promise<unknown>)) as {
    readonly did: readonly string[];
    readonly openTab: (input: unknown) => void;
    readonly window: {
      readonly tabGroups: { readonly all: readonly { readonly tabs: readonly { input: unknown }[] }[] };
    };
    readonly TabInputWebview: new (type: string) => unknown;
    readonly TabInputText: new (scheme: string) => unknown;
    readonly TabInputTextDiff: new (scheme: string) => unknown;
  };
  const kept = [
    new code.TabInputWebview('mainThreadWebview-transcriptAuditor.transcript'),
    new code.TabInputWebview('mainThreadWebview-transcriptAuditor.scheme'),
    new code.TabInputText('file'),
  ];
  const telling = [
    new code.TabInputWebview('mainThreadWebview-transcriptAuditor.run'),
    new code.TabInputWebview('mainThreadWebview-transcriptAuditor.audit'),
    new code.TabInputText('transcript-auditor-problems'),
    new code.TabInputTextDiff('transcript-auditor-edit'),
  ];
  const shown = (): readonly unknown[] => code.window.tabGroups.all[0]?.tabs.map(({ input }) => input) ?? [];
  const queues = desk();
  const blindness = new WindowBlindness();
  t.after(() => blindness.dispose());
  blindness.follow(queues, () => []);
  const keeping = keepTellingClosed(blindness);
  t.after(() => void keeping.dispose());
  for (const input of [...kept, ...telling]) code.openTab(input);
  assert.equal(shown().length, 7, 'nothing is hidden');
  queues.set(ALL);
  assert.deepEqual(shown(), kept);
  assert.deepEqual(code.did, ['notifications.clearAll']);
  for (const input of telling) code.openTab(input);
  assert.deepEqual(shown(), kept, 'opened again');
  queues.set(undefined);
  for (const input of telling) code.openTab(input);
  assert.equal(shown().length, 7);
});
