import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LaunchEstimate, LaunchProgress } from '../../../src/core/eval/launch.ts';
import type { CommandFailure } from '../../../src/host/commands/failure.ts';
import type { RunReport } from '../../../src/protocol/runPage.ts';
import { startFakeEndpoint, type FakeEndpoint } from '../../support/fakeEndpoint/startFakeEndpoint.ts';
import { JUDGE, OWLS, TARGET } from '../../support/journeysLaunch.ts';
import { freshDatabase, run, type ImportAnswer } from './commands.ts';

const temporary = process.env['TA_TEST_TEMP'] ?? '';
const SAMPLE = join(process.env['TA_TEST_WORKSPACE'] ?? '', 'synthetic_results.csv');
const OTHER = { endpoint: 'loopback', model: 'fake-other-model' };

const settings = () => vscode.workspace.getConfiguration('transcriptAuditor');

/** The failure that a command answers with; fails when it answers anything else. */
async function failing(name: string, argument?: unknown): Promise<CommandFailure> {
  const answer: unknown = await vscode.commands.executeCommand(`transcriptAuditor.${name}`, argument);
  assert.ok(typeof answer === 'object' && answer !== null && 'error' in answer, JSON.stringify(answer));
  return answer as CommandFailure;
}

const report = async (runId: number): Promise<RunReport> =>
  (await run<{ report: RunReport }>('runFigures', { runId })).report;

