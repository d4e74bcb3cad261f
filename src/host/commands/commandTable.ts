/** Every command of the extension. A repository test holds this table and package.json's contributions equal. */
import type { Host } from '../hostContext.ts';
import { databaseCommands } from '../session/databaseCommands.ts';
import { transcriptCommands } from '../transcript/transcriptCommands.ts';
import type { Command } from './command.ts';

export const commandTable: readonly Command<Host>[] = [...transcriptCommands, ...databaseCommands];
