/** Texts with all that people and judges said of them: what agreement is worked out from. */
import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import { compareEvents, type Confidence, type LabelAction, type LabelPart } from '../../core/labelEvent.ts';
import type { LabelRole } from '../../core/labelScheme.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { isAdjudicated } from '../labels/currentLabels.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { RawKey } from './labelledKeys.ts';

/** A transcript of the scope. */
export interface RatedTranscript {
  readonly id: number;
  readonly runId: number;
  readonly armId: number;
  readonly probeId: number;
  readonly promptId: number;
  readonly judge: JudgeVerdict;
  readonly human: HumanVerdict;
}

/** What one annotator says at one time. */
export interface Opinion {
  /** Id of an answer; null where none is given. */
  readonly answer: string | null;
  /** `undecided` where the definition of the scheme hasn't arrived. */
  readonly role: LabelRole | null;
  readonly adjudicated: boolean;
  readonly scores: Readonly<Record<string, number>>;
  readonly scheme: string;
  /** Hash of the scheme's version. */
  readonly version: string;
  /** How sure the annotator was; null where it wasn't said. */
  readonly confidence: Confidence | null;
  /** ISO 8601. */
  readonly time: string;
}

/** One annotator's chain of events on one text: about one question, the original or one hidden repeat. */
export interface RatedChain {
  readonly annotator: string;
  /** 0: the label of the transcript. */
  readonly repeat: number;
  readonly final: Opinion;
  /** Where that decides between annotators: what this one had said for themselves before; else the same, null for nothing. */
  readonly own: Opinion | null;
  /**
   * The last opinion before the judge was seen; null where it was in sight from the beginning, and for labels that a
   * results file carried, of which nothing is known.
   */
  readonly blind: Opinion | null;
  /** True where the last act was to skip it. */
  readonly skipped: boolean;
  /** Places by queue where the annotator did anything about it: uids. */
  readonly queues: ReadonlySet<string>;
}

export interface RatedText {
  readonly key: RawKey;
  /** Of the scope, lowest id first; never empty. */
  readonly transcripts: readonly RatedTranscript[];
  /** About the chosen question and part as a whole; passages are left out. */
  readonly chains: readonly RatedChain[];
}

interface EventRow {
  readonly eventId: string;
  readonly annotator: string;
  readonly seq: number;
  readonly parent: string | null;
  readonly action: LabelAction;
  readonly target: string | null;
  readonly answer: string | null;
  readonly role: LabelRole | null;
  readonly scores: string;
  readonly scheme: string;
  readonly version: string;
  readonly confidence: Confidence | null;
  readonly part: LabelPart;
  readonly time: string;
  readonly judgeVisible: number;
  readonly shown: string | null;
  readonly metric: string;
  readonly repeat: number;
  readonly queue: string | null;
  readonly source: string | null;
}

/** Which labels are read. */
export interface LabelChoice {
  /** Metric of the question; empty for that of the verdict. */
  readonly question: string;
  readonly part: LabelPart;
  /** Empty for everybody. */
  readonly annotators: readonly string[];
  /** Only what was said in this queue (its uid), and adjudications, wherever they were made. */
  readonly within?: string | undefined;
}

const USUAL_CHOICE: LabelChoice = { question: '', part: 'answer', annotators: [] };

/** Reads one text at a time; prepared once. */
export class RatedTexts {
  readonly #events;
  readonly #transcripts;
  readonly #runs: ReadonlySet<number>;
  readonly #choice: LabelChoice;
  /** Questions besides the verdict's that came by so far. */
  readonly questions = new Set<string>();
  /** True once a label of the reasoning, or one that says how sure somebody is, came by. */
  hasReasoning = false;
  hasConfidence = false;

