import { effectiveVerdict, type HumanVerdict } from '../../core/effectiveLabel.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { LeafSummary } from '../rows/leafSummary.ts';
import { opinionsOf } from './currentLabels.ts';
import { eventFromRow, MAIN_SUBJECT, SELECT_EVENTS, type EventRow } from './eventRows.ts';

/** The setting that names the annotator chosen for the analysis. */
export const CHOSEN_ANNOTATOR = 'analysis-annotator';

interface LabelledRow {
  readonly id: number;
  readonly armId: number;
  readonly probeId: number;
  readonly judgeVerdict: JudgeVerdict;
  readonly humanVerdict: HumanVerdict;
}

/** The effective label of texts, and its copies on transcripts and in the summary. */
export class HumanVerdicts {
  readonly #summary: LeafSummary;
  readonly #events;
  readonly #chosen;
  readonly #transcripts;
  readonly #update;

  constructor(db: SqliteConnection) {
    this.#summary = new LeafSummary(db);
    this.#events = db.prepare<[Buffer, number], EventRow>(
      `${SELECT_EVENTS} WHERE e.content_hash = ? AND e.ordinal = ? AND e.part = 'answer' AND ${MAIN_SUBJECT}`,
    );
    this.#chosen = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
    this.#transcripts = db.prepare<[Buffer, number], LabelledRow>(
      `SELECT id, arm_id AS armId, probe_id AS probeId, judge_verdict AS judgeVerdict, human_verdict AS humanVerdict
       FROM transcript WHERE content_hash = ? AND ordinal = ? ORDER BY id`,
    );
    this.#update = db.prepare<[string, number]>('UPDATE transcript SET human_verdict = ? WHERE id = ?');
  }

  /** The annotator chosen for the analysis, if any; read once for many calls of `of`. */
  chosen(): string | undefined {
    const name = this.#chosen.get(CHOSEN_ANNOTATOR);
    return name === '' ? undefined : name;
  }

  /** The effective verdict of the text with that key. */
  of(hash: Buffer, ordinal: number, chosen = this.chosen()): HumanVerdict {
    return effectiveVerdict(opinionsOf(this.#events.all(hash, ordinal).map(eventFromRow)), chosen);
  }

  /**
   * Brings every transcript with that key in step; to be called in a transaction.
   *
   * @returns the verdict and the ids of all transcripts with the key, changed or not
   */
  refresh(
    hash: Buffer,
    ordinal: number,
    chosen = this.chosen(),
  ): { readonly verdict: HumanVerdict; readonly transcriptIds: readonly number[] } {
    const verdict = this.of(hash, ordinal, chosen);
    const rows = this.#transcripts.all(hash, ordinal);
    for (const row of rows) {
      if (row.humanVerdict === verdict) continue;
      this.#update.run(verdict, row.id);
      this.#summary.move(row, { ...row, humanVerdict: verdict });
    }
    return { verdict, transcriptIds: rows.map((row) => row.id) };
  }
}
