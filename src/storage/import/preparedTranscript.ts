import { hash } from 'node:crypto';
import { contentKeyInput } from '../../core/contentKey.ts';
import type { ImportedTranscript } from '../../core/imported.ts';
import { judgeVerdict, type JudgeVerdict, type VerdictRule } from '../../core/verdictRule.ts';
import type { JudgmentValue } from '../../core/judgment.ts';
import { lookupOf, valueFromRow, valueToRow } from '../rows/judgmentRows.ts';
import { jsonOf } from '../rows/jsonColumn.ts';
import { indexedText, previewOf, type IndexedText } from '../rows/transcriptText.ts';
import { partToRow, storedParts, type PartRow } from '../rows/turnRows.ts';
import { prepareBranches, type PreparedBranch } from './branchInserter.ts';

/** Everything of a transcript that can be worked out before the lock is taken. */
export interface PreparedTranscript {
  readonly source: ImportedTranscript;
  /** The first 16 bytes of SHA-256 over the content. */
  readonly contentHash: Buffer;
  readonly preview: string;
  readonly verdict: JudgeVerdict;
  readonly metadata: string | null;
  readonly text: IndexedText;
  /** Rows of the parts of each turn; empty for a turn that is as recorded. */
  readonly parts: readonly (readonly PartRow[])[];
  /** JSON of what is known of each turn's making, by index; where there is nothing, nothing is known. */
  readonly provenance: readonly (string | null)[];
  readonly branches: readonly PreparedBranch[];
  /** Which item of a launch's plan it is; null for an imported one. */
  readonly itemKey: string | null;
}

export function prepareTranscript(
  source: ImportedTranscript,
  rule: VerdictRule | undefined,
): PreparedTranscript {
  const { turns, metadata } = source;
  return {
    source,
    contentHash: contentHashOf(turns),
    preview: previewOf(turns),
    verdict: verdictOf(source.judgments, rule),
    metadata: jsonOf(metadata),
    text: indexedText(turns),
    parts: turns.map((turn) => storedParts(turn).map(partToRow)),
    provenance: turns.map((turn) => jsonOf(turn.provenance)),
    branches: prepareBranches(source.branches),
    itemKey: null,
  };
}

/** The identity of a transcript's texts, without the ordinal. */
export function contentHashOf(turns: ImportedTranscript['turns']): Buffer {
  return hash('sha256', contentKeyInput(turns), 'buffer').subarray(0, 16);
}

/** The verdict as it will be after a round trip through the database, where NaN is missing. */
export function verdictOf(
  judgments: readonly { readonly metric: string; readonly value: JudgmentValue }[],
  rule: VerdictRule | undefined | null,
): JudgeVerdict {
  if (rule === undefined || rule === null) return 'unjudged';
  const lookup = lookupOf(judgments);
  return judgeVerdict(rule, (metric) => {
    const value = lookup(metric);
    return value === undefined ? undefined : valueFromRow(valueToRow(value));
  });
}