/** Cancelling, resuming, extending, judging again and external evaluations, by command. */
export function launchingSuite(): void {
  describe('launching', function () {
    this.timeout(120_000);
    let endpoint: FakeEndpoint;
    let suite: string;
    let launch: Readonly<Record<string, unknown>>;
    const asked = (model: string) => endpoint.log.answered().filter((entry) => entry.model === model).length;

    before(async () => {
      endpoint = await startFakeEndpoint();
      suite = join(temporary, 'owls.probes.yaml');
      writeFileSync(suite, OWLS);
      launch = { suite, targets: [TARGET], judge: JUDGE, confirmed: true };
      await settings().update(
        'endpoints',
        [
          { id: 'loopback', baseUrl: endpoint.baseUrl, fake: true, concurrency: 4 },
          { id: 'down', baseUrl: 'http://127.0.0.1:9/v1' },
          { id: 'broken', baseUrl: 'ftp://example.org' },
        ],
        vscode.ConfigurationTarget.Global,
      );
      await freshDatabase('launching');
    });
    beforeEach(() => {
      endpoint.change({ latencyMs: 5, faults: {} });
      endpoint.log.clear();
    });
    after(async () => {
      await settings().update('endpoints', undefined, vscode.ConfigurationTarget.Global);
      await settings().update('externalEvals', undefined, vscode.ConfigurationTarget.Global);
      await endpoint.close();
    });

    it('with the user’s word but without a suite, model or judge is refused, naming what is missing', async () => {
      const missing = await failing('runEval', { confirmed: true });
      assert.match(missing.error, /“suite” and “targets” must be given/);
      assert.match(
        (await failing('runEval', { suite, targets: [TARGET], confirmed: true })).error,
        /“judge”/,
      );
      assert.match((await failing('rejudge', { confirmed: true })).error, /“runId” and “suite”/);
      assert.match((await failing('runEval', { suites: suite })).error, /suites/);
      assert.equal(endpoint.log.entries.length, 0);
    });

    it('at an endpoint that is broken, unknown or down says so, and a suite with problems names its line', async () => {
      const at = (id: string) => ({ ...launch, judge: null, targets: [{ endpoint: id, model: 'm' }] });
      assert.match((await failing('runEval', at('broken'))).error, /“broken”: its baseUrl/);
      assert.match((await failing('runEval', at('nobody'))).error, /No endpoint is named “nobody”/);
      const down = await failing('testEndpoint', { endpoint: 'down', model: 'm' });
      assert.match(down.error, /down can’t be asked/);
      assert.match(down.hint, /server runs/);
      const bad = join(temporary, 'bad.probes.yaml');
      writeFileSync(bad, OWLS.replace('kind: pattern', 'kind: patern'));
      assert.match(
        (await failing('runEval', { ...launch, suite: bad })).error,
        /^bad\.probes\.yaml, line \d+: /,
      );
    });

    it('answers with its first progress at once; cancelled it keeps what landed, and resumed it asks the rest', async () => {
      endpoint.change({ latencyMs: 150 });
      const first = await run<LaunchProgress>('runEval', { ...launch, samples: 10 });
      assert.ok(first.runId > 0);
      assert.equal(first.state, 'running');
      // A second launch of the same run is refused while it is worked on.
      assert.match((await failing('resumeEval', { runId: first.runId })).error, /worked on already/);
      await new Promise((resolve) => setTimeout(resolve, 800));
      const start = Date.now();
      assert.equal(await run('cancelEval', { runId: first.runId }), 1);
      assert.ok(Date.now() - start < 1_000, `it took ${Date.now() - start} ms`);
      const stopped = await report(first.runId);
      assert.equal(stopped.launches[0]?.stop, 'cancelled');
      const landed =
        stopped.calls.find(({ stage, state }) => stage === 'target' && state === 'answered')?.n ?? 0;
      assert.ok(landed > 0 && landed < 60, `${landed} landed`);
      assert.equal(await run('cancelEval', { runId: first.runId }), 0);
      endpoint.change({ latencyMs: 5 });
      endpoint.log.clear();
      const last = await run<LaunchProgress>('resumeEval', { runId: first.runId, wait: true });
      assert.equal(last.stop, 'complete', last.message);
      assert.equal(last.transcripts.done, 60);
      assert.equal(asked('fake-model'), 60 - landed);
      assert.match((await failing('resumeEval', { runId: first.runId })).error, /nothing left to do/);
    });

    it('is extended by samples and by models, and asks only what is missing', async () => {
      const begun = await run<LaunchProgress>('runEval', { ...launch, wait: true });
      assert.equal(begun.transcripts.done, 12);
      const { runId } = begun;
      endpoint.log.clear();
      const more = await run<LaunchProgress>('extendRun', { runId, samples: 3, confirmed: true, wait: true });
      assert.equal(more.stop, 'complete');
      assert.equal(asked('fake-model'), 6);
      endpoint.log.clear();
      await run('extendRun', { runId, samples: 3, targets: [OTHER], confirmed: true, wait: true });
      assert.deepEqual([asked('fake-model'), asked('fake-other-model')], [0, 18]);
      const again = await failing('extendRun', { runId, samples: 3, confirmed: true });
      assert.match(again.error, /already there/);
      const grid = (await report(runId)).grid;
      assert.deepEqual(new Set(grid.map(({ done, planned }) => planned === done)), new Set([true]));
      assert.equal(
        grid.reduce((sum, { done }) => sum + done, 0),
        36,
      );
    });

    it('judges an imported run anew, which the run page then tells', async () => {
      const imported = await run<ImportAnswer>('import', { paths: [SAMPLE], preview: false });
      const runId = imported.runs[0]?.runId ?? 0;
      assert.match((await failing('resumeEval', { runId })).error, /imported, not launched/);
      assert.match((await failing('extendRun', { runId })).error, /imported, not launched/);
      const judged = await run<LaunchProgress>('rejudge', {
        runId,
        suite,
        judge: JUDGE,
        confirmed: true,
        wait: true,
      });
      assert.equal(judged.stop, 'complete', judged.message);
      assert.equal(asked('fake-judge'), imported.runs[0]?.kept);
      const [last] = (await report(runId)).launches;
      assert.deepEqual([last?.kind, last?.spec.judges], ['judge', ['kind', 'says-owl']]);
      const again = await failing('rejudge', { runId, suite, judge: JUDGE, confirmed: true });
      assert.match(again.error, /already there/);
    });

    it('is estimated with what is there, and failures can be asked again', async () => {
      endpoint.change({ faults: { 'filter-400': 0.5 } });
      const begun = await run<LaunchProgress>('runEval', { ...launch, samples: 5, wait: true });
      assert.ok(begun.transcripts.failed > 0);
      endpoint.change({ faults: {} });
      const { runId } = begun;
      const estimate = await run<LaunchEstimate>('estimateEval', { ...launch, samples: 5, runId });
      assert.equal(estimate.done, begun.transcripts.done);
      const mended = await run<LaunchProgress>('retryFailed', { runId, wait: true });
      assert.deepEqual(
        [mended.stop, mended.transcripts.failed, mended.transcripts.done],
        ['complete', 0, 30],
      );
    });
  });

  describe('launching external evaluations', function () {
    this.timeout(120_000);
    const script = join(temporary, 'program.mjs');

    const configure = (more: object): Thenable<void> =>
      settings().update(
        'externalEvals',
        [
          {
            name: 'tiny $(touch hit)',
            command: process.execPath,
            cwd: temporary,
            env: { ELECTRON_RUN_AS_NODE: '1' },
            ...more,
          },
        ],
        vscode.ConfigurationTarget.Global,
      );
    interface Outcome {
      readonly exitCode: number | null;
      readonly outputFolder: string;
      readonly files: number;
      readonly imported?: ImportAnswer;
    }
    const runIt = (more: object = {}) =>
      run<Outcome>('runExternalEval', { name: 'tiny $(touch hit)', wait: true, ...more });

    before(async () => {
      writeFileSync(script, PROGRAM);
      mkdirSync(join(temporary, 'out'), { recursive: true });
      await freshDatabase('external');
    });
    after(() => settings().update('externalEvals', undefined, vscode.ConfigurationTarget.Global));

    it('run without a shell, whatever their names hold, and what they wrote is imported at the end', async () => {
      const outputFolder = join(temporary, 'out', '${model}');
      await configure({
        args: [script, '--model', '${model}', '--suite', '${suite}', '0'],
        outputFolder,
        env: { OUT: '${outputFolder}', ELECTRON_RUN_AS_NODE: '1' },
      });
      const model = 'a b; touch hit `touch hit` $(touch hit) "\'& | > hit ../../up';
      const answer = await runIt({ model, suite: '/no/such; touch hit.py' });
      assert.equal(answer.exitCode, 0);
      assert.equal(answer.imported?.runs[0]?.kept, 3);
      const [told] = readdirSync(answer.outputFolder).filter((name) => name === 'arguments.txt');
      assert.ok(told);
      const seen = JSON.parse(readFileSync(join(answer.outputFolder, told), 'utf8')) as string[];
      assert.deepEqual(seen, ['--model', model, '--suite', '/no/such; touch hit.py', '0']);
      assert.equal(existsSync(join(temporary, 'hit')), false);
      // A model's name leads nowhere else.
      assert.equal(answer.outputFolder.startsWith(join(temporary, 'out')), true);
      assert.equal(answer.outputFolder.slice(join(temporary, 'out').length + 1).includes('/'), false);
    });

    it('that fail keep what they wrote', async () => {
      await configure({
        args: [script, '3'],
        outputFolder: join(temporary, 'out', 'failed'),
        env: { OUT: '${outputFolder}', ELECTRON_RUN_AS_NODE: '1' },
      });
      const failed = await runIt();
      assert.deepEqual([failed.exitCode, failed.files, failed.imported?.runs.length], [3, 2, 1]);
    });

    it('that write nothing say so', async () => {
      await configure({ args: ['-e', '0'], outputFolder: join(temporary, 'out', 'nothing') });
      const nothing = await runIt();
      assert.deepEqual([nothing.exitCode, nothing.files, nothing.imported], [0, 0, undefined]);
    });

    it('whose program can’t be found are not started', async () => {
      await configure({ command: '/no/such/program', outputFolder: join(temporary, 'out', 'lost') });
      const lost = await failing('runExternalEval', { name: 'tiny $(touch hit)' });
      assert.match(lost.error, /there is no program “\/no\/such\/program”/);
      assert.equal(existsSync(join(temporary, 'out', 'lost')), false);
      assert.match(
        (await failing('runExternalEval', { name: 'other' })).error,
        /No external eval is named “other”/,
      );
    });
  });
}

/** Writes what it was called with, and a results file, into the folder that the environment names. */
const PROGRAM = `import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
const given = process.argv.slice(2);
writeFileSync(join(process.env.OUT, 'arguments.txt'), JSON.stringify(given));
const rows = [1, 2, 3].map((row) => 'Why?,Because ' + row + ' ' + process.env.OUT.length + '.,q1,' + row * 20 + ',95\\n').join('');
writeFileSync(join(process.env.OUT, 'results.csv'), 'question,answer,question_id,aligned,coherent\\n' + rows);
process.exit(Number(given.at(-1)));
`;
