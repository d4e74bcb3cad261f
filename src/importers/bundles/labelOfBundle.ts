import { basename, dirname, relative, sep } from 'node:path';
import type { FoundFile } from '../expandPaths.ts';
import type { Bundle } from './bundler.ts';

/** What a bundle is called in the preview: its place relative to what was selected, with `/`. */
export function labelOfBundle({ path, claimed }: Pick<Bundle, 'path' | 'claimed'>, file?: FoundFile): string {
  if (file === undefined) return basename(path);
  if (claimed.has(path)) {
    // Beside the file whose label is known, or above or below it.
    const steps = relative(dirname(file.path), path).split(sep);
    const folders = file.label.split('/').slice(0, -1);
    while (steps[0] === '..' && folders.length > 0) {
      steps.shift();
      folders.pop();
    }
    return steps[0] === '..' ? basename(path) : [...folders, ...steps].join('/');
  }
  const below = relative(path, file.path).split(sep).join('/');
  const label = file.label.endsWith(`/${below}`) ? file.label.slice(0, -below.length - 1) : '';
  return label === '' ? basename(path) : label;
}
