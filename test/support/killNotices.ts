import { waitUntil } from './waitUntil.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

/**
 * Waits for a notification and presses one of its buttons, if one is named, in a window that is only just starting: whatever takes the
 * focus then closes the notification centre, so it is opened as often as it takes.
 */
export async function answerLateNotification(
  window: WorkbenchWindow,
  pattern: RegExp,
  button?: string,
): Promise<void> {
  await waitUntil(`a notification says ${String(pattern)}`, 40_000, async () => {
    try {
      await window.notification(pattern, { timeoutMs: 2_000 });
      if (button !== undefined) await window.answerNotification(pattern, button);
      return true;
    } catch {
      return false;
    }
  });
}
