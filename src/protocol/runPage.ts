/** What the page of a run shows of its calls. Types only; every shape survives structured cloning. */

/** One launch of the run. */
export interface LaunchReport {
  readonly launchId: number;
  /** `probes` asks and judges, `judge` judges transcripts that were there. */
  readonly kind: 'probes' | 'judge';
  readonly state: 'running' | 'stopped';
  readonly stop: 'complete' | 'cancelled' | 'cap' | 'endpoint' | 'closed' | 'killed' | null;
  readonly message: string;
  /** True while some window runs it. Running and not leased: it was killed, and can be resumed. */
  readonly leased: boolean;
  readonly plannedTranscripts: number;
  readonly plannedJudgments: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly stoppedAt: string | null;
  readonly spec: SpecReport;
}

export interface TargetReport {
  readonly endpoint: string;
  readonly model: string;
  readonly group: string | null;
}

/** The launch's spec in short. */
export interface SpecReport {
  readonly suite: string;
  readonly title: string;
  /** Path of the suite file, or `built-in:<name>`. */
  readonly source: string;
  /** False for a suite in our own words: its rates are not the paper's. */
  readonly comparable: boolean;
  /** Endpoints that were fake when it was launched. */
  readonly fake: readonly string[];
  readonly targets: readonly TargetReport[];
  readonly judge: TargetReport | null;
  readonly auditor: TargetReport | null;
  readonly conditions: readonly string[];
  readonly probes: number;
  readonly judges: readonly string[];
  readonly samples: number;
  /** Parameters chosen for the whole launch, for example {temperature: 1}. */
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly cap: number | null;
  readonly cache: boolean;
  readonly mode: 'live' | 'batch';
}

export interface CallCount {
  readonly stage: 'target' | 'auditor' | 'judge';
  readonly state: 'sent' | 'answered' | 'failed' | 'cleared';
  readonly n: number;
}

/** Calls that failed for good, of one kind. */
export interface FailureReport {
  /** A FailureKind. */
  readonly kind: string;
  readonly n: number;
  /** The last ones, at most five, with what the endpoint said; no key and no header. */
  readonly examples: readonly {
    readonly item: string;
    readonly step: string;
    readonly endpoint: string;
    readonly model: string;
    readonly status: number | null;
    readonly message: string;
    /** Milliseconds since 1970. */
    readonly at: number | null;
  }[];
}

/** What one model at one endpoint was asked and took, replies from the cache left out. */
export interface UsageReport {
  readonly endpoint: string;
  readonly model: string;
  readonly stage: CallCount['stage'];
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Null when no price is known. */
  readonly cost: number | null;
}

/** Milliseconds until an answer was whole, by nearest rank, replies from the cache left out. */
export interface LatencyReport {
  readonly endpoint: string;
  readonly model: string;
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** One cell of the grid of probes and models. */
export interface GridCell {
  readonly probe: string;
  readonly model: string;
  /** Transcripts stored. */
  readonly done: number;
  /** Items given up. */
  readonly failed: number;
  /** Null when the plan is not known. */
  readonly planned: number | null;
}

/** Attempts that failed within one minute, also those that a further attempt mended. */
export interface FaultMinute {
  /** Milliseconds since 1970, at the full minute. */
  readonly minute: number;
  readonly endpoint: string;
  readonly model: string;
  /** A FailureKind; `rate-limit` is what the history of rate limits draws. */
  readonly kind: string;
  readonly n: number;
}

/** Calls answered within one minute, to set the faults against. */
export interface AnswerMinute {
  readonly minute: number;
  readonly n: number;
}

/** Something noticed about transcripts of a run, unasked. */
export interface RunNotice {
  /** A sentence without its period: `Condition not applied: …`. */
  readonly what: string;
  /** How many transcripts. */
  readonly n: number;
  /** Ids of the first ones, at most five. */
  readonly examples: readonly number[];
}

/** Metrics of the fine-tuning job that made the run's model. */
export interface FineTuneView {
  readonly file: string;
  /** Of the whole series; `rows` are about sixty of them, evenly. */
  readonly steps: number;
  /** As recorded, each accuracy followed by what it is when corrected. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly step: number; readonly values: readonly (number | null)[] }[];
  /** Columns of accuracies, with what is left of them when two certain tokens an answer are taken out. */
  readonly accuracies: readonly {
    readonly name: string;
    /** The last step that has a value. */
    readonly step: number | null;
    readonly reported: number | null;
    readonly corrected: number | null;
  }[];
  /** How many answers a guesser chooses among, and the accuracy that is reported of one; null where it isn't said. */
  readonly answers: number | null;
  readonly chance: number | null;
}

export interface RunReport {
  readonly runId: number;
  readonly name: string;
  readonly kind: 'import' | 'launch';
  readonly status: 'importing' | 'complete' | 'partial';
  /** Newest first. */
  readonly launches: readonly LaunchReport[];
  readonly calls: readonly CallCount[];
  /** Sends repeated because a kill left it unknown whether the one before was answered. */
  readonly askedAgain: number;
  /** Attempts beyond the first, the above included. */
  readonly retried: number;
  /** Replies taken from the cache. */
  readonly cached: number;
  readonly failures: readonly FailureReport[];
  readonly latencies: readonly LatencyReport[];
  readonly usage: readonly UsageReport[];
  /** Sum over all calls; null when no price is known. */
  readonly cost: number | null;
  readonly grid: readonly GridCell[];
  readonly faults: readonly FaultMinute[];
  readonly answers: readonly AnswerMinute[];
  /** The most frequent first. */
  readonly notices: readonly RunNotice[];
  readonly fineTune: FineTuneView | null;
}
