/** The part of a store that trees read, in memory and by the plainest code, to hold the real thing against. */
import { HUMAN_VERDICTS, type HumanVerdict } from '../../../src/core/effectiveLabel.ts';
import type {
  ArmRow,
  AuditStore,
  LeafQuery,
  LeafRow,
  ProbeRow,
  TranscriptRow,
} from '../../../src/core/ports.ts';
import { JUDGE_VERDICTS, MISALIGNED_AMONG_COHERENT } from '../../../src/core/verdictRule.ts';
import type { TextColumns } from '../../../src/analysis/outline/textHits.ts';
import type { LeafRangesQuery, TreeTasks } from '../../../src/host/trees/treeContext.ts';

export interface MemoryTranscript extends TranscriptRow {
  /** Annotators who answered. */
  readonly by: readonly string[];
  readonly text: string;
}

export class MemoryStore {
  arms: ArmRow[];
  probes: ProbeRow[];
  transcripts: MemoryTranscript[];
  /** Every query asked, by method. */
  readonly asked: string[] = [];

  constructor(arms: ArmRow[], probes: ProbeRow[], transcripts: MemoryTranscript[]) {
    this.arms = arms;
    this.probes = probes;
    this.transcripts = transcripts;
  }

  /** The port, as far as the trees use it. */
  get store(): AuditStore {
    const port: Partial<AuditStore> = {
      readOnlyReason: '',
      outline: () => ({
        arms: this.arms,
        probes: this.probes,
        leaves: this.cells(() => true),
        rules: new Map([[1, MISALIGNED_AMONG_COHERENT]]),
      }),
      leafPage: (query) => {
        this.asked.push('leafPage');
        return this.matching(query).slice(0, query.limit);
      },
      nextUnlabelledBy: (query, annotator) => this.matching(query).find(({ by }) => !by.includes(annotator)),
      leafCounts: (armId, probeId) => this.cells((t) => t.armId === armId && t.probeId === probeId),
      transcriptRow: (id) => this.transcripts.find((t) => t.id === id),
      labels: (id) => ({
        current: (this.transcripts.find((t) => t.id === id)?.by ?? []).map((annotator) => ({
          annotator,
          state: { answer: 'aligned', scores: {}, note: '', flagged: false },
          time: '',
        })),
        history: [],
      }),
    };
    return port as AuditStore;
  }

  /** The worker's tasks over the same transcripts. */
  get tasks(): TreeTasks {
    return {
      search: (text) => Promise.resolve(this.search(text)),
      leafRanges: (query) => Promise.resolve(this.ranges(query)),
      applyRule: () => Promise.resolve(0),
    };
  }

  label(id: number, humanVerdict: HumanVerdict, annotator = 'kim'): void {
    this.transcripts = this.transcripts.map((t) =>
      t.id === id ? { ...t, humanVerdict, by: [...t.by, annotator] } : t,
    );
  }

  private matching(query: LeafQuery): MemoryTranscript[] {
    const { from = 1, to = Infinity, judgeVerdicts = JUDGE_VERDICTS, humanVerdicts = HUMAN_VERDICTS } = query;
    return this.transcripts
      .filter((t) => t.armId === query.armId && t.probeId === query.probeId)
      .filter((t) => from <= t.leafSeq && t.leafSeq <= to)
      .filter((t) => judgeVerdicts.includes(t.judgeVerdict) && humanVerdicts.includes(t.humanVerdict))
      .sort((a, b) => (query.descending === true ? b.leafSeq - a.leafSeq : a.leafSeq - b.leafSeq));
  }

  private cells(of: (t: MemoryTranscript) => boolean): LeafRow[] {
    const cells = new Map<string, LeafRow>();
    for (const { armId, probeId, judgeVerdict, humanVerdict } of this.transcripts.filter(of)) {
      const key = [armId, probeId, judgeVerdict, humanVerdict].join();
      cells.set(key, { armId, probeId, judgeVerdict, humanVerdict, n: (cells.get(key)?.n ?? 0) + 1 });
    }
    return [...cells.values()];
  }

  private search(text: string): TextColumns {
    const found = this.transcripts
      .filter((t) => t.text.includes(text))
      .sort((a, b) => a.armId - b.armId || a.probeId - b.probeId || a.leafSeq - b.leafSeq);
    return {
      ids: found.map(({ id }) => id),
      armIds: found.map(({ armId }) => armId),
      probeIds: found.map(({ probeId }) => probeId),
      judge: found.map(({ judgeVerdict }) => JUDGE_VERDICTS.indexOf(judgeVerdict)),
      human: found.map(({ humanVerdict }) => HUMAN_VERDICTS.indexOf(humanVerdict)),
      truncated: false,
    };
  }

  private ranges(query: LeafRangesQuery): { from: number; to: number; n: number }[] {
    const found = this.matching({ ...query, limit: Infinity });
    const bounds: { from: number; to: number; n: number }[] = [];
    for (let start = 0; start < found.length; start += query.size) {
      const page = found.slice(start, start + query.size);
      bounds.push({ from: page[0]?.leafSeq ?? 0, to: page.at(-1)?.leafSeq ?? 0, n: page.length });
    }
    return bounds;
  }
}
