/** How often people say positive at each height of the judge's score. */
import { calibration } from '../../analysis/corrected/calibration.ts';
import type { Condition, VerdictRule } from '../../core/verdictRule.ts';
import type { CalibrationView } from '../../protocol/auditPage.ts';
import { JudgedValues, metricScales } from '../../storage/audit/judgedValues.ts';
import type { AuditScope } from './auditScope.ts';
import { rateFigure } from './figureViews.ts';
import type { SampleVoice } from './sampleAudit.ts';

const BANDS = 10;
const FEW_BANDS = 5;
/** With fewer labels the bands are twice as wide. */
const MANY_LABELS = 300;

/** One curve for each metric that the rules compare with a number; of several judge versions the one that rules use. */
export function calibrationViews(
  scope: AuditScope,
  voice: Pick<SampleVoice, 'input' | 'transcripts'>,
  isSample: boolean,
): readonly CalibrationView[] {
  const { units, strata } = voice.input;
  if (units.length === 0) return [];
  const values = new JudgedValues(scope.db);
  const scales = metricScales(scope.db);
  const wanted = new Set(scope.runs.rules.flatMap(numericMetrics));
  const scored = new Map<string, { stratum: string; score: number; positive: boolean }[]>();
  voice.transcripts.forEach(({ id }, at) => {
    const unit = units[at];
    if (unit === undefined || unit.human === 'excluded') return;
    const latest = new Map<string, number>();
    for (const { metricId, kind, number } of values.of(id)) {
      const metric = scope.names.metrics.get(metricId) ?? '';
      if (!wanted.has(metric)) continue;
      // As rules do: the last word counts, and where that is missing there is no score.
      if (kind === 'number' && number !== null) latest.set(metric, number);
      else latest.delete(metric);
    }
    for (const [metric, score] of latest) {
      const list = scored.get(metric) ?? [];
      list.push({ stratum: unit.stratum, score, positive: unit.human === 'positive' });
      scored.set(metric, list);
    }
  });
  return [...scored].flatMap(([metric, list]): CalibrationView[] => {
    const { minimum, maximum } = scaleOf(scales.get(metric), list);
    if (!(maximum > minimum)) return [];
    const bands = list.length < MANY_LABELS ? FEW_BANDS : BANDS;
    const bounds = Array.from({ length: bands + 1 }, (_, i) => minimum + ((maximum - minimum) * i) / bands);
    const bins = calibration({ units: list, strata, bounds });
    if ('reason' in bins) return [];
    const told = bins.flatMap(({ from, to, labels, meanScore, share, low, high }) => {
      if (share === undefined || meanScore === undefined) return [];
      const interval = low === undefined || high === undefined ? undefined : { low, high };
      const name = `${short(from)} to ${short(to)}`;
      return [{ name, score: meanScore, n: labels, share: rateFigure(name, share, interval, { n: labels }) }];
    });
    const sentence = isSample
      ? `Share that people call positive at each height of the judge’s “${metric}”, weighted to all that could be drawn.`
      : `Share that people call positive at each height of the judge’s “${metric}”, of the labelled transcripts alone.`;
    // One band is no curve.
    return told.length < 2 ? [] : [{ metric, sentence, bands: told, minimum, maximum }];
  });
}

function numericMetrics(rule: VerdictRule): readonly string[] {
  const of = (condition: Condition): string[] =>
    condition.flat().flatMap((clause) => ('number' in clause ? [clause.metric] : []));
  return [...new Set([...of(rule.positive), ...of(rule.gate)])];
}

/** The metric's own scale; without one 0 to 100 where the scores fit, else from the lowest to the highest. */
function scaleOf(
  scale: { readonly minimum: number; readonly maximum: number } | undefined,
  list: readonly { readonly score: number }[],
): { readonly minimum: number; readonly maximum: number } {
  if (scale !== undefined) return scale;
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const { score } of list) [minimum, maximum] = [Math.min(minimum, score), Math.max(maximum, score)];
  return minimum >= 0 && maximum > 10 && maximum <= 100 ? { minimum: 0, maximum: 100 } : { minimum, maximum };
}

function short(bound: number): string {
  return String(Number(bound.toPrecision(4)));
}
