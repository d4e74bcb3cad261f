/** One question of llmcomp's cache with all models' answers, and the verdicts kept in the cache's other half. */
import { dirname } from 'node:path';
import type { BundleMember } from '../../core/importPlan.ts';
import type { FoundFile } from '../expandPaths.ts';
import { isJudgeCache, llmcompCache, llmcompMetadata } from '../llmcompCache.ts';
import type { Bundle, Bundler } from './bundler.ts';

export const llmcompFolder: Bundler = {
  id: 'llmcompFolder',
  async find(selection) {
    const judges: FoundFile[] = [];
    const questions = new Map<string, FoundFile[]>();
    for (const file of selection.files) {
      if (!/\.jsonl$/i.test(file.path)) continue;
      const read = await selection.head(file.path);
      const metadata = read === undefined ? undefined : llmcompMetadata(read);
      if (metadata === undefined) continue;
      const key = JSON.stringify([dirname(file.path), metadata.name]);
      questions.set(key, [...(questions.get(key) ?? []), file]);
    }
    // Other folders of JSON documents needn't be looked into.
    if (questions.size === 0) return [];
    for (const file of selection.files) {
      if (!/\.json$/i.test(file.path)) continue;
      const read = await selection.head(file.path);
      if (read !== undefined && isJudgeCache(read)) judges.push(file);
    }
    const bundles: Bundle[] = [];
    for (const [main, ...others] of questions.values()) {
      if (main === undefined || (others.length === 0 && judges.length === 0)) continue;
      const read = await selection.head(main.path);
      const recognition = read === undefined ? undefined : llmcompCache.recognise(read);
      if (recognition?.kind !== 'transcripts') continue;
      const members: BundleMember[] = [
        ...others.map(({ path }) => ({ path, role: 'answers' })),
        // Which judges were asked about a question isn't said anywhere; those that weren't have nothing to join.
        ...judges.map(({ path }) => ({ path, role: 'judgments' })),
      ];
      const all = [main, ...others, ...judges];
      bundles.push({
        path: main.path,
        members,
        recognition: { ...recognition, headerOnly: false },
        claimed: new Set([main, ...others, ...(bundles.length === 0 ? judges : [])].map(({ path }) => path)),
        sizeBytes: all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      });
    }
    return bundles;
  },
};
