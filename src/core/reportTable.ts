/** Columns of the table `rates.csv` of a report, by which it is known again. */
export const RATES_COLUMNS = [
  'study',
  'run',
  'model',
  'group',
  'condition',
  'seed',
  'rule',
  'positiveName',
  'transcripts',
  'positive',
  'n',
  'gatedOut',
  'gateMissing',
  'missing',
  'labelled',
  'rate',
  'low',
  'high',
  'remarks',
] as const;

/** Columns behind these, filled where people labelled a sample of the arm. */
export const CORRECTED_COLUMNS = [
  'corrected',
  'correctedLow',
  'correctedHigh',
  'correctedBy',
  'correctedOf',
  'correctedLabels',
] as const;
