/** What is kept from a reader until they have answered, and what they could see when they did. */

/** The four things that sway an answer; true: hidden. */
export interface Blindness {
  readonly judge: boolean;
  readonly model: boolean;
  readonly group: boolean;
  readonly condition: boolean;
}

export const HIDEABLE = ['judge', 'model', 'group', 'condition'] as const;
export type Hideable = (typeof HIDEABLE)[number];

export const NOTHING_HIDDEN: Blindness = { judge: false, model: false, group: false, condition: false };

/** What could be seen when an event was made. */
export interface Shown {
  readonly judge: boolean;
  readonly model: boolean;
  readonly group: boolean;
  readonly condition: boolean;
  /** True when the condition was hidden but the text itself tells it, as a trigger does; absent when it doesn't. */
  readonly conditionInferable?: boolean;
  /** True when parts of the text were masked on request; absent when none were. */
  readonly masked?: boolean;
}

export function hidesAnything(blindness: Blindness): boolean {
  return HIDEABLE.some((name) => blindness[name]);
}
