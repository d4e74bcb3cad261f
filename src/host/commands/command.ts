import type { Host } from '../hostContext.ts';

/** One command of the palette. Arguments may stand in for every answer it would ask for (docs/commands.md). */
export interface Command<Context = Host> {
  readonly id: `transcriptAuditor.${string}`;
  /** As contributed in package.json; a repository test compares them. */
  readonly title: string;
  run(context: Context, ...args: unknown[]): unknown;
}
