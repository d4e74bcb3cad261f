import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import {
  exportCommands,
  exportLabels,
  exportTranscripts,
  importLabels,
} from '../../../src/host/exports/exportCommands.ts';
import { Bench, merged } from '../../support/exportBench.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('exporting labels', () => {
  test('asks where to, proposing a file in the workspace, and says what was written', async () => {
    const bench = new Bench();
    const result = await exportLabels(bench);
    assert.deepEqual(bench.asked, [join('/work', 'labels.jsonl')]);
    assert.deepEqual(bench.labelRequests, [{ path: '/work/chosen' }]);
    assert.equal(result?.count, 1_234);
    assert.deepEqual(bench.told, ['1,234 label events written to /work/chosen.']);
  });

  test('proposes a file of one’s own for one annotator', async () => {
    const bench = new Bench();
    await exportLabels(bench, { annotators: ['Kim  Ø. / x'] });
    assert.deepEqual(bench.asked, [join('/work', 'labels-Kim-Ø.-x.jsonl')]);
    assert.deepEqual(bench.labelRequests[0]?.annotators, ['Kim  Ø. / x']);
  });

  test('asks nothing when it is told everything', async () => {
    const bench = new Bench();
    await exportLabels(bench, { path: '/tmp/l.jsonl', runIds: [1, 2] });
    assert.deepEqual(bench.asked, []);
    assert.deepEqual(bench.labelRequests, [{ path: '/tmp/l.jsonl', runIds: [1, 2] }]);
  });

  test('does nothing when the dialog is dismissed', async () => {
    const bench = new Bench();
    bench.savePath = undefined;
    assert.equal(await exportLabels(bench), undefined);
    assert.deepEqual([bench.labelRequests, bench.told], [[], []]);
  });

  test('opens the file when asked to, without the command waiting for that', async () => {
    const bench = new Bench();
    bench.action = 'Open';
    await exportLabels(bench);
    await settled();
    assert.deepEqual(bench.shown, ['/work/chosen']);
  });

  test('names an argument that isn’t right', async () => {
    await assert.rejects(exportLabels(new Bench(), { runIds: ['x'] }), (error) => {
      assert.ok(error instanceof AuditError);
      assert.match(error.message, /The argument “runIds\.0” of this command is not right/);
      return true;
    });
  });
});

describe('exporting transcripts', () => {
  test('asks for the form, then where to', async () => {
    const forms: Bench['transcriptRequests'] = [];
    for (const choice of [0, 1, 2]) {
      const bench = new Bench();
      bench.choice = choice;
      await exportTranscripts(bench);
      forms.push(...bench.transcriptRequests);
    }
    const path = '/work/chosen';
    assert.deepEqual(forms, [
      { path, format: 'csv', neutralise: false },
      { path, format: 'csv', neutralise: true },
      { path, format: 'jsonl', neutralise: false },
    ]);
  });

  test('of one run proposes a name after it that is not the name of its source', async () => {
    const bench = new Bench();
    await exportTranscripts(bench, { runIds: [7], format: 'csv' });
    assert.deepEqual(bench.asked, [join('/work', 'eval-results-Qwen-32B-audited.csv')]);
    await exportTranscripts(bench, { runIds: [7, 8], format: 'jsonl' });
    assert.equal(bench.asked[1], join('/work', 'transcripts.jsonl'));
  });

  test('reads the form off a given path, and asks nothing then', async () => {
    const bench = new Bench();
    await exportTranscripts(bench, { path: '/tmp/x.JSONL' });
    await exportTranscripts(bench, { path: '/tmp/x.csv', neutralise: true });
    await exportTranscripts(bench, { path: '/tmp/x.txt', format: 'csv' });
    assert.deepEqual(bench.asked, []);
    assert.deepEqual(
      bench.transcriptRequests.map(({ format, neutralise }) => [format, neutralise]),
      [
        ['jsonl', false],
        ['csv', true],
        ['csv', false],
      ],
    );
  });
});

describe('exporting from the tree', () => {
  const runsOf = async (argument: unknown, selection?: unknown): Promise<readonly number[] | undefined> => {
    const bench = new Bench();
    await exportLabels(bench, argument, selection);
    await exportTranscripts(bench, argument, selection);
    assert.deepEqual(bench.labelRequests[0]?.runIds, bench.transcriptRequests[0]?.runIds);
    return bench.labelRequests[0]?.runIds;
  };

  test('means the run, or the runs of the study, that the menu was opened on', async () => {
    const node = { id: 'x', kind: 'node', armId: undefined, name: 'y' };
    assert.deepEqual(await runsOf({ ...node, runId: 7, studyId: 2 }), [7]);
    assert.deepEqual(await runsOf({ ...node, runId: undefined, studyId: 2 }), [20, 21]);
  });

  test('means all that are selected, each once', async () => {
    const selection = [{ runId: 7 }, { studyId: 2 }, { runId: 20 }];
    assert.deepEqual(await runsOf(selection[0], selection), [7, 20, 21]);
  });

  test('of the whole view means everything, and of no runs nothing', async () => {
    assert.equal(await runsOf(undefined, undefined), undefined);
    assert.deepEqual(await runsOf({ runIds: [] }), []);
  });
});

