/** What a report says; gathered in the worker, written as Markdown, as HTML, as a figure and as a table. */

export interface Report {
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly database: { readonly path: string; readonly schema: number };
  /** One an arm: a run's part with one model, group and condition. */
  readonly rows: readonly ReportRow[];
  readonly findings: readonly ReportFinding[];
  readonly sources: readonly ReportSource[];
  /** One a run that has labels: what people's labels say of its rate and of its judge. */
  readonly audits?: readonly ReportAudit[];
}

/** Raw rates beside corrected ones, and how far raters agree. */
export interface ReportAudit {
  readonly run: string;
  /** What the corrected rates rest on; null where there is nothing. */
  readonly sample: string | null;
  /** What must be said beside them: nonresponse, labels left out, why a rate isn't told. */
  readonly sentences: readonly string[];
  readonly rates: readonly ReportEstimate[];
  /** Each comparison in one line: `The judge and kim: n 100, sensitivity 66.7 %`. */
  readonly agreement: readonly string[];
}

/** A rate of 0..1 by one method. */
export interface ReportEstimate {
  /** Whose labels. */
  readonly by: string;
  readonly estimate: string;
  /** What it is the rate of, in words. */
  readonly of: string;
  readonly rate: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Transcripts for raw rates, labels for the others. */
  readonly n: number | null;
}

/** Counts as the trees show them, and the interval over more answers to the same prompts. */
export interface ReportRow {
  readonly study: string | null;
  readonly run: string;
  readonly model: string | null;
  readonly group: string | null;
  readonly condition: string | null;
  readonly seed: string | null;
  /** The rule spelled out; null without one. */
  readonly rule: string | null;
  readonly positiveName: string | null;
  readonly transcripts: number;
  readonly positive: number;
  /** The denominator under the rule's missing policy. */
  readonly n: number;
  readonly gatedOut: number;
  readonly gateMissing: number;
  readonly missing: number;
  readonly labelled: number;
  /** Fractions; null where nothing is known. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** By people's labels of a random sample; null where nothing is told. */
  readonly corrected: ReportCorrected | null;
  /** What must be known beside the rate: a suite in our own words, a fake endpoint, training data. */
  readonly remarks: readonly string[];
}

/** The corrected rate of one arm, the one to read of several. */
export interface ReportCorrected {
  readonly rate: number;
  readonly low: number | null;
  readonly high: number | null;
  /** The method: `Corrected, PPI++`. */
  readonly by: string;
  /** What it is the rate of: `the model, on prompts like these`. */
  readonly of: string;
  readonly labels: number;
}

export interface ReportFinding {
  readonly run: string;
  readonly severity: 'wrong' | 'doubtful' | 'note';
  readonly title: string;
  readonly transcripts: number;
  /** Why it was dismissed and by whom; null where it stands. */
  readonly dismissed: string | null;
}

export interface ReportSource {
  readonly run: string;
  readonly path: string;
  readonly sha256: string;
  readonly importer: string;
  readonly importerVersion: number;
  readonly rowsKept: number;
  readonly rowsRejected: number;
}

/** What a row is called: what tells it from the others, never empty. */
export function rowName({ run, model, group, condition }: ReportRow): string {
  return [run, group, model, condition].filter((name) => name !== null && name !== '').join(' · ');
}

/** `9.0 % [7.3, 11.1], n 884`; a dash where there is no rate. */
export function rateWords({ rate, low, high, n }: ReportRow): string {
  return rate === null ? '–' : `${withInterval(rate, low, high)}, n ${n}`;
}

/** `11.4 % [7.2, 17.0], 100 labels`; a dash where none is told. */
export function correctedWords({ corrected }: ReportRow): string {
  if (corrected === null) return '–';
  const { rate, low, high, labels } = corrected;
  return `${withInterval(rate, low, high)}, ${labels} ${labels === 1 ? 'label' : 'labels'}`;
}

function withInterval(rate: number, low: number | null, high: number | null): string {
  const percent = (fraction: number): string => (fraction * 100).toFixed(1);
  const interval = low === null || high === null ? '' : ` [${percent(low)}, ${percent(high)}]`;
  return `${percent(rate)} %${interval}`;
}

/** How the corrected rates were made and what they are of, in one line; undefined where there are none. */
export function correctedLine({ rows }: Report): string | undefined {
  const made = rows.flatMap(({ corrected }) => (corrected === null ? [] : [corrected]));
  if (made.length === 0) return undefined;
  const ways = [...new Set(made.map(({ by, of }) => `${by} (${of})`))];
  return `Corrected rates rest on people’s labels of a random sample, intervals 95 %: ${ways.join('; ')}.`;
}

/** What the numbers are about, said wherever they stand. */
export const INTERVAL_WORDS =
  'Intervals of raw rates are Wilson’s, 95 %, over more answers to the same prompts; they say nothing of other prompts.';

/** The rules of these rows, each once. */
export function rulesOf({ rows }: Report): readonly string[] {
  return [...new Set(rows.flatMap(({ rule }) => (rule === null ? [] : [rule])))];
}

/** A column that says which of several rules a rate is by, as a number into `rulesOf`; undefined where all are by one. */
export function ruleNumbers(report: Report): ((row: ReportRow) => string) | undefined {
  const rules = rulesOf(report);
  if (rules.length < 2) return undefined;
  return ({ rule }) => (rule === null ? '–' : String(rules.indexOf(rule) + 1));
}

/**
 * The table of rates as the pages show it.
 *
 * @param name how a recorded name is written
 * @param words how words of ours are written that may hold one
 */
export function rateCells(
  report: Report,
  name: (text: string) => string,
  words: (text: string) => string,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const ruleOf = ruleNumbers(report);
  const isCorrected = report.rows.some(({ corrected }) => corrected !== null);
  const counts = ['positive', 'n', 'gated out', 'gate missing', 'missing', 'transcripts', 'labelled'];
  return {
    head: [
      'run',
      ...(isCorrected ? ['judge’s rate, raw', 'corrected'] : ['rate']),
      ...(ruleOf === undefined ? [] : ['rule']),
      ...counts,
      'remarks',
    ],
    rows: report.rows.map((row) => [
      name(rowName(row)),
      rateWords(row),
      ...(isCorrected ? [correctedWords(row)] : []),
      ...(ruleOf === undefined ? [] : [ruleOf(row)]),
      ...[row.positive, row.n, row.gatedOut, row.gateMissing, row.missing, row.transcripts, row.labelled].map(
        String,
      ),
      row.remarks.map(words).join('; '),
    ]),
  };
}
