/** Folders of a judge audit: manifest.json, the texts it lists, ground_truth.json and a results file a judge. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BundleMember } from '../../core/importPlan.ts';
import { isReference, parseVerdicts } from '../auditVerdicts.ts';
import { fileOf, judgeAudit, manifestOf } from '../judgeAudit.ts';
import type { Bundle, Bundler } from './bundler.ts';

export const judgeAudits: Bundler = {
  id: 'judgeAudits',

  async find(selection) {
    const bundles: Bundle[] = [];
    for (const { path } of selection.files) {
      if (basename(path) !== 'manifest.json') continue;
      const head = await selection.head(path);
      const entries = head === undefined ? undefined : manifestOf(head);
      if (head === undefined || entries === undefined) continue;
      const folder = dirname(path);
      const members: BundleMember[] = [];
      let sizeBytes = head.sizeBytes;
      for (const { path: other } of selection.files) {
        if (dirname(other) !== folder || !/\.json$/i.test(other) || other === path) continue;
        const found = await selection.head(other);
        if (found?.complete !== true || parseVerdicts(found.text) === undefined) continue;
        members.push({ path: other, role: isReference(other) ? 'reference' : 'judgments' });
        sizeBytes += found.sizeBytes;
      }
      // Text files aren't looked for in folders: the manifest says which of them are meant.
      for (const entry of entries) {
        const text = join(folder, fileOf(entry) ?? '');
        const size = await sizeOf(text);
        if (size === undefined) continue;
        members.push({ path: text, role: 'transcript' });
        sizeBytes += size;
      }
      const texts = members.filter(({ role }) => role === 'transcript').length;
      if (texts === 0) continue;
      const judges = members.filter(({ role }) => role === 'judgments').length;
      const reference = members.some(({ role }) => role === 'reference') ? ' and reference labels' : '';
      bundles.push({
        path,
        members,
        recognition: {
          kind: 'transcripts',
          importer: judgeAudit.id,
          description: `judge audit: ${texts} answers with verdicts of ${judges} judges${reference}`,
          carries: ['model', 'condition'],
          headerOnly: false,
        },
        claimed: new Set([path, ...members.map((member) => member.path)]),
        sizeBytes,
      });
    }
    return bundles;
  },
};

async function sizeOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    (stats) => (stats.isFile() ? stats.size : undefined),
    () => undefined,
  );
}
