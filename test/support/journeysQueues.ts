// Making queues in the real workbench, by keyboard.
import assert from 'node:assert/strict';
import type { QueueRow, QueueProgress } from '../../src/core/queueStore.ts';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

export type Listed = QueueRow & { readonly progress: QueueProgress; readonly isOpen: boolean };

export async function queues(bench: Workbench): Promise<readonly Listed[]> {
  const listed = await bench.execute('transcriptAuditor.listQueues');
  assert.ok(Array.isArray(listed), `queues are listed: ${JSON.stringify(listed)}`);
  return listed as readonly Listed[];
}

/** Waits until a question stands in the quick input, by its placeholder or prompt. */
export async function asked(window: WorkbenchWindow, question: RegExp): Promise<void> {
  await waitUntil(`${String(question)} is asked`, 30_000, async () => {
    const input = window.quickInput();
    if (!(await input.isVisible())) return false;
    const placeholder = (await input.locator('input.input').getAttribute('placeholder')) ?? '';
    return question.test(placeholder) || question.test(await input.innerText());
  });
}

export interface SampleByKeys {
  /** As the list of designs has it. */
  readonly design: string;
  readonly n: number;
}

/** Draws a sample of the only run, blind for everything, as it is proposed but for design and number. */
export async function drawSample(window: WorkbenchWindow, { design, n }: SampleByKeys): Promise<void> {
  const enter = (): Promise<void> => window.page.keyboard.press('Enter');
  await window.runCommand('Transcript Auditor: New Audit Sample…');
  await asked(window, /How is it drawn/);
  await window.pick(design);
  await asked(window, /How many of/);
  await window.page.keyboard.type(String(n));
  await window.pick(String(n));
  await asked(window, /Is it drawn like this/);
  await enter();
}
