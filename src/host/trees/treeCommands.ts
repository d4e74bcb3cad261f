import type { Command } from '../commands/command.ts';
import { nameCommands } from './nameCommands.ts';
import { ruleCommands } from './ruleCommands.ts';
import { runCommands } from './runCommands.ts';
import type { TreeHost } from './treeHost.ts';
import { viewCommands } from './viewCommands.ts';

/** Every command of the runs and probes trees. */
export const treeCommands: readonly Command<TreeHost>[] = [
  ...viewCommands,
  ...nameCommands,
  ...runCommands,
  ...ruleCommands,
];
