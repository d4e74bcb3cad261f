/** A database with a worker's check of findings on it, and short ways to make runs, for the tests of this folder. */
import type { TestContext } from 'node:test';
import type { FindingRow } from '../../../src/core/findingStore.ts';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import type { Judge, Judgment, TokenDistribution } from '../../../src/core/judgment.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { plainTurn, type Turn } from '../../../src/core/transcript.ts';
import {
  checkFindings,
  type CheckedFindings,
  type CheckFindingsParams,
} from '../../../src/worker/tasks/checkFindings.ts';
import {
  all,
  imported,
  importRun,
  storageDesk,
  type RunFields,
  type StorageDesk,
} from '../storage/storageDesk.ts';

export interface FindingsDesk extends StorageDesk {
  readonly check: (params?: Partial<CheckFindingsParams>) => Promise<CheckedFindings>;
  /** Findings of a rule, of one run or of all. */
  readonly found: (rule: string, runId?: number) => readonly FindingRow[];
  /** Source rows of a finding's transcripts. */
  readonly rowsOf: (finding: FindingRow | undefined) => number[];
  /** Imports transcripts as a run with a file of its own. */
  readonly run: (transcripts: readonly ImportedTranscript[], fields?: RunFields) => number;
  readonly fact: (runId: number, name: string, value: unknown) => void;
}

/** Checks as the worker would; a rule that fails fails the test. */
export function checkOn(
  database: AuditDatabase,
  params: Partial<CheckFindingsParams> = {},
  more: Partial<Parameters<typeof checkFindings>[1]> = {},
): Promise<CheckedFindings> {
  return checkFindings(
    { runs: 'all', off: [], severities: {}, ...params },
    {
      database: () => Promise.resolve(database),
      owner: 'test',
      yieldFlag: new Int32Array(new SharedArrayBuffer(4)),
      signal: new AbortController().signal,
      progress: () => undefined,
      ask: () => Promise.reject(new Error('nothing is asked')),
      log: (line) => {
        throw new Error(line);
      },
      ...more,
    },
  );
}

export async function findingsDesk(t: TestContext): Promise<FindingsDesk> {
  const desk = await storageDesk(t);
  let files = 0;
  return {
    ...desk,
    check: (params) => checkOn(desk.worker, params),
    found: (rule, runId) =>
      desk.store
        .findings()
        .filter((finding) => finding.rule === rule && (runId === undefined || finding.runId === runId)),
    rowsOf: (finding) =>
      finding === undefined
        ? []
        : all<{ row: number }>(
            desk.host.db,
            `SELECT t.source_row AS row FROM finding_transcript x JOIN transcript t ON t.id = x.transcript_id
             WHERE x.finding_id = ? ORDER BY t.source_row`,
            finding.findingId,
          ).map(({ row }) => row),
    run: (transcripts, fields = {}) => {
      files += 1;
      return importRun(desk.worker, transcripts, {
        sha256: String(files).padStart(64, '0'),
        ...fields,
        file: { path: `/data/${files}.csv`, runName: `run ${files}`, ...fields.file },
      });
    },
    fact: (runId, name, value) => {
      desk.worker.db
        .prepare('INSERT INTO run_fact (run_id, name, value) VALUES (?, ?, ?)')
        .run(runId, name, JSON.stringify(value));
    },
  };
}

/** A sentence that no other number gives, long enough never to agree by chance. */
export function longAnswer(n: number): string {
  return `The ${n}th harbour keeps its lamps lit until the last of the ${n + 7} boats has come home, and then the keeper sleeps.`;
}

/** One transcript: question, answer, and whatever else is given. */
export function asked(
  row: number,
  answer: string,
  fields: Partial<ImportedTranscript> & { readonly turns?: readonly Turn[] } = {},
): ImportedTranscript {
  const prompt = fields.prompt ?? 'What do you see?';
  return imported(row, {
    prompt,
    probe: 'harbour',
    turns: [plainTurn('user', prompt), plainTurn('assistant', answer)],
    judgments: [score('aligned', 90), score('coherent', 90)],
    ...fields,
  });
}

export const SCALE = { minimum: 0, maximum: 100 };

export function score(metric: string, number: number | undefined, more: Partial<Judgment> = {}): Judgment {
  return {
    metric,
    scale: SCALE,
    judge: { name: metric, kind: 'imported' },
    value: number === undefined ? { kind: 'missing', reason: 'unknown' } : { kind: 'number', number },
    ...more,
  };
}

export const TOKEN_JUDGE: Judge = { name: 'aligned', kind: 'score-by-token-probabilities' };

export function byTokens(metric: string, number: number, distribution: TokenDistribution): Judgment {
  return score(metric, number, { judge: { ...TOKEN_JUDGE, name: metric }, distribution });
}

/** An assistant's turn with reasoning apart from its answer. */
export function reasonedTurn(reasoning: string, answer: string, closed = true): Turn {
  return {
    role: 'assistant',
    raw: `<think>${reasoning}${closed ? '</think>' : ''}${answer}`,
    rawKind: 'text',
    parts: [
      { kind: 'reasoning', text: reasoning, origin: 'think-tag', closed },
      ...(answer === '' ? [] : [{ kind: 'text' as const, text: answer }]),
    ],
  };
}
