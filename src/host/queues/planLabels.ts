/** How many labels it takes, asked before any are given: a page of tables. */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { LabelPlan, PlanColumn } from '../../worker/tasks/labelPlan.ts';
import { readArguments } from './queueArguments.ts';
import type { QueueContext } from './queueContext.ts';

const share = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const planArguments = v.object({
  runIds: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  precision: share,
  missed: share,
  open: v.optional(v.boolean()),
});

export async function planLabels(
  context: QueueContext,
  argument: unknown,
  selected?: unknown,
): Promise<LabelPlan> {
  const meant = context.runsMeant(argument, selected);
  const given = meant === undefined ? readArguments(planArguments, argument) : { runIds: [...meant] };
  if ((await context.open()) === undefined)
    throw new AuditError('not-found', 'There are no transcripts to plan for.', 'Import results first.');
  const {
    runIds = [],
    precision,
    missed,
    open = true,
  } = { precision: undefined, missed: undefined, open: true, ...given };
  const guess = {
    ...(precision === undefined ? {} : { precision }),
    ...(missed === undefined ? {} : { missed }),
  };
  const plan = await context.ui.withProgress('Counting what can be drawn', (signal) =>
    context.tasks.labelPlan({ runIds, guess }, signal),
  );
  if (open) await context.ui.showPage('Labels to plan', planText(plan));
  return plan;
}

const DESIGNS: Readonly<Record<PlanColumn['design'], string>> = {
  simple: 'at random',
  'flagged-plus-random': 'all flagged and some others',
  proportional: 'by verdict, in proportion',
  neyman: 'by verdict, Neyman',
};

/** Markdown; names no judge, model, group or condition. */
export function planText(plan: LabelPlan): string {
  const { transcripts, flagged, guess, columns, expected, needed } = plan;
  const percent = (value: number): string => `${Number((100 * value).toFixed(1))} %`;
  const head = columns.map(
    ({ design, method }) =>
      `${DESIGNS[design]}, ${method === 'ppi' ? 'with the judge’s help' : 'labels alone'}`,
  );
  const table = (first: string, rows: readonly (readonly string[])[]): string[] => [
    `| ${[first, ...head].join(' | ')} |`,
    `|---:|${head.map(() => '---:').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
  const points = (half: number | null): string => (half === null ? '–' : `±${(100 * half).toFixed(1)}`);
  return [
    '# How many labels?',
    '',
    `${groupedNumber(transcripts)} transcripts can be drawn, of which the judge flags ${groupedNumber(flagged)}.`,
    '',
    'Choose a number **before** you label, then draw it with *New Audit Sample…*. Who labels until the interval looks narrow enough gets one that holds far less often than it says.',
    '',
    '## What so many labels give',
    '',
    'Half-width of the 95 % interval to expect for the rate, in points, by labels in all:',
    '',
    ...table(
      'labels',
      expected.map(({ labels, halfWidths }) => [groupedNumber(labels), ...halfWidths.map(points)]),
    ),
    '',
    '## What a width takes',
    '',
    'Labels in all for a half-width of so many points; a dash where even labelling everything wouldn’t do:',
    '',
    ...table(
      'points',
      needed.map(({ halfWidth, labels }) => [
        points(halfWidth),
        ...labels.map((n) => (n === null ? '–' : groupedNumber(n))),
      ]),
    ),
    '',
    `Expected is that ${percent(guess.precision)} of what is flagged is right and that ${percent(guess.missed)} of the rest was missed. If that is wrong the interval comes out wider or narrower, and still holds. It is about these transcripts; about other prompts it is wider, the more so the fewer prompts there are.`,
    '',
  ].join('\n');
}
