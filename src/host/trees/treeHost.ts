import type { Trees } from './trees.ts';

/** What the tree's commands are run with; the host as a whole has this part. */
export interface TreeHost {
  readonly trees: Trees;
}
