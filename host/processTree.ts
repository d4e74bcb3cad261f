// The processes below one of ours, read from /proc (the npm host runs on Linux; elsewhere the answers are empty).
import { readFileSync, readdirSync } from 'node:fs';

/** All descendants of a process, parents before children. */
export function childrenOf(root: number): number[] {
  const byParent = new Map<number, number[]>();
  for (const name of entries('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The command, in parentheses, may hold spaces and parentheses: the fields start after the last one.
    const fields = read(`/proc/${name}/stat`).split(') ').pop()?.split(' ');
    const parent = Number(fields?.[1]);
    const pid = Number(name);
    byParent.set(parent, [...(byParent.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.shift(); pid !== undefined; pid = queue.shift()) {
    const children = byParent.get(pid) ?? [];
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

/** The words a process was started with, separated by spaces. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
