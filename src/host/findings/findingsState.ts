/** Which findings are shown, and how they are grouped; everything but VS Code. */
import { FINDING_SEVERITIES, type FindingSeverity } from '../../core/finding.ts';
import type { FindingRow } from '../../core/findingStore.ts';
import { isGrave } from '../../core/findingWords.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { RuleSettings } from './ruleSettings.ts';

/** Dismissed findings of any severity are apart from those that stand. */
export type FindingGroup = FindingSeverity | 'dismissed';
export const FINDING_GROUPS: readonly FindingGroup[] = [...FINDING_SEVERITIES, 'dismissed'];

export interface FindingsContext {
  /** The open database, without opening one. */
  store(): AuditStore | undefined;
  settings(): RuleSettings;
}

/** The findings as they were read. */
export interface DrawnFindings {
  readonly store: AuditStore;
  readonly all: readonly FindingRow[];
  /** In the order of the runs; groups without findings are empty. */
  readonly groups: Readonly<Record<FindingGroup, readonly FindingRow[]>>;
  readonly byId: ReadonlyMap<number, FindingRow>;
  /** Standing findings by run, those that concern its numbers: wrong and doubtful ones. */
  readonly graveByRun: ReadonlyMap<number, readonly FindingRow[]>;
  readonly grave: number;
}

export class FindingsState {
  private readonly context: FindingsContext;
  private drawn: DrawnFindings | undefined;

  constructor(context: FindingsContext) {
    this.context = context;
  }

  /** What is known now; read if it isn't. Undefined without a database. */
  draw(): DrawnFindings | undefined {
    const store = this.context.store();
    if (store === undefined) this.drawn = undefined;
    else if (this.drawn?.store !== store) this.drawn = drawFindings(store, this.shown(store.findings()));
    return this.drawn;
  }

  /** Reads anew; true when something is shown otherwise than before. */
  reload(): boolean {
    const before = this.drawn;
    this.drawn = undefined;
    const now = this.draw();
    return before?.store !== now?.store || !sameFindings(before?.all ?? [], now?.all ?? []);
  }

  /** Standing findings of a run that concern its numbers. */
  graveOf(runId: number): readonly FindingRow[] {
    return this.draw()?.graveByRun.get(runId) ?? [];
  }

  /** Those of one transcript that stand, the gravest first. */
  ofTranscript(transcriptId: number): readonly FindingRow[] {
    const found = this.shown(this.context.store()?.findings(transcriptId) ?? []);
    return found.filter(({ dismissed }) => dismissed === null).toSorted(gravestFirst);
  }

  /** Settings hold at once; the check that they ask for may take a while to say the same in the database. */
  private shown(findings: readonly FindingRow[]): readonly FindingRow[] {
    const { off, severities } = this.context.settings();
    return findings
      .filter(({ rule }) => !off.includes(rule))
      .map((finding) => {
        const severity = Object.hasOwn(severities, finding.rule) ? severities[finding.rule] : undefined;
        return severity === undefined ? finding : { ...finding, severity };
      });
  }
}

function gravestFirst(a: FindingRow, b: FindingRow): number {
  return FINDING_SEVERITIES.indexOf(a.severity) - FINDING_SEVERITIES.indexOf(b.severity);
}

function drawFindings(store: AuditStore, all: readonly FindingRow[]): DrawnFindings {
  const groups: Record<FindingGroup, FindingRow[]> = { wrong: [], doubtful: [], note: [], dismissed: [] };
  const graveByRun = new Map<number, FindingRow[]>();
  for (const finding of all) {
    groups[finding.dismissed === null ? finding.severity : 'dismissed'].push(finding);
    if (finding.dismissed !== null || !isGrave(finding.severity)) continue;
    const ofRun = graveByRun.get(finding.runId);
    if (ofRun === undefined) graveByRun.set(finding.runId, [finding]);
    else ofRun.push(finding);
  }
  return {
    store,
    all,
    groups,
    byId: new Map(all.map((finding) => [finding.findingId, finding])),
    graveByRun,
    grave: groups.wrong.length + groups.doubtful.length,
  };
}

function sameFindings(before: readonly FindingRow[], now: readonly FindingRow[]): boolean {
  return before.length === now.length && before.every((finding, index) => isSame(finding, now[index]));
}

function isSame(a: FindingRow, b: FindingRow | undefined): boolean {
  return (
    b !== undefined &&
    a.findingId === b.findingId &&
    a.title === b.title &&
    a.detail === b.detail &&
    a.severity === b.severity &&
    a.certainty === b.certainty &&
    a.transcripts === b.transcripts &&
    a.runName === b.runName &&
    a.dismissed?.time === b.dismissed?.time &&
    a.dismissed?.reason === b.dismissed?.reason
  );
}
