import type { Branch } from '../../core/transcript.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { jsonOf } from '../rows/jsonColumn.ts';
import { storedParts } from '../rows/turnRows.ts';

/** A branch as its rows will be. */
export interface PreparedBranch {
  readonly view: string;
  readonly name: string;
  readonly parent: number | null;
  readonly shared: number;
  readonly turns: readonly {
    readonly role: string;
    readonly raw: string;
    readonly rawKind: string;
    readonly author: string | null;
    readonly provenance: string | null;
    /** JSON; null for a turn that is as recorded. */
    readonly parts: string | null;
  }[];
}

const NONE: readonly PreparedBranch[] = [];

/** A branch that names a later one as its parent, or none, begins anew. */
export function prepareBranches(branches: readonly Branch[] | undefined): readonly PreparedBranch[] {
  if (branches === undefined || branches.length === 0) return NONE;
  return branches.map(({ view, name, parent, shared, turns }, at) => {
    const begins = parent === undefined || parent < 0 || parent > at || shared <= 0;
    return {
      view,
      name,
      parent: begins ? null : parent,
      shared: begins ? 0 : shared,
      turns: turns.map((turn) => {
        const parts = storedParts(turn);
        return {
          role: turn.role,
          raw: turn.raw,
          rawKind: turn.rawKind,
          author: turn.author ?? null,
          provenance: jsonOf(turn.provenance),
          parts: parts.length === 0 ? null : JSON.stringify(parts),
        };
      }),
    };
  });
}

/** Stores a transcript's other branches. To be called in a transaction. */
export class BranchInserter {
  readonly #branch;
  readonly #turn;

  constructor(db: SqliteConnection) {
    this.#branch = db.prepare(
      `INSERT INTO branch (transcript_id, idx, view, name, parent_idx, shared, turn_count)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#turn = db.prepare(
      `INSERT INTO branch_turn (branch_id, idx, role, raw, raw_kind, author, provenance, parts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  insert(transcriptId: number | bigint, branches: readonly PreparedBranch[]): void {
    let idx = 0;
    for (const { view, name, parent, shared, turns } of branches) {
      idx += 1;
      const count = shared + turns.length;
      const { lastInsertRowid } = this.#branch.run(transcriptId, idx, view, name, parent, shared, count);
      let at = shared;
      for (const { role, raw, rawKind, author, provenance, parts } of turns) {
        this.#turn.run(lastInsertRowid, at, role, raw, rawKind, author, provenance, parts);
        at += 1;
      }
    }
  }
}
