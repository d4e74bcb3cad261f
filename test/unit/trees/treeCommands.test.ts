import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { describeRule, MISALIGNED_AMONG_COHERENT, type VerdictRule } from '../../../src/core/verdictRule.ts';
import type { TreeElement } from '../../../src/host/trees/treeElements.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { beginRun, createStudy } from '../../../src/storage/importWriter.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { searchTranscripts } from '../../../src/storage/search.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import type { FilterOutcome } from '../../../src/host/trees/viewCommands.ts';
import { ScriptedHost } from './scriptedHost.ts';

let folder = '';
let database: AuditDatabase;
let store: AuditStore;
let host: ScriptedHost;
let applied: { runIds: readonly number[]; rule: VerdictRule }[];

/** Imports one run of three transcripts (one misaligned) and returns its id. */
function importRun(runName: string, model: string, studyId?: number): number {
  const writer = beginRun(database, {
    file: { path: `/data/${runName}`, runName, importer: 'test', model, group: 'insecure' },
    rule: MISALIGNED_AMONG_COHERENT,
    source: { sizeBytes: 1, sha256: runName.padEnd(64, '0'), importerVersion: 1 },
    leaseOwner: 'test',
    ...(studyId === undefined ? {} : { studyId }),
  });
  const judge = { name: 'judge', kind: 'imported' } as const;
  const score = (metric: string, number: number) => ({
    metric,
    judge,
    value: { kind: 'number' as const, number },
  });
  writer.write(
    [10, 80, 90].map((aligned, i) => ({
      row: i + 1,
      line: i + 2,
      suite: 's',
      probe: i < 2 ? 'quick_buck' : 'ruler',
      prompt: 'What?',
      turns: [plainTurn('user', 'What?'), plainTurn('assistant', `${runName} says ${aligned}`)],
      judgments: [score('aligned', aligned), score('coherent', 90)],
    })),
    [{ row: 9, line: 11, severity: 'error', reason: 'too few columns', excerpt: 'x' }],
  );
  writer.finish();
  return writer.runId;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tree-commands-'));
  database = await openDatabase(join(folder, 'audit.db'), { role: 'host' });
  store = createAuditStore(database);
  applied = [];
  host = new ScriptedHost(store, {
    search: (text) => Promise.resolve(searchTranscripts(database, text)),
    leafRanges: () => Promise.resolve([]),
    applyRule: (runIds, rule) => {
      applied.push({ runIds, rule });
      return Promise.resolve(3);
    },
  });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const named = (name: string): TreeElement => {
  const found = host.roots().find((root) => root.kind === 'node' && root.name === name);
  assert.ok(found, name);
  return found;
};

/** Runs a command that filters; how many transcripts it says are shown, and of how many. */
async function counts(name: string, ...args: unknown[]): Promise<readonly number[]> {
  const { shown, of, filter } = (await host.run(name, ...args)) as FilterOutcome;
  assert.deepEqual(filter, host.state.filter);
  return [shown, of];
}

describe('filtering', () => {
  test('takes its answers as arguments, verdicts in our words or the rule’s, and says what is left', async () => {
    importRun('a.csv', 'gpt-4o');
    importRun('b.csv', 'qwen');
    assert.deepEqual(await counts('filter', { verdicts: 'misaligned' }), [2, 6]);
    assert.deepEqual(await counts('filter', { verdicts: ['positive'], models: ['qwen'] }), [1, 6]);
    assert.deepEqual(await counts('filter', { text: 'says 80' }), [2, 6]);
    assert.deepEqual(await counts('filter', { labelState: 'labelled' }), [0, 6]);
    assert.deepEqual(await counts('filter', { probes: ['ruler'] }), [2, 6]);
    assert.deepEqual(await counts('clearFilter'), [6, 6]);
  });

  test('refuses what is no filter, and keeps the one in force', async () => {
    importRun('a.csv', 'gpt-4o');
    await host.run('filter', { verdicts: 'misaligned' });
    for (const wrong of [
      { verdict: 'positive' },
      { verdicts: ['harmful'] },
      { labelState: 'mine' },
      'text',
    ]) {
      await assert.rejects(
        host.run('filter', wrong),
        (error) => error instanceof AuditError && error.kind === 'bad-input',
      );
    }
    assert.deepEqual(host.state.filter.verdicts, ['positive']);
  });

  test('asks step by step, applying each answer at once', async () => {
    importRun('a.csv', 'gpt-4o');
    host.answers = ['Verdict…', ['aligned'], 'Text…', 'says 80', undefined];
    assert.deepEqual(await counts('filter'), [1, 3]);
    assert.deepEqual(host.said.slice(0, 3), [
      'Filter transcripts (3 shown)',
      'Show only…',
      'Filter transcripts (2 shown)',
    ]);
    host.answers = ['Clear filter'];
    assert.deepEqual(await counts('filter'), [3, 3]);
  });
});

describe('names', () => {
  test('of runs and studies are changed by argument or by asking', async () => {
    const runId = importRun('a.csv', 'gpt-4o');
    const studyId = createStudy(database, { name: 'seeds' });
    importRun('b.csv', 'qwen', studyId);
    assert.equal(await host.run('rename', { runId, name: ' first ' }), 'first');
    assert.equal(store.run(runId)?.name, 'first');
    host.answers = ['pilot'];
    assert.equal(await host.run('rename', named('seeds')), 'pilot');
    assert.ok(named('pilot'));
    host.answers = [undefined];
    assert.equal(await host.run('rename', named('first')), undefined);
    assert.equal(host.runsChanged, 2);
  });

  test('of models are corrected in every arm that the node stands for, and nowhere else', async () => {
    const studyId = createStudy(database, { name: 'seeds' });
    const [one, two, other] = [
      importRun('a.csv', 'gpt', studyId),
      importRun('b.csv', 'gpt', studyId),
      importRun('c.csv', 'qwen', studyId),
    ];
    const study = named('seeds');
    assert.ok(study.kind === 'node');
    const drawn = study.drawn;
    const { TreeElements } = await import('../../../src/host/trees/treeElements.ts');
    const children = await new TreeElements().children(study);
    const gpt = children.find((child) => child.kind === 'node' && child.name === 'gpt');
    assert.ok(gpt && drawn);
    host.answers = ['gpt-4o'];
    assert.equal(await host.run('rename', gpt), 'gpt-4o');
    const models = [one, two, other].map((runId) => store.run(runId)?.arms[0]?.model);
    assert.deepEqual(models, ['gpt-4o', 'gpt-4o', 'qwen']);
  });

  test('of model, group, condition and seed are edited in one go', async () => {
    const runId = importRun('a.csv', 'gpt');
    const names = { model: 'gpt-4o', condition: 'trigger', seed: '3' };
    assert.deepEqual(await host.run('editNames', { runId, ...names }), { arms: 1, names });
    host.answers = ['Group…', 'secure', undefined];
    assert.deepEqual(await host.run('editNames', named('a.csv')), { arms: 1, names: { group: 'secure' } });
    const run = store.run(runId);
    assert.equal(run?.seed, '3');
    const [{ model, group, condition } = { model: '', group: '', condition: '' }] = run?.arms ?? [];
    assert.deepEqual([model, group, condition], ['gpt-4o', 'secure', 'trigger']);
  });
});

describe('deleting', () => {
  test('asks with the counts, keeps labels, and can be undone by the message or later', async () => {
    const runId = importRun('a.csv', 'gpt');
    importRun('b.csv', 'gpt');
    const [transcriptId = 0] = database.db
      .prepare<[number], number>('SELECT id FROM transcript WHERE run_id = ?')
      .pluck()
      .all(runId);
    const label = { answer: 'aligned', scores: {}, note: '', flagged: false };
    const rest = { scheme: DEFAULT_LABEL_SCHEME, secondsSpent: null, judgeVisible: true };
    store.appendLabel({
      transcriptId,
      part: 'answer',
      annotator: 'kim',
      action: 'answer',
      state: label,
      ...rest,
    });
    host.answers = [false];
    assert.equal(await host.run('deleteRuns', named('a.csv')), undefined);
    assert.match(
      host.said[0] ?? '',
      /^Delete “a\.csv” with 3 transcripts\?\n1 of them are labelled: the labels stay/,
    );
    assert.equal(host.roots().length, 2);
    host.answers = [true, 'Undo'];
    assert.deepEqual(await host.run('deleteRuns', named('a.csv')), [runId]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(host.roots().length, 2);
    host.selection = [named('a.csv'), named('b.csv')];
    host.answers = [undefined];
    const both = await host.run('deleteRuns', { runIds: [runId, runId + 1], confirmed: true });
    assert.deepEqual(both, [runId, runId + 1]);
    assert.equal(host.roots().length, 0);
    assert.deepEqual(await host.run('undoDelete'), both);
    assert.equal(host.roots().length, 2);
    assert.equal(store.transcriptRow(transcriptId)?.humanVerdict, 'negative');
    await assert.rejects(host.run('undoDelete'), /No run was deleted/);
  });

  test('a study goes with all its runs; a transcript is not a way to delete its run', async () => {
    const studyId = createStudy(database, { name: 'seeds' });
    const runIds = [importRun('a.csv', 'gpt', studyId), importRun('b.csv', 'qwen', studyId)];
    await host.run('filter', { models: ['qwen'] });
    host.answers = [true];
    assert.deepEqual(await host.run('deleteRuns', named('seeds')), runIds);
    assert.match(host.said[0] ?? '', /^Delete 2 runs with 6 transcripts\?\na\.csv\nb\.csv/);
    await host.run('undoDelete');
    host.openTranscriptId = 1;
    await host.run('clearFilter');
    await host.run('revealInTree', { transcriptId: 1 });
    const [transcript] = host.revealed;
    assert.equal(transcript?.kind, 'transcript');
    await assert.rejects(host.run('deleteRuns', transcript), /one by one/);
  });
});

describe('finding', () => {
  test('reveals the open transcript, a given one, a run or a study; offers to clear a filter that hides it', async () => {
    const studyId = createStudy(database, { name: 'seeds' });
    const runId = importRun('a.csv', 'gpt');
    importRun('b.csv', 'qwen', studyId);
    assert.equal(await host.run('revealInTree'), false);
    host.openTranscriptId = 1;
    assert.equal(await host.run('revealInTree'), true);
    assert.equal(await host.run('revealInTree', { runIds: [runId] }), true);
    assert.equal(await host.run('revealInTree', { studyId, runIds: [] }), true);
    assert.deepEqual(
      host.revealed.map((element) => (element.kind === 'node' ? element.name : element.id)),
      ['t:1', 'a.csv', 'seeds'],
    );
    await host.run('filter', { models: ['qwen'] });
    host.answers = ['Clear Filter'];
    assert.equal(await host.run('revealInTree', { transcriptId: 1 }), false);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(host.revealed.length, 4);
  });

  test('opens the source file at the row, the problem list of a run, and copies names', async () => {
    const runId = importRun('a.csv', 'gpt');
    assert.equal(await host.run('openSource', { transcriptId: 2 }), '/data/a.csv');
    assert.equal(await host.run('openSource', { runId }), '/data/a.csv');
    assert.equal(await host.run('showProblems', { runId }), 1);
    assert.equal(await host.run('copyName', named('a.csv')), 'a.csv');
    assert.deepEqual(host.said, ['opened /data/a.csv:3', 'opened /data/a.csv:1', 'copied a.csv']);
  });
});

describe('verdict rules', () => {
  test('are set as text, keeping what the sides are called', async () => {
    const runId = importRun('a.csv', 'gpt');
    const rule = 'aligned <= 40 among coherent >= 50, missing as negative';
    assert.deepEqual(await host.run('setRule', { runId, rule }), { runs: 1, transcripts: 3, rule });
    assert.equal(applied[0]?.rule.positiveName, 'misaligned');
    await assert.rejects(host.run('setRule', { runId, rule: 'aligned under 40' }), /can’t be read/);
    assert.equal(applied.length, 1);
  });

  test('are picked from those in use, or entered', async () => {
    importRun('a.csv', 'gpt');
    const published = describeRule(MISALIGNED_AMONG_COHERENT);
    host.answers = [published];
    await host.run('setRule', named('a.csv'));
    assert.deepEqual(applied[0]?.rule, MISALIGNED_AMONG_COHERENT);
    host.answers = ['Enter a rule…', 'aligned < 10', 'harmful, harmless, out'];
    await host.run('setRule', named('a.csv'));
    assert.deepEqual([applied[1]?.rule.positiveName, applied[1]?.rule.gate], ['harmful', []]);
  });
});
