import type { SqliteConnection } from '../loadSqlite.ts';
import { CountTable } from './countTable.ts';
import { SeenHashes } from './seenHashes.ts';

/** Repeated texts whose last ordinal is kept in memory; those of others are looked up. */
const KEPT_ORDINALS = 20_000;

/**
 * Numbers the transcripts of a run among their like, whether it is written from its beginning to its end or goes on where
 * it was, in little memory however many they are. To be called in a transaction, in source order, once for each
 * transcript.
 */
export class RunPlaces {
  readonly #db: SqliteConnection;
  readonly #runId: number;
  readonly #isResumed: boolean;
  readonly #lastSeq;
  readonly #lastOrdinal;
  readonly #countPrompt;
  /** By arm and probe, for one transaction: between two of them transcripts move when conditions are derived. */
  readonly #leaves = new Map<number, Map<number, number>>();
  readonly #ordinals = new Map<string, number>();
  #seen: SeenHashes | undefined;
  #samples: CountTable | undefined;
  #sourceFileId = 0;
  #hasRows = false;

  /** @param isResumed whether the run has transcripts from before */
  constructor(db: SqliteConnection, runId: number, isResumed: boolean) {
    this.#db = db;
    this.#runId = runId;
    this.#isResumed = isResumed;
    this.#lastSeq = db
      .prepare<[number, number], number | null>(
        'SELECT max(leaf_seq) FROM transcript WHERE arm_id = ? AND probe_id = ?',
      )
      .pluck();
    this.#lastOrdinal = db
      .prepare<[Buffer, number], number>(
        'SELECT ordinal FROM transcript WHERE content_hash = ? AND source_file_id = ? ORDER BY ordinal DESC LIMIT 1',
      )
      .pluck();
    this.#countPrompt = db
      .prepare<[number, number, number], number>(
        'SELECT count(*) FROM transcript WHERE arm_id = ? AND probe_id = ? AND prompt_id = ?',
      )
      .pluck();
  }

  /** To be called first in each transaction. */
  startTransaction(): void {
    this.#leaves.clear();
  }

  /** What follows comes from this file; `hasRows` when some of its transcripts are stored already. */
  startSource(sourceFileId: number, hasRows: boolean): void {
    this.#sourceFileId = sourceFileId;
    this.#hasRows = hasRows;
    this.#ordinals.clear();
  }

  /** Its number in the leaf, from 1. */
  leafSeq(armId: number, probeId: number): number {
    let probes = this.#leaves.get(armId);
    if (probes === undefined) this.#leaves.set(armId, (probes = new Map<number, number>()));
    const place = (probes.get(probeId) ?? this.#lastSeq.get(armId, probeId) ?? 0) + 1;
    probes.set(probeId, place);
    return place;
  }

  /** Its number among the equal texts of the source file, from 0. */
  ordinal(contentHash: Buffer): number {
    // What is stored from before isn't among the seen ones.
    if (!this.#hasRows) {
      this.#seen ??= new SeenHashes();
      if (this.#seen.add(contentHash, this.#sourceFileId)) return 0;
    }
    const name = contentHash.toString('latin1');
    const last = this.#ordinals.get(name) ?? this.#lastOrdinal.get(contentHash, this.#sourceFileId) ?? -1;
    if (this.#ordinals.size >= KEPT_ORDINALS) this.#ordinals.clear();
    this.#ordinals.set(name, last + 1);
    return last + 1;
  }

  /** Its number among the answers to one prompt in one arm, from 1, where the file doesn't number them. */
  sample(armId: number, probeId: number, promptId: number): number {
    this.#samples ??= this.#countSamples();
    const key = keyOf(armId, promptId);
    let before = this.#samples.get(key);
    if (before === 0 && this.#samples.isFull) before = this.#countPrompt.get(armId, probeId, promptId) ?? 0;
    this.#samples.set(key, before + 1);
    return before + 1;
  }

  /** Arms that a derived condition split off count as the one that the file told of. */
  #countSamples(): CountTable {
    const table = new CountTable();
    if (!this.#isResumed) return table;
    const rows = this.#db

      .prepare<
        [{ readonly runId: number }],
        { readonly armId: number; readonly promptId: number; readonly n: number }
      >(
        `SELECT first.id AS armId, t.prompt_id AS promptId, count(*) AS n FROM transcript t JOIN (
           SELECT a.id AS arm, min(b.id) AS id FROM arm a JOIN arm b ON b.run_id = a.run_id
             AND b.recorded_model IS a.recorded_model AND b.recorded_group IS a.recorded_group
             AND b.recorded_condition IS a.recorded_condition
           WHERE a.run_id = @runId GROUP BY a.id) first ON first.arm = t.arm_id
         WHERE t.run_id = @runId GROUP BY first.id, t.prompt_id`,
      )
      .iterate({ runId: this.#runId });
    for (const { armId, promptId, n } of rows) table.set(keyOf(armId, promptId), n);
    return table;
  }
}

/** Arms are few enough for the upper half of the number. */
function keyOf(armId: number, promptId: number): number {
  return (armId % 0x20_0000) * 0x1_0000_0000 + promptId;
}
