// Runs axe-core inside one document of ours. The workbench around it has violations of its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

/** One rule that a document breaks, with the elements that break it. */
export interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

let source: string | undefined;

/** The violations in this document, the serious and critical ones only unless told otherwise. */
export async function axeViolations(
  frame: Frame | Page,
  { impacts = ['serious', 'critical'] }: { readonly impacts?: readonly string[] } = {},
): Promise<readonly AxeViolation[]> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await frame.evaluate(source);
  await frame.evaluate(IGNORE_PSEUDO);
  const found = await frame.evaluate<
    AxeViolation[]
  >(`axe.run(document, { resultTypes: ['violations'] }).then((results) =>
    results.violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help, nodes: nodes.map((node) => node.html.slice(0, 300) + ' :: ' + node.failureSummary),
    })))`);
  return found.filter(({ impact }) => impacts.includes(impact));
}

// Bars drawn beside text with ::before keep axe from judging the text's contrast at all. The options are axe's own but
// for `ignorePseudo`: a check takes them whole.
const IGNORE_PSEUDO = `axe.configure({ checks: [{ id: 'color-contrast', options: {
  ignoreUnicode: true, ignoreLength: false, ignorePseudo: true, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
  contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } },
  pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03,
} }] })`;
