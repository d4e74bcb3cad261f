import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import type { ImportedLabel } from '../../core/imported.ts';
import { HumanVerdicts } from '../labels/humanVerdicts.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { LeafSummary, type LeafCell } from '../rows/leafSummary.ts';
import { ADD_TO_INDEX } from '../rows/transcriptText.ts';
import { BranchInserter } from './branchInserter.ts';
import type { ImportIds } from './importIds.ts';
import { JudgmentInserter } from './judgmentInserter.ts';
import { LabelInserter } from './labelInserter.ts';
import type { PreparedTranscript } from './preparedTranscript.ts';
import { RunPlaces } from './runPlaces.ts';

export interface InsertedRun {
  readonly runId: number;
  /** Whether it has transcripts from before. */
  readonly isResumed: boolean;
  /** Whether its file replaces an earlier one. */
  readonly isNewVersion?: boolean;
}

/** Stores whole transcripts of a run, with branches, judgments, labels, index entries and counts. */
export class TranscriptInserter {
  readonly #ids: ImportIds;
  readonly #runId: number;
  readonly #places: RunPlaces;
  readonly #branches: BranchInserter;
  readonly #labels: LabelInserter;
  readonly #judgments: JudgmentInserter;
  readonly #humanVerdicts: HumanVerdicts;
  readonly #summary: LeafSummary;
  readonly #cells = new Map<string, { readonly cell: LeafCell; n: number }>();
  readonly #anyLabel;
  readonly #transcript;
  readonly #turn;
  readonly #part;
  readonly #text;
  #sourceFileId = 0;
  #hasLabels = false;
  #chosen: string | undefined;

  constructor(db: SqliteConnection, ids: ImportIds, { runId, isResumed, isNewVersion = false }: InsertedRun) {
    this.#ids = ids;
    this.#runId = runId;
    this.#places = new RunPlaces(db, runId, isResumed);
    this.#branches = new BranchInserter(db);
    this.#labels = new LabelInserter(db, isNewVersion);
    this.#judgments = new JudgmentInserter(db, ids);
    this.#humanVerdicts = new HumanVerdicts(db);
    this.#summary = new LeafSummary(db);
    this.#anyLabel = db.prepare<[], number>('SELECT 1 FROM label_event LIMIT 1').pluck();
    this.#transcript = db.prepare(
      `INSERT INTO transcript (run_id, arm_id, probe_id, prompt_id, leaf_seq, sample, content_hash, ordinal,
         source_file_id, source_row, source_line, turn_count, preview, judge_verdict, human_verdict, metadata,
         item_key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#turn = db.prepare(
      'INSERT INTO turn (transcript_id, idx, role, raw, raw_kind, author, provenance) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#part = db.prepare('INSERT INTO part (turn_id, idx, kind, text, data) VALUES (?, ?, ?, ?, ?)');
    this.#text = db.prepare(ADD_TO_INDEX);
  }

  /** To be called first in each transaction: what others committed meanwhile counts. */
  startTransaction(): void {
    this.#hasLabels = this.#anyLabel.get() === 1;
    this.#chosen = this.#humanVerdicts.chosen();
    this.#places.startTransaction();
  }

  /** What follows comes from this file; `hasRows` when some of its transcripts are stored already. */
  startSource(sourceFileId: number, hasRows: boolean): void {
    this.#sourceFileId = sourceFileId;
    this.#places.startSource(sourceFileId, hasRows);
  }

  /** @returns the transcript's id */
  insert(prepared: PreparedTranscript): number {
    const { source, contentHash, preview, verdict, metadata, text, itemKey } = prepared;
    const armId = this.#ids.arm(source);
    const probeId = this.#ids.probe(source.suite, source.probe);
    const promptId = this.#ids.prompt(probeId, source.prompt);
    const leafSeq = this.#places.leafSeq(armId, probeId);
    const ordinal = this.#places.ordinal(contentHash);
    const isLabelled = source.labels !== undefined && this.#addLabels(contentHash, ordinal, source.labels);
    const humanVerdict: HumanVerdict = this.#hasLabels
      ? this.#humanVerdicts.of(contentHash, ordinal, this.#chosen)
      : 'none';
    const id = this.#transcript.run(
      this.#runId,
      armId,
      probeId,
      promptId,
      leafSeq,
      source.sample ?? this.#places.sample(armId, probeId, promptId),
      contentHash,
      ordinal,
      this.#sourceFileId,
      source.row,
      source.line,
      source.turns.length,
      preview,
      verdict,
      humanVerdict,
      metadata,
      itemKey,
    ).lastInsertRowid;
    this.#insertTurns(id, prepared);
    this.#branches.insert(id, prepared.branches);
    this.#judgments.insert(id, source.judgments);
    this.#text.run(id, text.question, text.answer, text.reasoning);
    this.#count({ armId, probeId, judgeVerdict: verdict, humanVerdict });
    if (isLabelled) {
      // The same text in other runs has these labels too; what is counted of this transaction must be in the summary.
      this.endTransaction();
      this.#humanVerdicts.refresh(contentHash, ordinal, this.#chosen);
    }
    return Number(id);
  }

  #addLabels(contentHash: Buffer, ordinal: number, labels: readonly ImportedLabel[]): boolean {
    const added = this.#labels.insert({ hash: contentHash.toString('hex'), ordinal }, labels);
    if (added) this.#hasLabels = true;
    return added;
  }

  /** To be called last in each transaction. */
  endTransaction(): void {
    for (const { cell, n } of this.#cells.values()) this.#summary.add(cell, n);
    this.#cells.clear();
  }

  #insertTurns(id: number | bigint, { source, parts, provenance }: PreparedTranscript): void {
    let idx = 0;
    for (const { role, raw, rawKind, author } of source.turns) {
      const made = provenance[idx] ?? null;
      const { lastInsertRowid } = this.#turn.run(id, idx, role, raw, rawKind, author ?? null, made);
      let part = 0;
      for (const row of parts[idx] ?? []) {
        this.#part.run(lastInsertRowid, part, row.kind, row.text, row.data);
        part += 1;
      }
      idx += 1;
    }
  }

  #count(cell: LeafCell): void {
    const key = `${cell.armId} ${cell.probeId} ${cell.judgeVerdict} ${cell.humanVerdict}`;
    const known = this.#cells.get(key);
    if (known === undefined) this.#cells.set(key, { cell, n: 1 });
    else known.n += 1;
  }
}
