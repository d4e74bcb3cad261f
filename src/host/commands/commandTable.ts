/** Every command of the extension, loaded with the first that is called. A repository test holds it and package.json equal. */
import { AuditError } from '../../core/errors.ts';
import { auditCommands } from '../auditPage/auditCommands.ts';
import { endpointCommands } from '../endpoints/endpointCommands.ts';
import { evalCommands } from '../evals/evalCommands.ts';
import { externalCommands } from '../external/externalCommands.ts';
import { exportCommands } from '../exports/exportCommands.ts';
import { editedSourceCommands } from '../exports/editedSourceCommands.ts';
import { mappingCommands } from '../exports/mappingCommands.ts';
import { reportCommands } from '../exports/reportCommands.ts';
import { findingCommands } from '../findings/findingCommands.ts';
import type { Host } from '../hostContext.ts';
import { importCommands } from '../import/importCommands.ts';
import { runPageCommands } from '../runPage/runPageCommands.ts';
import { queueCommands } from '../queues/queueCommands.ts';
import { schemeCommands } from '../schemes/schemeCommands.ts';
import { databaseCommands } from '../session/databaseCommands.ts';
import { reworkCommands } from '../rework/reworkCommands.ts';
import { sharingCommands } from '../sharing/sharingCommands.ts';
import { summaryCommands } from '../summary/summaryCommands.ts';
import { transcriptCommands } from '../transcript/transcriptCommands.ts';
import { treeCommands } from '../trees/treeCommands.ts';
import { watchCommands } from '../watch/watchCommands.ts';
import type { Command } from './command.ts';

export const commandTable: readonly Command<Host>[] = [
  ...importCommands<Host>((host) => host.imports),
  ...watchCommands<Host>((host) => host.watches),
  ...treeCommands,
  ...findingCommands,
  ...queueCommands<Host>((host) => host.queues),
  ...reworkCommands,
  ...transcriptCommands,
  ...exportCommands<Host>((host) => host.exports),
  ...editedSourceCommands<Host>((host) => host.exports),
  ...mappingCommands<Host>((host) => host.exports),
  ...reportCommands<Host>((host) => host.exports),
  ...evalCommands<Host>((host) => host.evals),
  ...externalCommands<Host>((host) => host.evals),
  ...endpointCommands<Host>((host) => host.evals.context),
  ...runPageCommands,
  ...auditCommands,
  ...schemeCommands,
  ...sharingCommands<Host>((host) => host.sharing),
  ...summaryCommands,
  ...databaseCommands,
];

const byId = new Map<string, Command<Host>>(commandTable.map((command) => [command.id, command]));

/** @throws AuditError `bug` for a command of package.json that the table lacks */
export function commandById(id: string): Command<Host> {
  const command = byId.get(id);
  if (command === undefined) throw new AuditError('bug', `There is no command ${id}.`);
  return command;
}
