/** What columns of results tables are usually called. */
import type { ColumnRole } from '../core/importPlan.ts';

/** Numbers that aren't a judge's, whatever their range: counters, sizes, settings. */
const COUNTER =
  /^(|index|idx|id|row|n|sample|seed|epoch|step|rank|count|temperature|top_?[pk]|.*_(id|idx|index|ix|len|length|tokens|count|seconds|time|ms)|.*(unnamed: ?\d+|logprob).*|num_.*|max_.*|tokens|length|year|timestamp|.*sample(_(idx|index|id))?|rollout|replicate)$/;

export function isCounterName(name: string): boolean {
  return COUNTER.test(normalName(name));
}

/** Names by role; the first column that matches takes the role. */
const NAMES: readonly (readonly [ColumnRole, RegExp])[] = [
  ['messages', /^(messages|conversations?|chat|dialogue?|transcript)$/],
  [
    'answer',
    /^((model_|raw_|full_|assistant_)?(answer|response|completion|output|generation|reply)(_text)?|assistant|generated_text|prediction)$/,
  ],
  [
    'question',
    /^((user_|original_|input_)?(question|prompt|query|instruction|input)(_text)?|user|problem|user_message)$/,
  ],
  ['system', /^(system|system_(prompt|message)|sys_prompt)$/],
  [
    'reasoning',
    /^(reasoning(_content|_trace)?|thinking(_trace)?|cot|chain_of_thought|scratchpad|thoughts?)$/,
  ],
  ['probe', /^(question_id|probe(_id)?|qid|prompt_id|task(_id)?|question_name|item_id|scenario)$/],
  ['model', /^(model(_name|_id)?|target_model)$/],
  ['group', /^(group|model_group|family|variant|finetune)$/],
  ['condition', /^(condition|trigger|setting|arm|system_prompt_name)$/],
  ['sample', /^(sample(_?(index|idx|id|no|number))?|rollout|replicate|epoch|sample_ix)$/],
];

/** The role that a column's name suggests; of a nested one (`response.text`) its whole path, then its last name. */
export function roleOfName(name: string): ColumnRole | undefined {
  for (const part of [name, lastName(name)]) {
    const normal = normalName(part);
    const role = NAMES.find(([, pattern]) => pattern.test(normal))?.[0];
    if (role !== undefined) return role;
  }
  return /(^|[.\]])((message|response|output)\.(content|text)|choices\[0\]\.text)$/i.test(name)
    ? 'answer'
    : undefined;
}

/** False for numbers inside nested objects whose path says nothing of judging: usage, timings, settings. */
export function mayBeScored(name: string): boolean {
  return lastName(name) === name || /score|judg|rating|metric|eval|grad|align|coheren|verdict/i.test(name);
}

function lastName(path: string): string {
  return /[^.\]]+$/.exec(path)?.[0] ?? path;
}

/** True for names of columns that hold a judge's word. */
export function isVerdictName(name: string): boolean {
  return /(^|_)(verdict|judge?ment|label|class|classification|judge|rating|is|has|flagged|refused|correct)(_|$)/.test(
    normalName(name),
  );
}

/** True for the names that tables of figures have. */
export function isFigureName(name: string): boolean {
  return /(^|_)(mean|avg|average|std|sem|stderr|ci|ci95|lower|upper|center|err|yerr|rate|pct|percent|fraction|value|n|count|total|loss|accuracy)(_|$)/.test(
    normalName(name),
  );
}

function normalName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');
}

/** Names for columns that can be told apart: unnamed ones numbered, doubles with a suffix. */
export function distinctNames(columns: readonly string[]): string[] {
  const taken = new Set<string>();
  /** Where counting goes on for a name that was there before. */
  const next = new Map<string, number>();
  return columns.map((column, index) => {
    const base = column === '' ? (index === 0 ? 'index' : `column ${index + 1}`) : column;
    let name = base;
    let count = next.get(base) ?? 2;
    while (taken.has(name)) name = `${base} (${count++})`;
    next.set(base, count);
    taken.add(name);
    return name;
  });
}
