/**
 * What is in the published files of ../shared/data, counted without our importers: rows by Python 3.11's csv (utf-8-sig,
 * newline='') and json, samples of logs by its zipfile and json (members below samples/; a chunked log has one folder a
 * sample, and Python reads their names only, since it has no zstd), means and standard errors of their scores from
 * C = 1, I = 0 and numbers as they are. The rows of emergent-misalignment are in its golden_counts.csv.
 */

/** A file that is refused: what its refusal must name. */
export const REFUSED: readonly (readonly [pattern: RegExp, reason: RegExp])[] = [
  [/(^|[/_])LICENSE$/, /^It is a licence/],
  [/^SOURCES\.md$/, /^It is a text of notes/],
  [/^activation-oracles\/.*_test.*\.txt$/, /^It looks like a list of prompts, one a line/],
  [/^activation-oracles\/personaqa.*\.jsonl$/, /^It holds facts about made-up persons/],
  [
    /^consciousness-cluster\/|golden_counts\.csv$|\/published_aggregates\//,
    /^It looks like a table of figures/,
  ],
  [/\.yaml$/, /^It holds questions or judges’ prompts/],
  [/transcript[-_]schema\.json$/, /^It is the JSON Schema of Petri’s transcripts/],
  [/judge_output\.schema\.json$/, /^It is a JSON Schema/],
  [/log_invalid\.txt$/, /^It is JSON that ends in the middle.*Inspect/],
  [/truthfulqa\/(TruthfulQA|eval_examples)\.csv$/, /^It holds the questions of TruthfulQA/],
  [/truthfulqa\/mc_task\.json$/, /^It holds the multiple-choice questions of TruthfulQA/],
  [/report_iaa\.txt$/, /^It is a report of figures/],
  [/results_gen_en_.*\.json$/, /^It holds the results of an lm-evaluation-harness run as figures/],
];

/** A file that holds transcripts, by itself: importer and how many there are. (Those of emergent-misalignment apart.) */
export const HELD: Readonly<Record<string, readonly [importer: string, transcripts: number]>> = {
  'human-labels/gold_106_human_vs_judge.csv': ['verdictTable', 106],
  'persona-negation-judge-audit/manifest.json': ['judgeAudit', 20],
  'persona-negation-judge-audit/ground_truth.json': ['judgeAudit', 20],
  'persona-negation-judge-audit/haiku_results.json': ['judgeAudit', 20],
  'persona-negation-judge-audit/gpt_5_mini_results.json': ['judgeAudit', 20],
  'persona-negation-judge-audit/gpt_5_nano_results.json': ['judgeAudit', 20],
  'subliminal-learning/filtered_dataset.jsonl': ['trainingData', 230],
  'subliminal-learning/raw_dataset.jsonl': ['trainingData', 300],
  'truthfulqa/finetune_truth.jsonl': ['truthfulQaLabels', 22_434],
  'truthfulqa-multi/evaluated__en.csv': ['truthfulQaHuman', 300],
  'truthfulqa-multi/evaluated__es.csv': ['truthfulQaHuman', 300],
  'truthfulqa-multi/iaa__en.csv': ['truthfulQaHuman', 50],
  'truthfulqa-multi/iaa__es.csv': ['truthfulQaHuman', 50],
  'truthfulqa-multi/samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl': ['lmEvalSamples', 817],
  'two-judges/hi_s0_375.llama31.jsonl': ['verdictTable', 2200],
  'two-judges/hi_s0_375.phi35.jsonl': ['verdictTable', 2200],
  'two-judges/judgments_anchor_bad.llama31.jsonl': ['verdictTable', 690],
  'two-judges/rollouts_anchor_bad.jsonl': ['keyedAnswers', 690],
};

/**
 * Runs that several files of a folder become, by the first: how many files, how many transcripts. Of 300 human-labelled
 * English answers 100 are those of the model that the 817 samples are of, with equal question and number, so that
 * 817 + 200 are different; the 50 that a second annotator labelled are all among the 300.
 */
export const BUNDLED: Readonly<Record<string, readonly [files: number, transcripts: number]>> = {
  'persona-negation-judge-audit/manifest.json': [25, 20],
  'truthfulqa-multi/samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl': [4, 817 + 200],
  'truthfulqa-multi/evaluated__es.csv': [2, 300],
  'two-judges/hi_s0_375.llama31.jsonl': [2, 2200],
  'two-judges/rollouts_anchor_bad.jsonl': [2, 690],
};

