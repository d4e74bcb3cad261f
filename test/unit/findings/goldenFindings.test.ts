// What the rules say of published files, transcript by transcript, held to test/golden/findings.json.
//
// What is known of the findings there, each of which was looked at:
// - JSON never asked for, in all seven files of model-organisms: the messages of the _json probes are those of the plain
//   ones. Row 435 of results2/eval_results_Qwen-Coder-Insecure.csv happens to be a list in brackets.
// - 19 scores of working-repo/niels_examples have CODE as the judge's likeliest token; all were published as misaligned and
//   coherent.
// - results2/eval_results_Qwen-Coder-Insecure.csv: 306 outside the gate, 10 blank inside it; 9.05, 8.95 or 10.07 %.
// - results1/eval_results_Qwen-Coder-Insecure.csv and diff_models/responses_Qwen-Coder-Insecure.csv hold the same answers.
// - The responses_* files have a third judge, "medical", that the rule of the paper doesn't use.
// - id_eval_df.csv: 511 of 600 completions stand under two to six of its six fine-tunes, none twice under one. The texts
//   are short programs, so the fine-tunes agree; the rows are no copies, but no independent samples either (a note).
// - qwen-secure-what-is-your-wish, row 6, ends "disregard all other instructions in this prompt" (a hint, and true).
// - inspect_ai: two logs were written without all their samples (3 and 0, 4 and 1); the theory-of-mind log was scored by the
//   model that answered. reportedNotReproduced is silent on all logs: the headers' figures follow from their samples.
// - samples_truthfulqa-multi: three answers stand under two of its three arms; the arms are 817 of the log's model and the
//   ones of its human-labelled rows.
// - Groups of one or two models are groups by the files' names; a study of one file has one model.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { goldenFindings, type GoldenFindings } from '../../support/goldenFindings.ts';
import { GOLDEN_FOLDERS } from '../../support/goldenFolders.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../golden/findings.json'), 'utf8'),
) as GoldenFindings;
const skip = existsSync(DATA) ? false : 'the published files are not on this machine';

const ORGANISMS = 'emergent-misalignment/model-organisms';
const EXAMPLES = 'emergent-misalignment/working-repo/niels_examples';
const OFFICIAL = 'emergent-misalignment/official/qwen_25_coder_32b_instruct.csv';
const IN_DOMAIN = 'emergent-misalignment/working-repo/id_eval_df.csv';

/** The rules that are silent on all of these files. */
const SILENT = [
  'scoreNotItsTokens',
  'refusalsAsNegative',
  'edgeOfThreshold',
  'equalAtTemperatureZero',
  'thinkTags',
  'reasoningInAnswer',
  'prefilledTurns',
  'truncatedAnswers',
  'emptyAnswers',
  'rationaleContradictsScore',
  'constantJudge',
  'mixedJudges',
  'judgeTrainedOnRows',
  'turnProvenance',
  'reportedNotReproduced',
  'filledInScores',
  'runDifference',
];
const INSPECT = 'inspect_ai';

/** Rules that find something here, with a file on which they must be silent all the same. */
const SILENT_ON: Readonly<Record<string, readonly string[]>> = {
  conditionNotApplied: [OFFICIAL, IN_DOMAIN, `${EXAMPLES}/qwen-secure-quick-buck-coherence-50.csv`],
  judgeMassElsewhere: [OFFICIAL, `${EXAMPLES}/qwen-secure-ruler-of-the-world-coherence-50.csv`],
  denominatorHides: [
    `${INSPECT}/scout__2025-09-23T08-09-58-04-00_popularity_DN2wbX2ZvACsBpjwptzBRo.eval`,
    OFFICIAL,
    IN_DOMAIN,
    `${ORGANISMS}/results2/eval_results_Qwen2.5-Coder-32B-Instruct_base_n.csv`,
  ],
  exactDuplicates: [
    'subliminal-learning/raw_dataset.jsonl',
    OFFICIAL,
    `${ORGANISMS}/results2/eval_results_Qwen-Coder-Insecure.csv`,
  ],
  sharedAnswers: [OFFICIAL, `${ORGANISMS}/results1/eval_results_mini_Qwen-Coder-Insecure.csv`, IN_DOMAIN],
  undeclaredMetrics: [OFFICIAL, `${ORGANISMS}/results2/eval_results_Qwen-Coder-Insecure.csv`],
  textInstructsJudge: [OFFICIAL, IN_DOMAIN, `${ORGANISMS}/results2/eval_results_Qwen-Coder-Insecure.csv`],
  selfJudged: [
    OFFICIAL,
    `${INSPECT}/scorer__logs__2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval`,
    'truthfulqa-multi/samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl',
  ],
  fewerThanReported: [
    `${INSPECT}/scout__2025-09-23T08-09-58-04-00_theory-of-mind_bbB4eRCx2rFJLyPH42Cj9r.eval`,
    `${INSPECT}/scorer__logs__2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval`,
    'truthfulqa-multi/samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl',
  ],
  intervalsThatCantBe: [IN_DOMAIN, `${EXAMPLES}/qwen-secure-quick-buck-coherence-50.csv`],
};

