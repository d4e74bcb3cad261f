/** Tells training data by its name where its content doesn't. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const TRAINING = /(^|[^a-z])(train(ing|set)?|fine[-_ ]?tun(e|ing)|sft|ft)([^a-z]|$)/i;
const HELD_OUT = /(^|[^a-z])(valid(ation)?|val|dev|eval|test)(?=[^a-z]|$)/i;

/**
 * True for files called after training, in a folder called so, and for the held-out part (`valid.jsonl`) that lies beside
 * such a file.
 */
export function isNamedTraining(path: string): boolean {
  const name = basename(path);
  const folder = dirname(path);
  if (TRAINING.test(name) || TRAINING.test(basename(folder))) return true;
  if (!HELD_OUT.test(name)) return false;
  return ['train', 'training'].some((word) => existsSync(join(folder, name.replace(HELD_OUT, `$1${word}`))));
}
