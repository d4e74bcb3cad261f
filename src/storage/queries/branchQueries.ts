import type { BranchRow, BranchStore } from '../../core/branchStore.ts';
import type { Part, Turn } from '../../core/transcript.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { createTurnReader } from '../rows/turnRows.ts';

interface BranchTurnRow {
  readonly role: Turn['role'];
  readonly raw: string;
  readonly rawKind: Turn['rawKind'];
  readonly author: string | null;
  readonly provenance: string | null;
  readonly parts: string | null;
}

/** The part of the store that reads a transcript's other branches, and what files say of runs. */
export function createBranchQueries({ db }: AuditDatabase): BranchStore {
  const readTurns = createTurnReader(db);
  const branches = db.prepare<[number], BranchRow>(
    `SELECT idx AS "index", view, name, parent_idx AS parent, shared, turn_count AS turnCount
     FROM branch WHERE transcript_id = ? ORDER BY idx`,
  );
  const turns = db.prepare<[number, number, number, number], BranchTurnRow>(
    `SELECT n.role, n.raw, n.raw_kind AS rawKind, n.author, n.provenance, n.parts
     FROM branch b JOIN branch_turn n ON n.branch_id = b.id
     WHERE b.transcript_id = ? AND b.idx = ? AND n.idx >= ? AND n.idx < ? ORDER BY n.idx`,
  );
  const facts = db.prepare<[number], { readonly name: string; readonly value: string }>(
    'SELECT name, value FROM run_fact WHERE run_id = ? ORDER BY id',
  );

  function branchTurns(id: number, branch: number, from: number, count: number): readonly Turn[] {
    if (branch === 0) return readTurns(id, from, count);
    const row = branches.all(id).find(({ index }) => index === branch);
    if (row === undefined) return [];
    const end = from + count;
    // A parent comes before its branches, so this ends.
    const shared =
      row.parent !== null && row.parent < branch && from < row.shared
        ? branchTurns(id, row.parent, from, Math.min(end, row.shared) - from)
        : [];
    return [...shared, ...turns.all(id, branch, Math.max(from, row.shared), end).map(turnOf)];
  }

  return {
    branches: (id) => branches.all(id),
    branchTurns,
    runFacts: (runId) =>
      facts.all(runId).map(({ name, value }) => ({ name, value: JSON.parse(value) as unknown })),
  };
}

function turnOf({ role, raw, rawKind, author, provenance, parts }: BranchTurnRow): Turn {
  return {
    role,
    raw,
    rawKind,
    parts: parts === null ? [{ kind: 'text', text: raw }] : (JSON.parse(parts) as readonly Part[]),
    ...(author === null ? {} : { author }),
    ...(provenance === null
      ? {}
      : { provenance: JSON.parse(provenance) as Readonly<Record<string, unknown>> }),
  };
}
