/** Folders of agentic-misalignment samples, which their importer lists itself. */
import { RESPONSE_PATH } from '../agenticFolder.ts';
import type { FoundFile } from '../expandPaths.ts';
import type { Bundle, Bundler } from './bundler.ts';

export const agenticFolders: Bundler = {
  id: 'agenticFolders',
  async find(selection) {
    const roots = new Map<string, FoundFile[]>();
    for (const file of selection.files) {
      // A sample chosen by itself is not a wish for its whole folder.
      if (file.chosen) continue;
      const slashed = file.path.replaceAll('\\', '/');
      const match = RESPONSE_PATH.exec(slashed);
      if (match === null) continue;
      const root = file.path.slice(0, match.index);
      const files = roots.get(root);
      if (files === undefined) roots.set(root, [file]);
      else files.push(file);
    }
    const bundles: Bundle[] = [];
    for (const [root, samples] of roots) {
      const first = await selection.head(samples[0]?.path ?? '');
      if (first === undefined || !/"(raw_response|classification|error)"\s*:/.test(first.text)) continue;
      // Prompts and other files of the folder belong to it.
      const prompts = selection.files.filter(
        ({ path }) => path.startsWith(root) && /^[\\/]prompts[\\/]/.test(path.slice(root.length)),
      );
      const claimed = [...samples, ...prompts];
      bundles.push({
        path: root,
        recognition: {
          kind: 'transcripts',
          importer: 'agenticFolder',
          description: `agentic-misalignment folder, ${samples.length.toLocaleString('en')} samples`,
          carries: ['model', 'condition'],
          headerOnly: false,
        },
        claimed: new Set(claimed.map(({ path }) => path)),
        sizeBytes: samples.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      });
    }
    return bundles;
  },
};
