/** What the transcript page is told of settings: scheme, keys, manners. Pure. */
import { resolveKeys } from '../../core/keymap.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { PanelSettings } from '../../protocol/transcriptPanel.ts';

export interface RawSettings {
  readonly keys: unknown;
  readonly advanceAfterLabel: boolean;
  readonly readOnlyReason: string;
}

/** The page's settings, and what of the user's could not be followed. */
export function panelSettings(
  scheme: LabelScheme,
  raw: RawSettings,
): { readonly settings: PanelSettings; readonly problems: readonly string[] } {
  const keymap = resolveKeys(raw.keys, scheme);
  return {
    settings: {
      scheme: keymap.scheme,
      keys: keymap.keys,
      advanceAfterLabel: raw.advanceAfterLabel,
      readOnlyReason: raw.readOnlyReason,
    },
    problems: keymap.problems,
  };
}
