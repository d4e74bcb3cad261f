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
  // Bars drawn beside text with ::before would keep axe from judging the text's contrast at all.
  await frame.evaluate(
    `axe.configure({ checks: [{ id: 'color-contrast', options: { ignorePseudo: true } }] })`,
  );
  const found = await frame.evaluate<
    AxeViolation[]
  >(`axe.run(document, { resultTypes: ['violations'] }).then((results) =>
    results.violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help, nodes: nodes.map((node) => node.html.slice(0, 300) + ' :: ' + node.failureSummary),
    })))`);
  return found.filter(({ impact }) => impacts.includes(impact));
}
