/** Makes what corrected rates are made from: for each annotator and for all together, whole and by group. */
import type { AuditInput, HumanClass, LabelledUnit } from '../../analysis/corrected/auditInput.ts';
import { accountForSample, type Response } from '../../analysis/sampling/response.ts';
import { effectiveVerdict, type HumanVerdict } from '../../core/effectiveLabel.ts';
import type { LabelRole } from '../../core/labelScheme.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { RatedTranscript } from '../../storage/audit/ratedTexts.ts';
import { sampleResponses, type SampleItem } from '../../storage/audit/sampleRows.ts';
import { ownOpinion, type AuditScope } from './auditScope.ts';
import type { CollectedLabels, LabelledTranscript } from './collectLabels.ts';
import { WHOLE, type FrameCells } from './frameCells.ts';
import { groupNamer, isOfLabels } from './groupNames.ts';

/** One annotator's answers on the sample, or those of all together. */
export interface SampleVoice {
  readonly name: string;
  readonly kind: 'annotator' | 'people' | 'adjudicated';
  readonly input: AuditInput;
  /** The transcripts of the input's units, in their order. */
  readonly transcripts: readonly RatedTranscript[];
  /** The same within each group of the breakdown. */
  readonly groups: ReadonlyMap<string, AuditInput>;
}

/** A transcript of the sample with what somebody said of it. */
interface Said {
  readonly key: string;
  readonly stratum: string;
  readonly transcript: RatedTranscript;
  /** Undefined: nothing yet. */
  readonly response: Response | undefined;
  readonly role: HumanVerdict;
}

interface Drawn {
  readonly item: SampleItem;
  readonly transcript: RatedTranscript;
}

export const PEOPLE = 'everybody together';
export const ADJUDICATED = 'adjudicated';

/** Everybody's answers on a sample; those on what can't be drawn any more count for nothing. */
export function sampleVoices(
  scope: AuditScope,
  queueId: number,
  items: readonly SampleItem[],
  cells: FrameCells,
  missing: VerdictRule['missing'],
  hasAdjudicated: boolean,
): readonly SampleVoice[] {
  const drawn = items.flatMap((item): Drawn[] => {
    const [transcript] = scope.texts.transcripts(item);
    const stratum = cells.stratumOf(item);
    return transcript === undefined || stratum === undefined
      ? []
      : [{ item: { ...item, stratum }, transcript }];
  });
  const { annotators } = scope.selection;
  const responses = sampleResponses(scope.db, queueId).filter(
    ({ annotator }) => annotators.length === 0 || annotators.includes(annotator),
  );
  const byPlace = Map.groupBy(responses, ({ place }) => place);
  const names = [...new Set(responses.map(({ annotator }) => annotator))].sort();
  const finals = scope.selection.answers === 'final' || names.length > 1 || hasAdjudicated;
  const chains = new Map(
    finals ? drawn.map(({ item }) => [item.place, scope.texts.chains(item)] as const) : [],
  );
  const chainOf = (place: number, annotator: string) =>
    chains.get(place)?.find((chain) => chain.annotator === annotator && chain.repeat === 0);
  /** The first answer is the response; what stands now may differ. */
  const roleOf = (place: number, annotator: string, first: LabelRole | null): LabelRole | null => {
    if (scope.selection.answers === 'first') return first;
    const chain = chainOf(place, annotator);
    const own = chain === undefined ? null : ownOpinion(chain, 'final');
    return own === null ? first : own.role;
  };
  const input = { cells, missing, groupOf: frameGroup(scope) };
  const voices = names.map((annotator): SampleVoice => {
    const said = drawn
      .filter(({ item }) => item.assigned.length === 0 || item.assigned.includes(annotator))
      .map(({ item, transcript }): Said => {
        const found = byPlace.get(item.place)?.find((response) => response.annotator === annotator);
        const role = found === undefined ? null : roleOf(item.place, annotator, found.role);
        const base = { key: String(item.place), stratum: item.stratum, transcript };
        return { ...base, response: responseOf(found?.response, role), role: role ?? 'none' };
      });
    return { name: annotator, kind: 'annotator', ...inputsOf(said, input) };
  });
  // What was adjudicated is nobody's own answer, whoever did it.
  const isOneVoice = ![...chains.values()].flat().some(({ final }) => final.adjudicated);
  if (names.length === 0 || (names.length === 1 && isOneVoice)) return voices;
  const all = (only: 'adjudicated' | 'people'): SampleVoice | undefined => {
    let any = false;
    const said = drawn.map(({ item, transcript }): Said => {
      const here = byPlace.get(item.place) ?? [];
      const opinions = here.flatMap(({ annotator, role: first }) => {
        const final = chainOf(item.place, annotator)?.final;
        const adjudicated = final?.adjudicated === true;
        const role = adjudicated ? final.role : roleOf(item.place, annotator, first);
        return role === null ? [] : [{ annotator, role, adjudicated }];
      });
      // An adjudicator may never have had the sample itself as a queue.
      for (const { annotator, final } of chains.get(item.place) ?? []) {
        if (final.adjudicated && final.role !== null && !opinions.some((one) => one.annotator === annotator))
          opinions.push({ annotator, role: final.role, adjudicated: true });
      }
      const adjudicated = opinions.filter((opinion) => opinion.adjudicated);
      if (adjudicated.length > 0) any = true;
      const verdict = effectiveVerdict(only === 'people' ? opinions : adjudicated);
      const base = { key: String(item.place), stratum: item.stratum, transcript, role: verdict };
      const skipped = here.some(({ response }) => response === 'skipped') ? 'skipped' : undefined;
      const response = verdict === 'none' ? (only === 'people' ? skipped : undefined) : answered(verdict);
      return { ...base, response };
    });
    if (only === 'adjudicated' && !any) return undefined;
    return { name: only === 'people' ? PEOPLE : ADJUDICATED, kind: only, ...inputsOf(said, input) };
  };
  const people = all('people');
  return people === undefined ? voices : [people, ...voices];
}

