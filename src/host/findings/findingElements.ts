/** What VS Code holds of the findings view: one object for each id, the same one again after every refresh. */
import { setImmediate as giveWay } from 'node:timers/promises';
import { RANGE_SIZE } from '../../analysis/outline/outlineTree.ts';
import type { FindingRow } from '../../core/findingStore.ts';
import type { AuditStore, TranscriptRow } from '../../core/ports.ts';
import { FINDING_GROUPS, type DrawnFindings, type FindingGroup } from './findingsState.ts';
import { runLabels } from './runLabels.ts';

interface ElementBase {
  readonly id: string;
  parent: FindingElement | undefined;
}

/** Findings of one severity, or those that were dismissed. */
export interface GroupElement extends ElementBase {
  readonly kind: 'group';
  readonly group: FindingGroup;
  findings: readonly FindingRow[];
  /** Short names of runs by rule and run, for rules that found something in several. */
  runLabels: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/** A thousand findings of a group that has more. */
export interface RangeElement extends ElementBase {
  readonly kind: 'range';
  parent: GroupElement;
  findings: readonly FindingRow[];
  /** Place of its first finding in the group, from 1. */
  readonly first: number;
}

export interface OneFinding extends ElementBase {
  readonly kind: 'finding';
  readonly findingId: number;
  readonly runId: number;
  finding: FindingRow;
  /** The run's name, short, where the rule's other findings in the group are of other runs. */
  runLabel: string | undefined;
}

/** A thousand of the transcripts of a finding: those with ids above `after`, up to `upTo`. */
export interface TranscriptsElement extends ElementBase {
  readonly kind: 'page';
  readonly findingId: number;
  readonly after: number;
  upTo: number;
  readonly first: number;
  n: number;
}

/** Its ids are what commands get from a menu. */
export interface FoundTranscript extends ElementBase {
  readonly kind: 'transcript';
  readonly findingId: number;
  readonly transcriptId: number;
  readonly runId: number;
  row: TranscriptRow;
}

export type FindingElement = GroupElement | RangeElement | OneFinding | TranscriptsElement | FoundTranscript;

/** How long finding the bounds of pages may hold the thread before it lets others go first, milliseconds. */
const STRETCH_MS = 8;

export class FindingElements {
  private known = new Map<string, FindingElement>();
  /** Elements of before the last refresh: used again when their id comes up, dropped at the next one. */
  private before = new Map<string, FindingElement>();

  /** Called when the whole tree is drawn anew. */
  renew(): void {
    this.before = this.known;
    this.known = new Map();
  }

  roots({ groups }: DrawnFindings): readonly FindingElement[] {
    return FINDING_GROUPS.filter((group) => groups[group].length > 0).map((group) =>
      this.ofGroup(group, groups[group]),
    );
  }

  /** Children in order; a promise only where transcripts must be divided into pages. */
  children(
    drawn: DrawnFindings,
    element: FindingElement,
  ): readonly FindingElement[] | Promise<readonly FindingElement[]> {
    switch (element.kind) {
      case 'group':
        return element.findings.length > RANGE_SIZE
          ? this.ranges(element)
          : element.findings.map((finding) => this.ofFinding(element, finding));
      case 'range':
        return element.findings.map((finding) => this.ofFinding(element, finding));
      case 'finding':
        return element.finding.transcripts > RANGE_SIZE
          ? this.pages(drawn.store, element)
          : this.rows(drawn.store, element, 0);
      case 'page':
        return this.rows(drawn.store, element, element.after);
      case 'transcript':
        return [];
    }
  }

  /** The element of a finding with all above it; undefined when it isn't shown. */
  locate({ groups, byId }: DrawnFindings, findingId: number): OneFinding | undefined {
    const finding = byId.get(findingId);
    if (finding === undefined) return undefined;
    const name: FindingGroup = finding.dismissed === null ? finding.severity : 'dismissed';
    const group = this.ofGroup(name, groups[name]);
    if (group.findings.length <= RANGE_SIZE) return this.ofFinding(group, finding);
    const range = this.ranges(group).find(({ findings }) => findings.includes(finding));
    return range === undefined ? undefined : this.ofFinding(range, finding);
  }

