/** What Bloom wrote about one behaviour: transcripts, beside or below the judgments of them. */
import { basename, dirname } from 'node:path';
import type { FoundFile } from '../expandPaths.ts';
import { auditKind, type AuditKind } from '../petri/auditKind.ts';
import { transcriptNumbers } from '../petri/bloomNames.ts';
import type { Bundle, Bundler, Selection } from './bundler.ts';

const STAGE = /^(judgment|understanding|ideation|rollout)\.json(\.gz|\.zst|\.zstd)?$/i;
const STAGE_KINDS: readonly (AuditKind | undefined)[] = [
  'bloomJudgments',
  'bloomUnderstanding',
  'bloomIdeation',
  'bloomRollout',
];

export const bloomEvaluation: Bundler = {
  id: 'bloomEvaluation',
  async find(selection) {
    const evaluations = new Map<string, { transcripts: FoundFile[]; stages: FoundFile[] }>();
    for (const file of selection.files) {
      const name = basename(file.path);
      const isTranscript = transcriptNumbers(name) !== undefined;
      if (!isTranscript && !STAGE.test(name)) continue;
      const folder = dirname(file.path);
      const below = isTranscript && basename(folder).toLowerCase() === 'transcripts';
      const home = below ? dirname(folder) : folder;
      const evaluation = evaluations.get(home) ?? { transcripts: [], stages: [] };
      evaluations.set(home, evaluation);
      (isTranscript ? evaluation.transcripts : evaluation.stages).push(file);
    }
    const bundles: Bundle[] = [];
    for (const [folder, { transcripts, stages }] of evaluations) {
      const bundle = await bundleOf(folder, transcripts, stages, selection);
      if (bundle !== undefined) bundles.push(bundle);
    }
    return bundles;
  },
};

async function bundleOf(
  folder: string,
  transcripts: readonly FoundFile[],
  stages: readonly FoundFile[],
  selection: Selection,
): Promise<Bundle | undefined> {
  const [first] = transcripts;
  if (first === undefined || stages.length === 0) return undefined;
  const kind = await kindOf(first, selection);
  if (kind !== 'bloom' && kind !== 'petri') return undefined;
  const known: FoundFile[] = [];
  let judgments: FoundFile | undefined;
  let scenarios: FoundFile | undefined;
  for (const stage of stages) {
    const stageKind = await kindOf(stage, selection);
    if (!STAGE_KINDS.includes(stageKind)) continue;
    known.push(stage);
    if (stageKind === 'bloomJudgments' && /^judgment/i.test(basename(stage.path))) judgments = stage;
    if (stageKind === 'bloomIdeation') scenarios = stage;
  }
  if (judgments === undefined) return undefined;
  const all = [...transcripts, ...known];
  // Stages that were chosen one by one beside a folder of transcripts speak for the folder that both lie in.
  const place = dirname(first.path);
  const isWhole = place !== folder && transcripts.every((file) => !file.chosen);
  const chosen = !isWhole && all.some((file) => file.chosen);
  return {
    path: chosen ? judgments.path : folder,
    ...(chosen
      ? {
          members: [
            ...(scenarios === undefined ? [] : [{ path: scenarios.path, role: 'scenarios' }]),
            ...transcripts.map(({ path }) => ({ path, role: 'transcript' })),
          ],
        }
      : undefined),
    recognition: {
      kind: 'transcripts',
      importer: 'bloom',
      description: 'Bloom evaluation',
      carries: ['model'],
      headerOnly: false,
    },
    claimed: new Set(all.map(({ path }) => path)),
    sizeBytes: all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...(place === folder ? {} : { formerPath: place }),
  };
}

async function kindOf(file: FoundFile, selection: Selection): Promise<AuditKind | undefined> {
  const head = await selection.head(file.path);
  return head === undefined ? undefined : auditKind(head);
}