/**
 * Those who rated every transcript there is: a sample of all. Undefined where nobody did.
 *
 * @param total transcripts of the selection
 */
export function censusVoices(
  scope: AuditScope,
  labels: CollectedLabels,
  total: number,
  cells: FrameCells,
  missing: VerdictRule['missing'],
): readonly SampleVoice[] {
  if (labels.labelled.length < total || total === 0) return [];
  const input = { cells, missing, groupOf: frameGroup(scope) };
  const voice = (
    name: string,
    kind: SampleVoice['kind'],
    roleOf: (row: LabelledTranscript) => HumanVerdict,
  ): SampleVoice[] => {
    const said = labels.labelled.map((row): Said => {
      const role = roleOf(row);
      const response = role === 'none' ? undefined : answered(role);
      return { key: String(row.transcript.id), stratum: WHOLE, transcript: row.transcript, response, role };
    });
    return said.some(({ response }) => response === undefined)
      ? []
      : [{ name, kind, ...inputsOf(said, input) }];
  };
  const single = [...labels.annotators].flatMap((annotator) =>
    voice(
      annotator,
      'annotator',
      ({ voices }) => voices.find((one) => one.annotator === annotator && one.role !== null)?.role ?? 'none',
    ),
  );
  return labels.annotators.size > 1 || labels.hasAdjudicated
    ? [...voice(PEOPLE, 'people', ({ people }) => people), ...single]
    : single;
}

function frameGroup(scope: AuditScope): (transcript: RatedTranscript) => string {
  if (isOfLabels(scope.selection.by)) return () => '';
  const groupOf = groupNamer(scope);
  return (transcript) => groupOf(transcript) ?? '';
}

function responseOf(response: Response | undefined, role: LabelRole | null): Response | undefined {
  if (response === undefined) return undefined;
  return role === null ? (response === 'skipped' ? 'skipped' : 'unsure') : answered(role);
}

function answered(role: HumanVerdict): Response {
  return role === 'undecided' || role === 'conflict' ? 'unsure' : 'answered';
}

interface InputOptions {
  readonly cells: FrameCells;
  readonly missing: VerdictRule['missing'];
  readonly groupOf: (transcript: RatedTranscript) => string;
}

function inputsOf(
  said: readonly Said[],
  options: InputOptions,
): Pick<SampleVoice, 'input' | 'transcripts' | 'groups'> {
  const groups = new Map<string, AuditInput>();
  // Without a breakdown all are of one group that has no name.
  if (options.cells.groups.size > 1 || !options.cells.groups.has('')) {
    const byGroup = Map.groupBy(said, ({ transcript }) => options.groupOf(transcript));
    for (const group of options.cells.groups) {
      groups.set(group, inputOf(byGroup.get(group) ?? [], options, group).input);
    }
  }
  return { ...inputOf(said, options), groups };
}

function inputOf(
  said: readonly Said[],
  { cells, missing }: InputOptions,
  group?: string,
): Pick<SampleVoice, 'input' | 'transcripts'> {
  const frame = cells.frame(group);
  const sizes = new Map<string, number>();
  for (const { stratum, n } of frame) sizes.set(stratum, (sizes.get(stratum) ?? 0) + n);
  const drawn = Map.groupBy(said, ({ stratum }) => stratum);
  const strata = [...sizes].map(([name, size]) => ({ name, size, drawn: drawn.get(name)?.length ?? 0 }));
  const drawnUnits = said.map(({ key, stratum }) => {
    const size = sizes.get(stratum) ?? 0;
    return { key, stratum, probability: size === 0 ? 1 : (drawn.get(stratum)?.length ?? 0) / size };
  });
  const responses = new Map(
    said.flatMap(({ key, response }) => (response === undefined ? [] : [[key, response] as const])),
  );
  const account = accountForSample({ seed: '', strata, units: drawnUnits }, responses);
  const byKey = new Map(said.map((one) => [one.key, one]));
  const units: LabelledUnit[] = [];
  const transcripts: RatedTranscript[] = [];
  for (const { key, stratum } of account.counted) {
    const one = byKey.get(key);
    if (one === undefined || !isClass(one.role)) continue;
    const { transcript, role } = one;
    const judge = cells.knowsJudge ? transcript.judge : 'unjudged';
    units.push({ stratum, prompt: cells.promptOf(transcript), judge, human: role });
    transcripts.push(transcript);
  }
  return { input: { frame, strata: account.strata, units, missing }, transcripts };
}

function isClass(role: HumanVerdict): role is HumanClass {
  return role === 'positive' || role === 'negative' || role === 'excluded';
}