describe('importing labels', () => {
  test('says how many events were new and how many were here, and shows them at once', async () => {
    const bench = new Bench();
    bench.files = ['/a.jsonl'];
    const outcome = await importLabels(bench);
    assert.deepEqual(bench.told, ['124 new events, 30 already here.']);
    assert.equal(bench.refreshed, 1);
    assert.deepEqual([outcome?.added, outcome?.present, outcome?.unread], [124, 30, 0]);
  });

  test('takes several files, and lists the lines that were not read with links to them', async () => {
    const bench = new Bench();
    bench.action = 'Show Lines';
    const problem = {
      line: 9,
      severity: 'error' as const,
      reason: 'The line is not JSON.',
      hint: 'Cut off?',
    };
    bench.merge = (path) => merged(path, { added: 1, unread: 2, problems: [problem] });
    await importLabels(bench, { paths: ['/a.jsonl', '/b.jsonl'] });
    await settled();
    assert.deepEqual(bench.told, ['2 new events, 0 already here; 4 lines not read.']);
    assert.deepEqual(bench.shown[0]?.split('\n'), [
      '/a.jsonl:9: The line is not JSON. Cut off?',
      '/a.jsonl: 1 more line was not read.',
      '/b.jsonl:9: The line is not JSON. Cut off?',
      '/b.jsonl: 1 more line was not read.',
      '',
    ]);
  });

  test('reads the other files when one can’t be read', async () => {
    const bench = new Bench();
    bench.merge = (path) => {
      if (path === '/bad') throw new AuditError('not-recognised', '/bad is not a label file.', 'Import it.');
      return merged(path, { added: 1 });
    };
    const outcome = await importLabels(bench, { paths: ['/bad', '/good'] });
    assert.equal(outcome?.added, 1);
    assert.deepEqual(outcome?.failed, [{ path: '/bad', reason: '/bad is not a label file. Import it.' }]);
    assert.deepEqual(bench.told, ['1 new event, 0 already here; 1 file not read.']);
  });

  test('fails when no file can be read, and when cancelled; what was merged until then shows', async () => {
    const bench = new Bench();
    bench.merge = (path) => {
      if (path === '/first') return merged(path, { added: 1 });
      throw new AuditError(path === '/bad' ? 'not-recognised' : 'cancelled', 'No.');
    };
    await assert.rejects(importLabels(bench, { paths: ['/bad'] }), { kind: 'not-recognised' });
    await assert.rejects(importLabels(bench, { paths: ['/first', '/slow', '/third'] }), {
      kind: 'cancelled',
    });
    assert.deepEqual([bench.told, bench.refreshed], [[], 2]);
  });

  test('takes the files selected in the explorer', async () => {
    const uri = (fsPath: string): object => ({ scheme: 'file', path: fsPath, fsPath });
    const bench = new Bench();
    const one = await importLabels(bench, uri('/a.jsonl'));
    assert.deepEqual(
      one?.files.map((file) => file.path),
      ['/a.jsonl'],
    );
    const two = await importLabels(bench, uri('/a.jsonl'), [uri('/a.jsonl'), uri('/b.jsonl')]);
    assert.deepEqual(
      two?.files.map((file) => file.path),
      ['/a.jsonl', '/b.jsonl'],
    );
    await exportLabels(bench, uri('/results.csv'));
    assert.equal(
      bench.labelRequests[0]?.path,
      '/work/chosen',
      'nothing is written over a file that was clicked',
    );
  });

  test('does nothing when no file was chosen', async () => {
    const bench = new Bench();
    assert.equal(await importLabels(bench), undefined);
    assert.deepEqual([bench.asked, bench.told, bench.refreshed], [['files'], [], 0]);
  });
});

describe('the commands', () => {
  test('take no notice of what a menu passes along', async () => {
    const bench = new Bench();
    for (const command of exportCommands<Bench>((host) => host)) {
      for (const argument of [undefined, null, 'node', [1], { label: 'node of the tree' }]) {
        await command.run(bench, argument);
      }
    }
    assert.equal(bench.labelRequests.length, 5);
    assert.equal(bench.transcriptRequests.length, 5);
  });
});
