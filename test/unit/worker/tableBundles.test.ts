/** The published tables of verdicts and labels, imported as whole folders; their figures come out of the database. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cohensKappa } from '../../../src/analysis/agreement/cohensKappa.ts';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { workerDesk, single, type WorkerDesk } from './workerDesk.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const skip = existsSync(data) ? false : `no published files at ${data}`;

/** Recognises a folder and imports every run that it holds. */
async function importFolder(desk: WorkerDesk, folder: string): Promise<readonly string[]> {
  const { files } = await desk.worker.run('recognise', { paths: [join(data, folder)] });
  const plan = files.flatMap((file): PlannedFile[] => {
    const { path, label, recognition } = file;
    if (recognition.kind === 'refused') return [];
    const members = file.members === undefined ? {} : { members: file.members };
    return [{ path, runName: label, importer: recognition.importer, ...members }];
  });
  const { runs } = await desk.worker.run('import', { files: plan });
  return runs.map(({ name, kept, rejected }) => `${name.split('/').at(-1) ?? ''}: ${kept}, ${rejected}`);
}

function pairs(desk: WorkerDesk, sql: string): (readonly [string, string])[] {
  return desk.db
    .prepare<[], { one: string; other: string }>(sql)
    .all()
    .map(({ one, other }) => [one, other]);
}

const figure = (value: number | undefined): string => value?.toFixed(4) ?? 'undefined';

test('two annotators’ labels give the published kappas, from the database', { skip }, async (t) => {
  const desk = await workerDesk(t);
  assert.deepEqual([...(await importFolder(desk, 'truthfulqa-multi'))].sort(), [
    'evaluated__es.csv: 300, 0',
    'samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl: 1017, 0',
  ]);
  const labels = (run: string, value: string): (readonly [string, string])[] =>
    pairs(
      desk,
      `SELECT a.${value} AS one, b.${value} AS other FROM v_labels a
       JOIN v_labels b ON b.transcript_id = a.transcript_id AND b.annotator = 'truthfulqa-multi annotator 2'
       JOIN v_transcripts t ON t.transcript_id = a.transcript_id
       WHERE a.annotator = 'truthfulqa-multi annotator 1' AND t.run LIKE '%${run}%'`,
    );
  for (const [run, truth, informative] of [
    ['samples', '0.7400', '0.4845'],
    ['evaluated__es', '0.7453', '0.5455'],
  ] as const) {
    assert.equal(labels(run, 'answer').length, 50);
    assert.equal(figure(cohensKappa(labels(run, 'answer')).kappa), truth);
    assert.equal(figure(cohensKappa(labels(run, 'scores')).kappa), informative);
  }
  const facts = single(desk.db, `SELECT count(*) FROM v_run_facts WHERE name = 'reportedMetrics'`);
  assert.equal(facts, 1);
});

test(
  'two judges and joined verdicts give the published agreement, from the database',
  { skip },
  async (t) => {
    const desk = await workerDesk(t);
    assert.deepEqual([...(await importFolder(desk, 'two-judges'))].sort(), [
      'hi_s0_375.llama31.jsonl: 2200, 0',
      'rollouts_anchor_bad.jsonl: 690, 0',
    ]);
    const both = (missing: string): (readonly [string, string])[] =>
      pairs(
        desk,
        `SELECT coalesce(a.text, a.raw) AS one, coalesce(b.text, b.raw) AS other FROM v_judgments a
       JOIN v_judgments b ON b.transcript_id = a.transcript_id AND b.judge = 'phi35'
       WHERE a.judge = 'llama31' ${missing}`,
      );
    const counted = cohensKappa(both(''));
    assert.deepEqual(
      [counted.n, figure(counted.agreement), counted.kappa?.toFixed(3)],
      [2200, '0.3059', '0.147'],
    );
    const dropped = cohensKappa(both(`AND a.kind <> 'missing' AND b.kind <> 'missing'`));
    assert.deepEqual([dropped.n, figure(dropped.agreement)], [2199, '0.3060']);
  },
);

test(
  'labels without text and a judge audit give their published figures, from the database',
  { skip },
  async (t) => {
    const desk = await workerDesk(t);
    assert.deepEqual(await importFolder(desk, 'human-labels'), ['gold_106_human_vs_judge.csv: 106, 0']);
    const verdicts = pairs(
      desk,
      `SELECT coalesce(role, 'none') AS one, judge_verdict AS other FROM v_verdicts v JOIN v_labels l USING (transcript_id)`,
    );
    const gold = cohensKappa(verdicts);
    assert.deepEqual([gold.n, figure(gold.agreement), figure(gold.kappa)], [106, '0.8491', '0.6981']);
    assert.deepEqual(await importFolder(desk, 'persona-negation-judge-audit'), ['manifest.json: 20, 0']);
    const nine = ['ai_self_reference', 'experience_type', 'biographical_identity'].flatMap((metric) =>
      ['haiku', 'gpt_5_mini', 'gpt_5_nano'].map((judge) => {
        const { agreement, kappa } = cohensKappa(
          pairs(
            desk,
            `SELECT l.answer AS one, j.text AS other FROM v_judgments j
           JOIN v_labels l ON l.transcript_id = j.transcript_id AND l.annotator = 'reference (' || j.metric || ')'
           WHERE j.metric = '${metric}' AND j.judge = '${judge}'`,
          ),
        );
        return `${agreement?.toFixed(2) ?? ''}/${figure(kappa)}`;
      }),
    );
    assert.deepEqual(nine, [
      '0.90/0.8305',
      '0.90/0.8305',
      '0.80/0.6491',
      '0.50/0.3243',
      '0.45/0.2440',
      '0.50/0.2958',
      '0.95/0.6429',
      '0.95/0.7727',
      '0.95/0.6429',
    ]);
  },
);
