import { maskText } from '../core/maskText.ts';
import { hiddenNames } from './blindness/hiddenNames.ts';
import { visible } from './trees/oneLine.ts';

/**
 * A message with recorded names in it, as VS Code may show it. VS Code turns `[words](command:…)` of a notification into
 * a link that runs the command when clicked; a file or a probe can be called that. Hidden characters are named. What a queue
 * hides is blocked out, whatever the message is about.
 */
export function plainMessage(text: string): string {
  return maskText(visible(text), hiddenNames.pattern).replaceAll('](', '] (');
}
