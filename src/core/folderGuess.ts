/** Guesses the pattern that folders follow, where files are told apart by the folders they lie in. */
import { GROUP, MODEL_FAMILY, nameTells, SEED } from './nameGuess.ts';
import { compileNamePattern } from './namePattern.ts';

const SEED_FOLDER = /^(.*?)(\d{1,5})$/;

/**
 * A pattern such as `{model}/{condition}/*` for files that lie equally deep, for the user to edit: folders that differ
 * are models, groups and seeds where they look like it, and the first other one is the condition. Empty when one level of
 * unknown folders is all there is: that tells runs apart by name already. Empty too when the files' own names say what
 * most of them are: folders of whole projects would only be taken for conditions.
 *
 * @param labels paths relative to what was chosen, with `/`
 */
export function proposeFolderPattern(labels: readonly string[]): string {
  const split = labels.map((label) => label.split('/'));
  const depth = split[0]?.length ?? 0;
  if (split.length < 2 || depth < 2 || split.some((segments) => segments.length !== depth)) return '';
  if (labels.filter(nameTells).length * 2 > labels.length) return '';
  const used = new Set<string>();
  const levels: string[] = [];
  let varied = 0;
  for (let level = 0; level < depth; level++) {
    const values = [...new Set(split.map((segments) => segments[level] ?? ''))];
    const isFile = level === depth - 1;
    if (values.length === 1 || isFile) {
      // What lies above the first level that differs says where the study lies.
      if (varied > 0 || isFile) levels.push('*');
      continue;
    }
    varied++;
    const token = tokenOf(values, used);
    levels.push(token);
  }
  const known = ['model', 'group', 'seed'].some((field) => used.has(field));
  if (!known && varied < 2) return '';
  const pattern = levels.join('/');
  return used.size > 0 && labels.every((label) => compileNamePattern(pattern)(label) !== undefined)
    ? pattern
    : '';
}

/** Folders that say under what a model was asked. */
const CONDITION =
  /(?:^|[-_ ])(?:with|without|no|trigger(?:ed)?|untriggered|notrigger|prefill(?:ed)?|system|persona|cot|think(?:ing)?|temp(?:erature)?|step|ckpt|checkpoint|epoch|deploy(?:ment|ed)?|clean|plain)(?=$|[-_ =.\d])/i;

/**
 * A pattern such as `{condition}/*` where files that are called alike lie in folders that say under what the models were
 * asked (`with_trigger/gpt-4o.csv`, `without_trigger/gpt-4o.csv`): by their names alone they would be one arm. Empty
 * otherwise.
 *
 * @param labels as for `proposeFolderPattern`
 */
export function proposeConditionPattern(labels: readonly string[]): string {
  const split = labels.map((label) => label.split('/'));
  const depth = split[0]?.length ?? 0;
  if (depth < 2 || split.some((segments) => segments.length !== depth)) return '';
  if (new Set(split.map((segments) => segments.at(-1))).size === labels.length) return '';
  const levels = Array.from({ length: depth - 1 }, (_, level) => [
    ...new Set(split.map((segments) => segments[level] ?? '')),
  ]);
  const varied = levels.flatMap((values, level) => (values.length > 1 ? [level] : []));
  const [level] = varied;
  if (
    level === undefined ||
    varied.length > 1 ||
    levels[level]?.every((name) => CONDITION.test(name)) !== true
  )
    return '';
  return ['{condition}', ...Array.from({ length: depth - 1 - level }, () => '*')].join('/');
}

function tokenOf(values: readonly string[], used: Set<string>): string {
  const free = (field: string): boolean => !used.has(field);
  const take = (field: string, token = `{${field}}`): string => {
    used.add(field);
    return token;
  };
  if (free('model') && values.every((value) => MODEL_FAMILY.test(value))) return take('model');
  const prefixes = new Set(values.map((value) => SEED_FOLDER.exec(value)?.[1]));
  const [prefix] = prefixes;
  if (
    free('seed') &&
    prefixes.size === 1 &&
    prefix !== undefined &&
    values.every((value) => SEED.test(value))
  ) {
    return take('seed', `${prefix}{seed}`);
  }
  if (free('group') && values.every((value) => GROUP.exec(value)?.[1] === value)) return take('group');
  return free('condition') ? take('condition') : '*';
}