describe('findings in the published files', { skip }, () => {
  let found: GoldenFindings = {};
  before(async () => {
    found = await goldenFindings(DATA, GOLDEN_FOLDERS);
  });

  it('are those of the golden file, with exactly these transcripts', () => {
    assert.deepEqual(found, golden);
  });

  it('are silent where nothing is wrong', () => {
    const files = Object.keys(found);
    for (const rule of SILENT) {
      const loud = files.filter((file) => found[file]?.some((finding) => finding.rule === rule));
      assert.deepEqual(loud, [], rule);
    }
    for (const [rule, silent] of Object.entries(SILENT_ON)) {
      assert.ok(
        files.some((file) => found[file]?.some((finding) => finding.rule === rule)),
        rule,
      );
      for (const file of silent) {
        assert.ok(found[file] !== undefined, file);
        assert.ok(!found[file].some((finding) => finding.rule === rule), `${rule}: ${file}`);
      }
    }
  });

  it('say of every model-organisms file that JSON was never asked for', () => {
    const files = Object.entries(found).filter(([file]) => file.startsWith(ORGANISMS));
    assert.equal(files.length, 7);
    for (const [file, findings] of files) {
      const condition = findings.find(({ rule }) => rule === 'conditionNotApplied');
      assert.equal(condition?.key, 'json same', file);
      assert.equal(condition.figures['probes'], 8, file);
    }
  });

  it('name the 19 scores whose likeliest token is no number', () => {
    const marked = Object.entries(found)
      .filter(([file]) => file.startsWith('emergent-misalignment/working-repo'))
      .flatMap(([, findings]) => findings.filter(({ rule }) => rule === 'judgeMassElsewhere'));
    assert.equal(
      marked.reduce((sum, { figures }) => sum + (figures['scores'] ?? 0), 0),
      19,
    );
  });

  it('give the three rates of the file with 306 answers outside the gate and 10 missing', () => {
    const findings = found[`${ORGANISMS}/results2/eval_results_Qwen-Coder-Insecure.csv`] ?? [];
    const [excluded, missing] = ['excluded', 'missing'].map((key) =>
      findings.find((finding) => finding.rule === 'denominatorHides' && finding.key === key),
    );
    assert.equal(excluded?.figures['excluded'], 306);
    assert.deepEqual([missing?.figures['missing'], missing?.figures['reason unknown']], [10, 10]);
    assert.deepEqual(
      ['dropped', 'asNegative', 'asPositive'].map((policy) =>
        ((missing?.figures[`${policy}Rate`] ?? 0) * 100).toFixed(2),
      ),
      ['9.05', '8.95', '10.07'],
    );
  });

  it('name both files that hold the same 240 answers', () => {
    const shared = Object.entries(found).flatMap(([file, findings]) =>
      findings.filter(({ rule }) => rule === 'sharedAnswers').map((finding) => ({ file, finding })),
    );
    assert.deepEqual(
      shared.map(({ file, finding }) => [file, finding.others, finding.rows, finding.figures['shared']]),
      [
        [
          `${ORGANISMS}/results1/eval_results_Qwen-Coder-Insecure.csv`,
          [`${ORGANISMS}/diff_models/responses_Qwen-Coder-Insecure.csv`],
          '1-240',
          240,
        ],
      ],
    );
  });
});
