/** Every command of the extension. A repository test holds this table and package.json's contributions equal. */
import { exportCommands } from '../exports/exportCommands.ts';
import type { Host } from '../hostContext.ts';
import { importCommands } from '../import/importCommands.ts';
import { databaseCommands } from '../session/databaseCommands.ts';
import { reworkCommands } from '../rework/reworkCommands.ts';
import { summaryCommands } from '../summary/summaryCommands.ts';
import { transcriptCommands } from '../transcript/transcriptCommands.ts';
import { treeCommands } from '../trees/treeCommands.ts';
import type { Command } from './command.ts';

export const commandTable: readonly Command<Host>[] = [
  ...importCommands<Host>((host) => host.imports),
  ...treeCommands,
  ...reworkCommands,
  ...transcriptCommands,
  ...exportCommands<Host>((host) => host.exports),
  ...summaryCommands,
  ...databaseCommands,
];
