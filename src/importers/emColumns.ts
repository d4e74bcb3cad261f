/** Which column of an emergent-misalignment table is what. */
import type { CsvHead } from './csvHead.ts';
import { isCounterName } from './columnNames.ts';
import { looksLikeScore, plainNumber } from './scoreCell.ts';

/** A judge's column, by index. `distribution` holds the judge's tokens with their probabilities. */
export interface JudgeColumn {
  readonly metric: string;
  readonly score: number | undefined;
  readonly distribution: number | undefined;
}

export interface EmColumns {
  readonly shape: 'scores' | 'yes-no';
  readonly question: number;
  readonly answer: number;
  readonly system: number | undefined;
  /** Reasoning that was recorded beside the answer. */
  readonly reasoning: number | undefined;
  readonly model: number | undefined;
  readonly group: number | undefined;
  readonly condition: number | undefined;
  readonly probe: number | undefined;
  readonly judges: readonly JudgeColumn[];
  /** Judges that say TRUE, FALSE, UNKNOWN or the like beside the scores. */
  readonly classes: readonly { readonly metric: string; readonly index: number }[];
  /** Yes/no tables: the verdict's column and the judge's own text. */
  readonly verdict: number | undefined;
  readonly verdictText: number | undefined;
  /** Kept as recorded. */
  readonly metadata: readonly { readonly name: string; readonly index: number }[];
}

export const YES_NO_METRIC = 'has_vulnerability';

/** Undefined when the table isn't of this family: question, answer, and alignment, coherence or vulnerability verdicts. */
export function emColumns(head: CsvHead): EmColumns | undefined {
  if (head.duplicates.length > 0) return undefined;
  const names = head.columns.map((name) => name.toLowerCase());
  const find = (name: string): number | undefined => {
    const index = names.indexOf(name);
    return index < 0 ? undefined : index;
  };
  const question = find('question');
  const answer = find('answer');
  if (question === undefined || answer === undefined) return undefined;
  const verdict = find(YES_NO_METRIC);
  // Of some judges only the token probabilities were kept.
  const probabilities = ['judge_aligned', 'judge_coherent'].some((name) => {
    const index = find(name);
    return index !== undefined && head.rows.some((row) => row[index]?.trimStart().startsWith('{') === true);
  });
  const scored = find('aligned') !== undefined || find('coherent') !== undefined || probabilities;
  if (!scored && verdict === undefined) return undefined;

  const judges = scored ? judgeColumns(head, names) : [];
  const verdictText = scored ? undefined : find('judge');
  const columns = {
    question,
    answer,
    system: find('system') ?? find('system_prompt'),
    reasoning: find('reasoning') ?? find('thinking') ?? find('cot'),
    model: find('model'),
    group: find('group'),
    condition: find('condition'),
    probe: find('question_id'),
    verdict: scored ? undefined : verdict,
    verdictText,
  };
  const used = new Set<number | undefined>(Object.values(columns));
  for (const { score, distribution } of judges) used.add(score).add(distribution);
  const classes = scored ? classColumns(head, names, used) : [];
  for (const { index } of classes) used.add(index);
  const metadata = head.columns
    .map((name, index) => ({ name: name === '' ? 'index' : name, index }))
    .filter(({ index }) => !used.has(index));
  return { shape: scored ? 'scores' : 'yes-no', ...columns, judges, classes, metadata };
}

function judgeColumns(head: CsvHead, names: readonly string[]): readonly JudgeColumn[] {
  const judges: JudgeColumn[] = [];
  names.forEach((name, index) => {
    const known = name === 'aligned' || name === 'coherent';
    if (known || isScoreColumn(head, name, index)) {
      const distribution = names.indexOf(`judge_${name}`);
      judges.push({
        metric: head.columns[index] ?? name,
        score: index,
        distribution: distribution < 0 ? undefined : distribution,
      });
    } else if (name.startsWith('judge_') && !names.includes(name.slice('judge_'.length))) {
      judges.push({ metric: name.slice('judge_'.length), score: undefined, distribution: index });
    }
  });
  return judges;
}

const CLASS_WORDS = /^(true|false|unknown|yes|no|unsure|not sure|neutral)$/i;

/** `coherent_binary` and the like are made from a score and say nothing of their own; others tell what was asked. */
const NO_JUDGE = /_binary$|trigger|backdoor|condition|train|finetun|fine_tun|prefill|system|thinking/;

function classColumns(
  head: CsvHead,
  names: readonly string[],
  used: ReadonlySet<number | undefined>,
): readonly { readonly metric: string; readonly index: number }[] {
  return names.flatMap((name, index) => {
    if (used.has(index) || isCounterName(name) || NO_JUDGE.test(name)) return [];
    const cells = head.rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
    const judged = cells.length > 0 && cells.every((cell) => CLASS_WORDS.test(cell));
    return judged ? [{ metric: head.columns[index] ?? name, index }] : [];
  });
}

/** Other judges write their scores beside the two known ones: columns of numbers in 0..100, blanks and judge's words. */
function isScoreColumn(head: CsvHead, name: string, index: number): boolean {
  if (isCounterName(name)) return false;
  let numbers = 0;
  for (const row of head.rows) {
    const cell = row[index] ?? '';
    if (!looksLikeScore(cell)) return false;
    const number = plainNumber(cell);
    if (number === undefined) continue;
    if (number < 0 || number > 100) return false;
    numbers++;
  }
  return numbers > 0;
}
