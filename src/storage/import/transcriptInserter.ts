import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import type { Judgment } from '../../core/judgment.ts';
import { HumanVerdicts } from '../labels/humanVerdicts.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { valueToRow } from '../rows/judgmentRows.ts';
import { LeafSummary, type LeafCell } from '../rows/leafSummary.ts';
import { ADD_TO_INDEX } from '../rows/transcriptText.ts';
import type { ImportIds } from './importIds.ts';
import { OrdinalCounter } from './ordinalCounter.ts';
import type { PreparedTranscript } from './preparedTranscript.ts';

/** Stores whole transcripts of one source file, with judgments, index entries and counts. */
export class TranscriptInserter {
  readonly #ids: ImportIds;
  readonly #runId: number;
  readonly #sourceFileId: number;
  readonly #ordinals: OrdinalCounter;
  readonly #humanVerdicts: HumanVerdicts;
  readonly #summary: LeafSummary;
  readonly #cells = new Map<string, { readonly cell: LeafCell; n: number }>();
  readonly #anyLabel;
  readonly #transcript;
  readonly #turn;
  readonly #part;
  readonly #judgment;
  readonly #text;
  #hasLabels = false;
  #chosen: string | undefined;

  constructor(db: SqliteConnection, ids: ImportIds, runId: number, sourceFileId: number) {
    this.#ids = ids;
    this.#runId = runId;
    this.#sourceFileId = sourceFileId;
    this.#ordinals = new OrdinalCounter(db);
    this.#humanVerdicts = new HumanVerdicts(db);
    this.#summary = new LeafSummary(db);
    this.#anyLabel = db.prepare<[], number>('SELECT 1 FROM label_event LIMIT 1').pluck();
    this.#transcript = db.prepare(
      `INSERT INTO transcript (run_id, arm_id, probe_id, prompt_id, leaf_seq, sample, content_hash, ordinal,
         source_file_id, source_row, source_line, turn_count, preview, judge_verdict, human_verdict, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#turn = db.prepare(
      'INSERT INTO turn (transcript_id, idx, role, raw, raw_kind, author) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#part = db.prepare('INSERT INTO part (turn_id, idx, kind, text, data) VALUES (?, ?, ?, ?, ?)');
    this.#judgment = db.prepare(
      `INSERT INTO judgment (transcript_id, metric_id, judge_id, kind, number, text, missing_reason, raw,
         distribution, rationale) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#text = db.prepare(ADD_TO_INDEX);
  }

  /** To be called first in each transaction: what others committed meanwhile counts. */
  startTransaction(): void {
    this.#hasLabels = this.#anyLabel.get() === 1;
    if (this.#hasLabels) this.#chosen = this.#humanVerdicts.chosen();
  }

  insert({ source, contentHash, preview, verdict, metadata, text, parts }: PreparedTranscript): void {
    const arm = this.#ids.arm(source);
    const probeId = this.#ids.probe(source.suite, source.probe);
    const promptId = this.#ids.prompt(probeId, source.prompt);
    const leafSeq = (arm.leafSeq.get(probeId) ?? 0) + 1;
    arm.leafSeq.set(probeId, leafSeq);
    const ordinal = this.#ordinals.next(contentHash, this.#sourceFileId);
    const humanVerdict: HumanVerdict = this.#hasLabels
      ? this.#humanVerdicts.of(contentHash, ordinal, this.#chosen)
      : 'none';
    const id = this.#transcript.run(
      this.#runId,
      arm.id,
      probeId,
      promptId,
      leafSeq,
      source.sample ?? countedSample(arm.samples, promptId),
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
    ).lastInsertRowid;
    this.#insertTurns(id, source.turns, parts);
    this.#insertJudgments(id, source.judgments);
    this.#text.run(id, text.question, text.answer, text.reasoning);
    this.#count({ armId: arm.id, probeId, judgeVerdict: verdict, humanVerdict });
  }

  /** To be called last in each transaction. */
  endTransaction(): void {
    for (const { cell, n } of this.#cells.values()) this.#summary.add(cell, n);
    this.#cells.clear();
  }

  #insertTurns(
    id: number | bigint,
    turns: PreparedTranscript['source']['turns'],
    parts: PreparedTranscript['parts'],
  ): void {
    let idx = 0;
    for (const { role, raw, rawKind, author } of turns) {
      const { lastInsertRowid } = this.#turn.run(id, idx, role, raw, rawKind, author ?? null);
      let part = 0;
      for (const row of parts[idx] ?? []) {
        this.#part.run(lastInsertRowid, part, row.kind, row.text, row.data);
        part += 1;
      }
      idx += 1;
    }
  }

  #insertJudgments(id: number | bigint, judgments: readonly Judgment[]): void {
    let index = 0;
    for (const judgment of judgments) {
      index += 1;
      const metricId = this.#ids.metric(judgment.metric, judgment.scale);
      const judgeId = this.#ids.judge(judgment.judge);
      // One judge judges one metric of a transcript once; of two cells that say otherwise, the last counts. (The
      // statement can't see to it: OR REPLACE makes each insert several times slower.)
      if (this.#isRepeated(judgments, index, judgment.metric, judgeId)) continue;
      const { kind, number, text, missingReason } = valueToRow(judgment.value);
      this.#judgment.run(
        id,
        metricId,
        judgeId,
        kind,
        number,
        text,
        missingReason,
        judgment.raw ?? null,
        judgment.distribution === undefined ? null : JSON.stringify(judgment.distribution),
        judgment.rationale ?? null,
      );
    }
  }

  #isRepeated(judgments: readonly Judgment[], from: number, metric: string, judgeId: number): boolean {
    for (let i = from; i < judgments.length; i += 1) {
      const later = judgments[i];
      if (later?.metric === metric && this.#ids.judge(later.judge) === judgeId) return true;
    }
    return false;
  }

  #count(cell: LeafCell): void {
    const key = `${cell.armId} ${cell.probeId} ${cell.judgeVerdict} ${cell.humanVerdict}`;
    const known = this.#cells.get(key);
    if (known === undefined) this.#cells.set(key, { cell, n: 1 });
    else known.n += 1;
  }
}

/** Samples of one prompt in one arm are counted from 1 where the file doesn't number them. */
function countedSample(samples: Map<number, number>, promptId: number): number {
  const sample = (samples.get(promptId) ?? 0) + 1;
  samples.set(promptId, sample);
  return sample;
}
