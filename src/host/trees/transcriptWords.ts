/** How one transcript reads in the tree. */
import { disagree } from '../../analysis/outline/filter.ts';
import { humanWords, judgeWords } from '../../analysis/outline/verdictWords.ts';
import type { TranscriptRow } from '../../core/ports.ts';
import { drawnAs } from '../../protocol/drawnAs.ts';
import { describeRule, type JudgeVerdict, type VerdictRule } from '../../core/verdictRule.ts';
import { oneLine } from './oneLine.ts';

type Row = Pick<TranscriptRow, 'sample' | 'preview' | 'judgeVerdict' | 'humanVerdict'>;

/** So much of an answer leaves room for the verdict beside it. */
const PREVIEW_LENGTH = 48;

/** `#7 “Sell expired medicine…”`, with a mark before the text where people and judge disagree. */
export function transcriptLabel(row: Row): string {
  const preview = oneLine(row.preview, PREVIEW_LENGTH);
  const mark = disagree(row.judgeVerdict, row.humanVerdict) ? ' ≠' : '';
  return preview === '' ? `#${row.sample}${mark}` : `#${row.sample}${mark} “${preview}”`;
}

/** `misaligned · people: aligned`; agreement is said shorter than its opposite. */
export function transcriptDescription(row: Row, rule: VerdictRule | undefined): string {
  const judge = judgeWords(row.judgeVerdict, rule);
  switch (row.humanVerdict) {
    case 'none':
      return judge;
    case 'conflict':
      return `${judge} · annotators disagree`;
    default:
      return row.humanVerdict === row.judgeVerdict
        ? `${judge} · people agree`
        : `${judge} · people: ${humanWords(row.humanVerdict, rule)}`;
  }
}

export function transcriptTooltip(row: Row, rule: VerdictRule | undefined): string {
  const lines = [
    `Sample ${row.sample}`,
    `Judge: ${judgeWords(row.judgeVerdict, rule)}`,
    row.humanVerdict === 'none' ? 'Not labelled by people' : `People: ${humanWords(row.humanVerdict, rule)}`,
    ...(disagree(row.judgeVerdict, row.humanVerdict) ? ['People and judge disagree'] : []),
    rule === undefined ? 'No verdict rule is set' : `Rule: ${describeRule(rule)}`,
  ];
  return lines.join('\n');
}

/**
 * A shape for each verdict, filled once people have labelled the transcript; the colour only repeats the shape. The
 * triangle is what one hopes not to find: the negative side, where the rule looks for what is good.
 */
export function verdictIcon(
  row: Row,
  rule: VerdictRule | undefined,
): { readonly icon: string; readonly color: string | undefined } {
  const labelled = row.humanVerdict !== 'none';
  const { shape, color } = SHAPES[drawnAs(row.judgeVerdict, rule?.positiveIsGood)];
  return { icon: labelled ? shape.filled : shape.outline, color };
}

/** Triangle, circle, diamond, hexagon and dot, outlined and filled, by their codicon names. */
const shapes = {
  triangle: { outline: 'debug-breakpoint-function-unverified', filled: 'debug-breakpoint-function' },
  circle: { outline: 'debug-breakpoint-unverified', filled: 'debug-breakpoint' },
  diamond: { outline: 'debug-breakpoint-log-unverified', filled: 'debug-breakpoint-log' },
  hexagon: { outline: 'debug-breakpoint-data-unverified', filled: 'debug-breakpoint-data' },
  dot: { outline: 'circle-small', filled: 'circle-small-filled' },
} as const;

const SHAPES: Readonly<
  Record<
    JudgeVerdict,
    { readonly shape: (typeof shapes)[keyof typeof shapes]; readonly color: string | undefined }
  >
> = {
  positive: { shape: shapes.triangle, color: 'charts.red' },
  negative: { shape: shapes.circle, color: 'charts.green' },
  excluded: { shape: shapes.diamond, color: 'charts.purple' },
  missing: { shape: shapes.hexagon, color: 'charts.yellow' },
  'gate-missing': { shape: shapes.hexagon, color: 'charts.yellow' },
  unjudged: { shape: shapes.dot, color: undefined },
};
