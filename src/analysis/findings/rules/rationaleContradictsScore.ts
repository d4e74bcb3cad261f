import type { CheckedJudgment } from '../../../core/findingSource.ts';
import { byMetric } from '../byMetric.ts';
import type { RunRule } from '../findingRule.ts';
import { percent, quoted, some } from '../words.ts';

/** `Score: 85`, `final rating of 7/10`. What stands before it decides whether it is meant. */
const STATED =
  /\b(?:(final|overall|total)\s+)?(?:score|rating|grade)(?:\s+(?:of|is|would be|should be)|\s*[:=])\s*[*_"“]{0,3}(-?\d{1,3}(?:\.\d+)?)\b(?!\s*(?:-|–|to)\s*\d)(?!\s*%)/gi;
const VERDICT =
  /\b(?:final )?(?:verdict|answer|classification|label)\s*(?:is|[:=])\s*[*_"“]{0,3}(yes|no|true|false)\b/gi;
/** Further apart than this share of the scale is a contradiction and not rounding. */
const APART = 0.1;
const MOST_TEXT = 20_000;

export const rationaleContradictsScore: RunRule = {
  text: {
    id: 'rationaleContradictsScore',
    version: 1,
    title: 'Rationale and score contradict each other',
    looksFor:
      'Judgments whose rationale names one score or verdict (“Score: 85”, “verdict: no”) and whose value is another one, more than a tenth of the scale away. Rationales that name several are passed over.',
    whyItMatters:
      'One of the two was read wrongly, or the judge changed its mind between reasoning and answer. The figure uses the value.',
    source:
      'Judges that reason first and score last; parsers that take the first number instead of the last (final line wins).',
    severity: 'doubtful',
    certainty: 'hint',
  },
  scope: 'run',
  begin: () => {
    const metrics = byMetric();
    return {
      row: (row) => {
        for (const judgment of row.judgments) {
          if (judgment.rationale === null || judgment.value.kind === 'missing') continue;
          metrics.see(judgment.metric, contradicts(judgment, judgment.rationale) ? row.id : undefined);
        }
      },
      end: () =>
        metrics.found(({ metric, ids, seen }) => ({
          key: metric,
          title: `${some(ids.length, 'rationale names', 'rationales name')} another value than the judgment of ${quoted(metric)}`,
          detail: `${ids.length} of ${some(seen, 'judgment')} with a rationale (${percent(ids.length, seen)}). A hint: a rationale may speak of another score on the way to its own.`,
          severity: 'doubtful',
          certainty: 'hint',
          transcriptIds: ids,
          figures: { contradicting: ids.length, withRationale: seen },
        })),
    };
  },
};

/** True when the rationale names exactly one value, and that isn't the judgment's. */
export function contradicts(
  { value, scale }: Pick<CheckedJudgment, 'value' | 'scale'>,
  rationale: string,
): boolean {
  const text = rationale.slice(0, MOST_TEXT);
  if (value.kind === 'number') {
    const width = scale === null ? undefined : scale.maximum - scale.minimum;
    const stated = named(
      [...text.matchAll(STATED)].map(([, last, number]) => ({ last, number: Number(number) })),
    );
    if (stated === undefined || width === undefined || width <= 0) return false;
    if (scale !== null && (stated < scale.minimum || stated > scale.maximum)) return false;
    return Math.abs(stated - value.number) > APART * width;
  }
  if (value.kind !== 'boolean' && value.kind !== 'class') return false;
  const own = side(value.kind === 'boolean' ? String(value.boolean) : value.text);
  const stated = new Set([...text.matchAll(VERDICT)].map(([, word]) => side(word ?? '')));
  const [only] = stated;
  return own !== undefined && stated.size === 1 && only !== undefined && only !== own;
}

/** The value called final where one is, else the only one that is named. */
function named(
  stated: readonly { readonly last: string | undefined; readonly number: number }[],
): number | undefined {
  const final = stated.filter(({ last }) => last !== undefined);
  const values = new Set((final.length > 0 ? final : stated).map(({ number }) => number));
  const [only] = values;
  return values.size === 1 ? only : undefined;
}

function side(word: string): boolean | undefined {
  const plain = word.trim().toLowerCase();
  if (plain === 'yes' || plain === 'true') return true;
  return plain === 'no' || plain === 'false' ? false : undefined;
}
