/** Transcripts of the auditing agent Petri: one JSON document each (formats F6). */
import { stat } from 'node:fs/promises';
import type { Recognition } from '../../core/importPlan.ts';
import type { ImportItem, Importer, ReadOptions } from '../importer.ts';
import { stemOf } from '../openText.ts';
import { readOnePerFile } from '../readOnePerFile.ts';
import { readAuditDocument } from './auditDocument.ts';
import { auditKind, type AuditKind } from './auditKind.ts';
import { petriTranscript } from './petriTranscript.ts';

export const petri: Importer = {
  id: 'petri',
  version: 1,
  onePerFile: true,

  recognise(head) {
    const kind = auditKind(head);
    if (kind === undefined || kind === 'bloom') return undefined;
    return kind === 'petri' ? transcripts('petri', 'Petri transcript') : REFUSALS[kind];
  },

  // Its authors publish means of scores, no threshold.
  defaultRule: () => undefined,

  read: readPetri,
};

export function transcripts(importer: string, description: string): Recognition {
  return { kind: 'transcripts', importer, description, carries: ['model'], headerOnly: false };
}

const FOLDER = 'Choose the folder with its transcripts (transcript_v1r1.json and so on).';

const REFUSALS: Readonly<Record<Exclude<AuditKind, 'petri' | 'bloom'>, Recognition>> = {
  empty: refusal('It is a Petri transcript without any messages.', 'Choose the transcripts that have some.'),
  schema: refusal('It is the JSON Schema of Petri’s transcripts.', 'Choose the transcripts themselves.'),
  bloomJudgments: refusal('It holds Bloom’s judgments without the transcripts they are about.', FOLDER),
  bloomUnderstanding: refusal('It is what Bloom wrote about a behaviour before it tested for it.', FOLDER),
  bloomIdeation: refusal('It is Bloom’s list of scenarios, without answers.', FOLDER),
  bloomRollout: refusal('It is Bloom’s list of rollouts.', FOLDER),
};

function refusal(reason: string, hint: string): Recognition {
  return { kind: 'refused', reason, hint };
}

async function* readPetri(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const folder = await stat(options.path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (folder || options.members?.some(({ role }) => role === 'transcript') === true) {
    yield* readOnePerFile(petri, options);
    return;
  }
  const document = await readAuditDocument(options);
  const { transcript, warnings } = petriTranscript(document, options.suite ?? stemOf(options.path));
  const items: ImportItem[] = document.problems.map((problem) => ({
    kind: 'problem',
    problem: { ...problem, severity: transcript === undefined ? 'error' : 'warning' },
  }));
  for (const reason of warnings) items.push(auditProblem('warning', reason));
  items.push(
    transcript === undefined
      ? auditProblem('error', 'It has no messages that can be read.')
      : { kind: 'transcript', transcript },
  );
  yield items;
}

/** About a whole document. */
export function auditProblem(severity: 'error' | 'warning', reason: string, row = 1): ImportItem {
  return { kind: 'problem', problem: { row, line: 1, severity, reason, excerpt: '' } };
}
