/**
 * Symbolic links for inputs. A process that may write to one folder only isn't let make any, but may move those that are
 * there: its parent makes some to begin with.
 */
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Out of the folder, in circles, to nothing, and to what never ends. */
export const LINK_TARGETS = [
  '../elsewhere.csv',
  '.',
  '..',
  'nowhere',
  'link.json',
  '/dev/zero',
  '/dev/stdin',
  '/proc/self/environ',
] as const;

/** More than a process uses up. */
export const LINKS_EACH = 100;

export type LinkTarget = (typeof LINK_TARGETS)[number];

export class SpareLinks {
  readonly #folder: string;
  readonly #each: number;
  readonly #used = new Map<LinkTarget, number>();

  constructor(folder: string, each: number) {
    this.#folder = folder;
    this.#each = each;
  }

  make(): void {
    mkdirSync(this.#folder, { recursive: true });
    LINK_TARGETS.forEach((target, index) => {
      for (let link = 0; link < this.#each; link++) symlinkSync(target, this.#path(index, link));
    });
  }

  /** Nothing is put there when there are no more of them. */
  put(target: LinkTarget, path: string): void {
    const link = this.#used.get(target) ?? 0;
    if (link >= this.#each) return;
    this.#used.set(target, link + 1);
    renameSync(this.#path(LINK_TARGETS.indexOf(target), link), path);
  }

  #path(index: number, link: number): string {
    return join(this.#folder, `${index}-${link}`);
  }
}
