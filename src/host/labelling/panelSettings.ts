/** What the transcript page is told of settings: scheme, keys, manners. Pure. */
import { resolveKeys } from '../../core/keymap.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { PanelSettings } from '../../protocol/transcriptPanel.ts';

export interface RawSettings {
  readonly keys: unknown;
  readonly advanceAfterLabel: boolean;
  readonly readOnlyReason: string;
}

/**
 * The page's settings, and what of the user's could not be followed.
 *
 * @param further schemes of further questions; their keys count only while their question is asked
 */
export function panelSettings(
  scheme: LabelScheme,
  further: readonly LabelScheme[],
  raw: RawSettings,
): { readonly settings: PanelSettings; readonly problems: readonly string[] } {
  const keymap = resolveKeys(raw.keys, scheme);
  const also = further.map((other) => resolveKeys(raw.keys, other));
  return {
    settings: {
      scheme: keymap.scheme,
      keys: keymap.keys,
      ...(also.length === 0
        ? {}
        : { also: also.map(({ scheme: asked, keys }) => ({ scheme: asked, keys })) }),
      advanceAfterLabel: raw.advanceAfterLabel,
      readOnlyReason: raw.readOnlyReason,
    },
    // What the setting itself has wrong is said once.
    problems: [...new Set([keymap, ...also].flatMap(({ problems }) => problems))],
  };
}
