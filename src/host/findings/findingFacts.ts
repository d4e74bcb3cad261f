/** What the findings view says of an element, apart from VS Code. */
import type { FindingRow } from '../../core/findingStore.ts';
import { CERTAINTY_WORDS, SEVERITY_WORDS } from '../../core/findingWords.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { ElementFacts } from '../trees/nodeFacts.ts';
import { oneLine } from '../trees/oneLine.ts';
import { transcriptDescription, transcriptLabel, verdictIcon } from '../trees/transcriptWords.ts';
import type { FindingElement, FoundTranscript, GroupElement, OneFinding } from './findingElements.ts';
import type { FindingGroup } from './findingsState.ts';

/** What a transcript's line says beside its verdict. */
export interface TranscriptPlace {
  readonly probe: string;
  readonly rule: VerdictRule | undefined;
}

export interface FindingItemFacts extends ElementFacts {
  readonly expanded: boolean;
}

/** Octagon or circle with a cross, triangle, ring with an i: the shape tells them apart, the colour repeats it. */
const ICONS: Readonly<Record<FindingGroup, { readonly icon: string; readonly color: string | undefined }>> = {
  wrong: { icon: 'error', color: 'charts.red' },
  doubtful: { icon: 'warning', color: 'charts.yellow' },
  note: { icon: 'info', color: 'charts.blue' },
  dismissed: { icon: 'archive', color: undefined },
};

const GROUP_NAMES: Readonly<Record<FindingGroup, string>> = {
  wrong: SEVERITY_WORDS.wrong.name,
  doubtful: SEVERITY_WORDS.doubtful.name,
  note: 'Notes',
  dismissed: 'Dismissed',
};

/** @param place asked only for transcripts */
export function findingFacts(
  element: FindingElement,
  place: (element: FoundTranscript) => TranscriptPlace,
): FindingItemFacts {
  switch (element.kind) {
    case 'group':
      return groupFacts(element);
    case 'range':
      return rangeFacts('findings', element.first, element.findings.length);
    case 'finding':
      return oneFacts(element);
    case 'page':
      return rangeFacts('transcripts', element.first, element.n);
    case 'transcript':
      return transcriptFacts(element, place(element));
  }
}

/** One fact a line, plain text. */
export function findingTooltip(finding: FindingRow): string {
  const { severity, certainty, dismissed } = finding;
  const lines = [
    oneLine(finding.title, 1_000),
    `${SEVERITY_WORDS[severity].name}: ${SEVERITY_WORDS[severity].means}`,
    `${CERTAINTY_WORDS[certainty].name}: ${CERTAINTY_WORDS[certainty].means}`,
    `Run: ${oneLine(finding.runName)}`,
    transcriptCount(finding.transcripts),
    ...(dismissed === null ? [] : [dismissedWords(dismissed)]),
  ];
  return lines.join('\n');
}

/** `Dismissed by kim on 2026-11-21: known, the JSON probes are left out` */
export function dismissedWords({ annotator, reason, time }: NonNullable<FindingRow['dismissed']>): string {
  return `Dismissed by ${oneLine(annotator)} on ${time.slice(0, 10)}: ${oneLine(reason, 500)}`;
}

/** For a tree that shows something else: `Wrong: 80 of 80 answers aren’t JSON`. */
export function findingLine({ severity, title }: Pick<FindingRow, 'severity' | 'title'>): string {
  return `${SEVERITY_WORDS[severity].name}: ${oneLine(title)}`;
}

export function transcriptCount(n: number): string {
  if (n === 0) return 'About the run as a whole';
  return n === 1 ? '1 transcript' : `${groupedNumber(n)} transcripts`;
}

function groupFacts({ group, findings }: GroupElement): FindingItemFacts {
  const n = groupedNumber(findings.length);
  const means = group === 'dismissed' ? 'kept, with who dismissed them and why' : SEVERITY_WORDS[group].means;
  return {
    label: GROUP_NAMES[group],
    description: n,
    spoken: `${GROUP_NAMES[group]}, ${n} ${findings.length === 1 ? 'finding' : 'findings'}: ${means}`,
    ...ICONS[group],
    contextValue: `group ${group}`,
    hasChildren: true,
    expanded: group === 'wrong' || group === 'doubtful',
  };
}

function rangeFacts(of: 'findings' | 'transcripts', first: number, n: number): FindingItemFacts {
  const label = `${groupedNumber(first)}–${groupedNumber(first + n - 1)}`;
  return {
    label,
    description: '',
    spoken: `${of} ${label}`,
    icon: 'list-ordered',
    color: undefined,
    contextValue: 'page',
    hasChildren: true,
    expanded: false,
  };
}

/** The run stands behind the title, or before it where one could not tell several runs' findings apart otherwise. */
function oneFacts({ finding, runLabel }: OneFinding): FindingItemFacts {
  const { severity, title, runName, transcripts, dismissed } = finding;
  const found = oneLine(title);
  const run = oneLine(runName);
  const described = [
    ...(dismissed === null ? [] : [`${oneLine(dismissed.annotator)}: ${oneLine(dismissed.reason)}`]),
    ...(runLabel === runName ? [] : [run]),
    ...(transcripts === 0 ? [] : [groupedNumber(transcripts)]),
  ];
  const { icon, color } = ICONS[severity];
  return {
    label: runLabel === undefined ? found : `${oneLine(runLabel)}: ${found}`,
    description: described.join(' · '),
    spoken: [
      `${SEVERITY_WORDS[severity].name}: ${found}`,
      `run ${run}`,
      transcriptCount(transcripts),
      ...(dismissed === null ? [] : [dismissedWords(dismissed)]),
    ].join(', '),
    icon,
    color: dismissed === null ? color : undefined,
    contextValue: `finding ${dismissed === null ? 'standing' : 'dismissed'}${transcripts === 0 ? '' : ' listed'}`,
    hasChildren: transcripts > 0,
    expanded: false,
  };
}

/** As in the Runs view, with the probe, since one finding may hold transcripts of many. */
function transcriptFacts({ row }: FoundTranscript, { probe, rule }: TranscriptPlace): FindingItemFacts {
  const label = transcriptLabel(row);
  const verdict = transcriptDescription(row, rule);
  const description = probe === '' ? verdict : `${oneLine(probe, 40)} · ${verdict}`;
  return {
    label,
    description,
    spoken: `transcript ${label.replace(' ≠', '')}, ${description.replaceAll(' · ', ', ')}`,
    ...verdictIcon(row, rule),
    contextValue: row.humanVerdict === 'none' ? 'transcript unlabelled' : 'transcript labelled',
    hasChildren: false,
    expanded: false,
  };
}
