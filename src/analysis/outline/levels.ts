/** The levels that a tree can be grouped by, and what a leaf is called at each. */
import type { ArmRow, ProbeRow } from '../../core/ports.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';

/**
 * `origin` is the study, or the run itself where it belongs to none; `arm` tells apart what is equal in all names.
 */
export type Level =
  'verdict' | 'origin' | 'suite' | 'group' | 'model' | 'run' | 'condition' | 'probe' | 'arm';

export const GROUPINGS = {
  'by-run': ['origin', 'group', 'model', 'run', 'condition', 'probe', 'arm'],
  'by-probe': ['origin', 'probe', 'group', 'model', 'run', 'condition', 'arm'],
  'by-verdict': ['verdict', 'origin', 'group', 'model', 'run', 'condition', 'probe', 'arm'],
  /** The probes tree: suites and probes over all runs. */
  probes: ['suite', 'probe', 'group', 'model', 'condition', 'run', 'arm'],
} as const satisfies Record<string, readonly Level[]>;

export type Grouping = keyof typeof GROUPINGS;

/** Where a leaf belongs: one probe within one arm, or an arm that holds nothing (no probe). */
export interface LeafPlace {
  readonly arm: ArmRow;
  readonly probe: ProbeRow | undefined;
  /** Set when the tree is grouped by the judge's verdict: the leaf is then the part with that verdict. */
  readonly verdict: JudgeVerdict | undefined;
}

/** What distinguishes leaves at a level; null when the level's name isn't known. Equal values are one node. */
export function levelValue(place: LeafPlace, level: Level): string | number | null {
  const { arm, probe } = place;
  switch (level) {
    case 'verdict':
      return place.verdict ?? null;
    case 'origin':
      return arm.studyId === null ? -arm.runId : arm.studyId;
    case 'suite':
      return probe?.suiteId ?? null;
    case 'group':
      return emptyToNull(arm.group);
    case 'model':
      return emptyToNull(arm.model);
    case 'run':
      return arm.runId;
    case 'condition':
      return emptyToNull(arm.condition);
    case 'probe':
      return probe?.probeId ?? null;
    case 'arm':
      return arm.armId;
  }
}

/** The name shown for a level of a leaf, as recorded; null when there is none. */
export function levelName(place: LeafPlace, level: Level): string | null {
  const { arm, probe } = place;
  switch (level) {
    case 'verdict':
      return place.verdict ?? null;
    case 'origin':
      return arm.studyId === null ? arm.runName : (arm.studyName ?? `study ${arm.studyId}`);
    case 'suite':
      return emptyToNull(probe?.suite ?? null);
    case 'group':
    case 'model':
    case 'condition':
      return emptyToNull(arm[level]);
    case 'run':
      return arm.runName;
    case 'probe':
      return emptyToNull(probe?.name ?? null);
    case 'arm':
      return `part ${arm.armId}`;
  }
}

/** The last segment of a node's id: the level and a database id, or a name where the database identifies by name. */
export function levelSegment(place: LeafPlace, level: Level): string {
  const value = levelValue(place, level);
  if (level === 'origin' && typeof value === 'number') return value < 0 ? `run:${-value}` : `study:${value}`;
  return `${level}:${value === null ? '' : String(value).replace(/[%/]/g, escapeSlash)}`;
}

/** The word for a level of a leaf: an origin is a study or a run. */
export function levelWord(place: LeafPlace, level: Level): string {
  if (level === 'origin') return place.arm.studyId === null ? 'run' : 'study';
  return level === 'arm' ? 'part' : level;
}

/** What a node is called when its level has no name. */
export function namelessWords(level: Level): string {
  switch (level) {
    case 'model':
      return 'model not known';
    case 'group':
      return 'no group';
    case 'condition':
      return 'no condition';
    case 'probe':
      return 'no transcripts';
    default:
      return `no ${level}`;
  }
}

/** Not `encodeURIComponent`, which throws on the broken surrogates that recorded names can hold. */
function escapeSlash(character: string): string {
  return character === '/' ? '%2F' : '%25';
}

function emptyToNull(name: string | null): string | null {
  return name === '' ? null : name;
}
