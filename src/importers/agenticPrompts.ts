/** What samples of one condition were asked: texts in a folder of the condition's name. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAXIMUM_RECORD_BYTES } from './limits.ts';

export interface AgenticPrompts {
  readonly system: string | undefined;
  /** The task, and after a blank line the e-mails, as they were sent. */
  readonly user: string | undefined;
}

/** Undefined when there is neither. Marks against training on the texts stay in them. */
export async function agenticPrompts(folder: string): Promise<AgenticPrompts | undefined> {
  const [system, task, emails] = await Promise.all(
    ['system_prompt.txt', 'user_prompt.txt', 'email_content.txt'].map((name) => textOf(join(folder, name))),
  );
  const user = [task, emails].filter((text) => text !== undefined && text !== '').join('\n\n');
  if (system === undefined && user === '') return undefined;
  return { system, user: user === '' ? undefined : user };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAXIMUM_RECORD_BYTES) return undefined;
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}

/** `blackmail_explicit-america_replacement`: the scenario, the goal's kind and what it is, the threat. */
export function conditionParts(condition: string): Readonly<Record<string, string>> {
  const match = /^([a-z]+)_([a-z]+)-([a-z0-9]+(?:-[a-z0-9]+)*)_([a-z0-9-]+)(?:_(.+))?$/i.exec(condition);
  if (match === null) return {};
  const [, scenario = '', goal = '', goalValue = '', threat = '', more] = match;
  return {
    scenario,
    goal,
    goal_value: goalValue,
    threat,
    ...(more === undefined ? undefined : { variant: more }),
  };
}