/** Logs of Inspect: samples that are there, samples that the header reports, scorer, mean and its standard error. */
export const LOGS: Readonly<
  Record<string, readonly [samples: number, reported: number, scorer?: string, mean?: number, error?: number]>
> = {
  'analysis__test_logs__2025-05-12T20-27-36-04-00_browser.json': [1, 1, 'includes', 1, 0],
  'analysis__test_logs__2025-05-12T20-28-13-04-00_no-samples.json': [0, 3],
  'analysis__test_logs__2025-05-12T20-28-13-04-00_popularity.json': [3, 3, 'match', 2 / 3, 1 / 3],
  'analysis__test_logs_choices__mmlu-no-summary-choices.eval': [1, 1, 'choice', 0, 0],
  'analysis__test_logs_choices__mmlu-summary-choices.eval': [1, 1, 'choice', 0, 0],
  'log__test_eval_log__log_formats.eval': [1, 1, 'match', 0, 0],
  'log__test_eval_log__log_formats.json': [1, 1, 'match', 0, 0],
  'log__test_eval_log__log_length_stop_reason.txt': [1, 1, 'exact', 0, 0],
  'log__test_eval_log__log_message_deduplication.eval': [1, 1, 'closeness_log', 0, 0],
  'log__test_eval_log__log_read_sample.eval': [1, 1, 'match', 1, 0],
  'log__test_eval_log__log_read_sample.json': [1, 1, 'match', 1, 0],
  'log__test_eval_log__log_streaming.eval': [4, 4, 'match', 0.75, 0.25],
  'log__test_eval_log__log_tool_call_error.json': [1, 4],
  'log__test_eval_log__log_version_3.txt': [0, 0],
  'log__test_eval_log__log_with_nan.txt': [0, 0],
  'log__test_list_logs__2024-11-05T13-31-45-05-00_input-task_8zXjbRzCWrL9GXiXo2vus9.json': [
    1,
    1,
    'model_graded_fact',
    1,
    0,
  ],
  'log__test_list_logs__2024-11-05T13-32-37-05-00_input-task_hxs4q9azL3ySGkjJirypKZ.eval': [
    1,
    1,
    'model_graded_fact',
    1,
    0,
  ],
  'log__test_list_logs__custom.eval': [1, 1, 'model_graded_fact', 1, 0],
  'log__test_list_logs__ignore.json': [1, 1, 'model_graded_fact', 1, 0],
  'scorer__logs__2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval': [
    10,
    10,
    'match',
    0.8,
    0.13333,
  ],
  'scout__2025-09-23T08-09-58-04-00_popularity_DN2wbX2ZvACsBpjwptzBRo.eval': [
    100,
    100,
    'match',
    0.63,
    0.04852,
  ],
  'scout__2025-09-23T08-09-58-04-00_theory-of-mind_bbB4eRCx2rFJLyPH42Cj9r.eval': [
    100,
    100,
    'model_graded_fact',
    0.83,
    0.03775,
  ],
  'scout__2025-11-07T10-59-47-05-00_websearch-addition-problem_LqPDntDnkk4h2fSqQ8i6CE.eval': [
    1,
    1,
    'match',
    1,
    0,
  ],
  'ts-mono__chunked__2024-11-05T13-32-37-05-00_input-task_hxs4q9azL3ySGkjJirypKZ.eval': [
    1,
    1,
    'model_graded_fact',
    1,
    0,
  ],
  'ts-mono__chunked__2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval': [
    10,
    10,
    'match',
    0.8,
    0.13333,
  ],
  'ts-mono__chunked__log_read_sample.eval': [1, 1, 'match', 1, 0],
  'ts-mono__chunked__log_streaming.eval': [4, 4, 'match', 0.75, 0.25],
  'ts-mono__original__2024-11-05T13-32-37-05-00_input-task_hxs4q9azL3ySGkjJirypKZ.eval': [
    1,
    1,
    'model_graded_fact',
    1,
    0,
  ],
  'ts-mono__original__2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval': [
    10,
    10,
    'match',
    0.8,
    0.13333,
  ],
  'ts-mono__original__log_read_sample.eval': [1, 1, 'match', 1, 0],
  'ts-mono__original__log_streaming.eval': [4, 4, 'match', 0.75, 0.25],
};
