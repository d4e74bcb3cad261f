import { visible } from './trees/oneLine.ts';

/**
 * A message with recorded names in it, as VS Code may show it. VS Code turns `[words](command:…)` of a notification into
 * a link that runs the command when clicked; a file or a probe can be called that. Hidden characters are named.
 */
export function plainMessage(text: string): string {
  return visible(text).replaceAll('](', '] (');
}
