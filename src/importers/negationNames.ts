/** What the path of a negation-neglect results file says: `<model>/<claim>/<condition>/<step>/<eval>.csv`. */
import { stemOf } from './openText.ts';

export interface PathNames {
  readonly model?: string;
  readonly condition?: string;
  /** The training step, as written. */
  readonly step?: string;
  /** Which set of questions: open, choice, robustness. */
  readonly evaluation?: string;
}

const STEP = /^(?:step|checkpoint|ckpt)s?[-_=]?(\d+|final|last)$|^(?:final|base)$/i;

/**
 * Nothing unless a folder is called like the claim, so that no other folders are taken for a model or a condition.
 *
 * @param claim as the file's rows have it
 */
export function namesInPath(path: string, claim: string): PathNames {
  const folders = path.replaceAll('\\', '/').split('/').slice(0, -1);
  const at = folders.findLastIndex((folder) => claim !== '' && normal(folder) === normal(claim));
  if (at < 0) return {};
  const below = folders.slice(at + 1);
  const stepFolder = below.find((folder) => STEP.test(folder));
  const [condition] = below.filter((folder) => folder !== stepFolder);
  const model = folders[at - 1];
  const step = stepFolder === undefined ? undefined : (STEP.exec(stepFolder)?.[1] ?? stepFolder);
  const named = [condition, step === undefined ? undefined : `step ${step}`].filter(
    (part) => part !== undefined,
  );
  return {
    ...(model === undefined || model === '' ? undefined : { model }),
    ...(named.length === 0 ? undefined : { condition: named.join(', ') }),
    ...(step === undefined ? undefined : { step }),
    evaluation: stemOf(path),
  };
}

function normal(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