  /** @param runIds the scope: transcripts of other runs are passed over */
  constructor(db: SqliteConnection, runIds: Iterable<number>, choice: LabelChoice = USUAL_CHOICE) {
    this.#runs = new Set(runIds);
    this.#choice = choice;
    this.#events = db.prepare<[Buffer, number], EventRow>(
      `SELECT e.event_id AS eventId, e.annotator, e.seq, e.parent_event_id AS parent, e.action,
         e.target_event_id AS target, e.answer, x.role, e.scores, s.name AS scheme, s.version_hash AS version, e.time,
         e.judge_visible AS judgeVisible, e.shown, e.metric, e.repeat, e.queue, e.source, e.confidence, e.part
       FROM label_event e JOIN label_scheme s ON s.id = e.scheme_id
       LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer
       WHERE e.content_hash = ? AND e.ordinal = ? AND e.span = ''`,
    );
    this.#transcripts = db.prepare<[Buffer, number], RatedTranscript>(
      `SELECT id, run_id AS runId, arm_id AS armId, probe_id AS probeId, prompt_id AS promptId,
         judge_verdict AS judge, human_verdict AS human
       FROM transcript WHERE content_hash = ? AND ordinal = ? ORDER BY id`,
    );
  }

  /** Undefined for a text that the scope doesn't have, or that has no events. */
  read(key: RawKey): RatedText | undefined {
    const transcripts = this.transcripts(key);
    if (transcripts.length === 0) return undefined;
    const { within } = this.#choice;
    const chains = this.chains(key).flatMap((chain): RatedChain[] => {
      if (within === undefined || chain.queues.has(within)) return [chain];
      // Of what was said elsewhere only the decision counts.
      return chain.final.adjudicated ? [{ ...chain, own: null, blind: null }] : [];
    });
    return chains.length === 0 ? undefined : { key, transcripts, chains };
  }

  /** The transcripts of the scope with that text, lowest id first. */
  transcripts({ hash, ordinal }: RawKey): readonly RatedTranscript[] {
    return this.#transcripts.all(hash, ordinal).filter(({ runId }) => this.#runs.has(runId));
  }

  /** The chosen people's chains on that text, about the chosen question and part. */
  chains({ hash, ordinal }: RawKey): readonly RatedChain[] {
    const events = this.#events.all(hash, ordinal).filter((event) => this.#isChosen(event));
    if (events.length === 0) return [];
    const byId = new Map(events.map((event) => [event.eventId, event]));
    const groups = Map.groupBy(events, ({ annotator, repeat }) => JSON.stringify([annotator, repeat]));
    return [...groups.values()].map((group) => chainOf(group, byId));
  }

  #isChosen({ annotator, metric, part, confidence }: EventRow): boolean {
    const { question, part: wanted, annotators } = this.#choice;
    if (metric !== '') this.questions.add(metric);
    if (part === 'reasoning') this.hasReasoning = true;
    if (confidence !== null) this.hasConfidence = true;
    const isTheirs = annotators.length === 0 || annotators.includes(annotator);
    return metric === question && part === wanted && isTheirs;
  }
}

function chainOf(group: readonly EventRow[], byId: ReadonlyMap<string, EventRow>): RatedChain {
  const events = group.toSorted((a, b) => compareEvents(a, b));
  const head = events.at(-1) as EventRow;
  const seen = events.findIndex(sawJudge);
  const blind = seen === -1 ? head : events[seen - 1];
  const final = opinionOf(head, byId);
  const before = events[events.findIndex(({ action }) => action === 'adjudicate') - 1];
  return {
    annotator: head.annotator,
    repeat: head.repeat,
    final,
    own: !final.adjudicated ? final : before === undefined ? null : opinionOf(before, byId),
    blind: blind === undefined ? null : opinionOf(blind, byId),
    skipped: head.action === 'skip',
    queues: new Set(events.flatMap(({ queue }) => queue ?? [])),
  };
}

/** Events of before it was recorded what could be seen have only `judge_visible`. */
function sawJudge({ shown, judgeVisible, source }: EventRow): boolean {
  if (shown === null) return judgeVisible !== 0 || source !== null;
  return (JSON.parse(shown) as { readonly judge?: boolean }).judge === true;
}

function opinionOf(event: EventRow, byId: ReadonlyMap<string, EventRow>): Opinion {
  const { answer, role, scores, scheme, version, confidence, time } = event;
  return {
    answer,
    role: answer === null ? null : (role ?? 'undecided'),
    adjudicated: answer !== null && isAdjudicated(event, byId),
    scores: JSON.parse(scores) as Readonly<Record<string, number>>,
    scheme,
    version,
    confidence,
    time,
  };
}