  /** The element of a transcript under a finding; undefined when it is none of its transcripts. */
  async locateTranscript(
    drawn: DrawnFindings,
    findingId: number,
    transcriptId: number,
  ): Promise<FoundTranscript | undefined> {
    const finding = this.locate(drawn, findingId);
    if (finding === undefined) return undefined;
    let holder: OneFinding | TranscriptsElement = finding;
    if (finding.finding.transcripts > RANGE_SIZE) {
      const pages = await this.pages(drawn.store, finding);
      const page = pages.find(({ after, upTo }) => after < transcriptId && transcriptId <= upTo);
      if (page === undefined) return undefined;
      holder = page;
    }
    const rows = this.rows(drawn.store, holder, holder.kind === 'page' ? holder.after : 0);
    return rows.find((row) => row.transcriptId === transcriptId);
  }

  /** Transcripts that were drawn, under whichever finding. */
  transcripts(ids: ReadonlySet<number>): readonly FoundTranscript[] {
    return [...this.known.values()].flatMap((element) =>
      element.kind === 'transcript' && ids.has(element.transcriptId) ? [element] : [],
    );
  }

  private ofGroup(group: FindingGroup, findings: readonly FindingRow[]): GroupElement {
    // Dismissed ones begin with who dismissed them and why.
    const labels = runLabels(group === 'dismissed' ? [] : findings);
    return this.keep<GroupElement>({
      kind: 'group',
      id: group,
      parent: undefined,
      group,
      findings,
      runLabels: labels,
    });
  }

  private ranges(group: GroupElement): readonly RangeElement[] {
    const ranges: RangeElement[] = [];
    for (let from = 0; from < group.findings.length; from += RANGE_SIZE) {
      const findings = group.findings.slice(from, from + RANGE_SIZE);
      const first = from + 1;
      ranges.push(
        this.keep<RangeElement>({
          kind: 'range',
          id: `${group.id}/${first}`,
          parent: group,
          findings,
          first,
        }),
      );
    }
    return ranges;
  }

  private ofFinding(parent: GroupElement | RangeElement, finding: FindingRow): OneFinding {
    const { findingId, runId, rule } = finding;
    const group = parent.kind === 'range' ? parent.parent : parent;
    return this.keep<OneFinding>({
      kind: 'finding',
      id: `f:${findingId}`,
      parent,
      findingId,
      runId,
      finding,
      runLabel: group.runLabels.get(rule)?.get(runId),
    });
  }

  private async pages(store: AuditStore, parent: OneFinding): Promise<readonly TranscriptsElement[]> {
    const { findingId } = parent;
    const pages: TranscriptsElement[] = [];
    let since = performance.now();
    let first = 1;
    for (let after = 0; ;) {
      const upTo = store.findingStep(findingId, after, RANGE_SIZE);
      if (upTo === undefined) return pages;
      const n = store.findingSpan(findingId, after, upTo);
      const id = `f:${findingId}/${first}`;
      pages.push(
        this.keep<TranscriptsElement>({ kind: 'page', id, parent, findingId, after, upTo, first, n }),
      );
      first += n;
      after = upTo;
      if (performance.now() - since < STRETCH_MS) continue;
      await giveWay();
      since = performance.now();
    }
  }

  private rows(
    store: AuditStore,
    parent: OneFinding | TranscriptsElement,
    after: number,
  ): readonly FoundTranscript[] {
    const { findingId } = parent;
    return store.findingTranscripts(findingId, after, RANGE_SIZE).map((row) =>
      this.keep<FoundTranscript>({
        kind: 'transcript',
        id: `f:${findingId}/t:${row.id}`,
        parent,
        findingId,
        transcriptId: row.id,
        runId: row.runId,
        row,
      }),
    );
  }

  /** The known object with that id, brought up to date; or this one, from now on. */
  private keep<E extends FindingElement>(fresh: E): E {
    const old = this.known.get(fresh.id) ?? this.before.get(fresh.id);
    const element = old?.kind === fresh.kind ? Object.assign(old, fresh) : fresh;
    this.known.set(fresh.id, element);
    return element;
  }
}

export function isFindingElement(argument: unknown): argument is FindingElement {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'kind' in argument &&
    'parent' in argument &&
    !('drawn' in argument)
  );
}
