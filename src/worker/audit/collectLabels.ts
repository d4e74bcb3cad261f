/** One pass over the labelled texts of a selection: everything about people is counted here. */
import type { Comparison, PairFact, Voice } from '../../analysis/audit/ratings.ts';
import { comparisonId, judgePairs, peoplePairs, selfPairs, together } from '../../analysis/audit/ratings.ts';
import { HashSample, PairTally } from '../../analysis/audit/pairTally.ts';
import type { RatedItem } from '../../analysis/agreement/manyRaters.ts';
import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { JudgedValues } from '../../storage/audit/judgedValues.ts';
import type { RatedChain, RatedText, RatedTranscript } from '../../storage/audit/ratedTexts.ts';
import { AnchoringTally } from './anchoringTally.ts';
import {
  asksVerdict,
  countedOpinion,
  ownVoiceOf,
  scopeKeys,
  voiceOf,
  type AuditScope,
} from './auditScope.ts';
import { groupNamer } from './groupNames.ts';
import { wordsOf } from './judgeWords.ts';
import { VersionTally } from './mixedVersions.ts';

/** More comparisons than this are counted and not worked out. */
const MOST_COMPARISONS = 400;
/** Of more labelled transcripts than this no census is made. */
const MOST_CENSUS = 50_000;

export interface CollectedComparison {
  readonly comparison: Comparison;
  readonly tally: PairTally;
}

/** A labelled transcript as rates count it. */
export interface LabelledTranscript {
  readonly transcript: RatedTranscript;
  readonly people: HumanVerdict;
  readonly voices: readonly Pick<Voice, 'annotator' | 'role'>[];
}

/** A judge's score with what people say of the transcript. */
export interface ScoredLabel {
  readonly metricId: number;
  readonly judgeId: number;
  readonly score: number;
  readonly transcriptId: number;
}

export interface CollectedLabels {
  readonly comparisons: ReadonlyMap<string, CollectedComparison>;
  readonly leftOut: number;
  readonly annotators: ReadonlySet<string>;
  readonly hasFirstAnswers: boolean;
  readonly hasAdjudicated: boolean;
  /** Roles of all annotators of a text, in the order of `annotators`. */
  readonly everybody: HashSample<RatedItem>;
  readonly anchoring: ReadonlyMap<string, AnchoringTally>;
  /** Transcripts with a label; empty where there are too many for that. */
  readonly labelled: readonly LabelledTranscript[];
  readonly labelledCount: number;
  /** Of which versions of which schemes the compared labels are. */
  readonly versions: VersionTally;
}

/** What one text says, in pairs; the cells of the confusion tables are found again by it. */
export function* factsOf(
  scope: AuditScope,
  values: JudgedValues,
  text: RatedText,
): Generator<{ readonly fact: PairFact; readonly transcript: RatedTranscript }> {
  const { answers } = scope.selection;
  const originals = text.chains.filter(({ repeat }) => repeat === 0);
  const voices = originals.map((chain) => voiceOf(chain, answers));
  // Who adjudicates answers once more, knowing what the others said: that is no agreement with them.
  const own = originals.flatMap((chain) => ownVoiceOf(chain, answers) ?? []);
  const [first] = text.transcripts;
  if (first === undefined) return;
  for (const fact of peoplePairs(own)) yield { fact, transcript: first };
  for (const chain of text.chains) {
    if (chain.repeat === 0) continue;
    const original = originals.find(({ annotator }) => annotator === chain.annotator);
    const before = original && ownVoiceOf(original, 'first');
    if (before === undefined) continue;
    // Both as they were given before the judge was seen, where that is known.
    for (const fact of selfPairs(before, voiceOf(chain, 'first'))) {
      yield { fact, transcript: first };
    }
  }
  for (const transcript of text.transcripts) {
    const words = wordsOf(scope, values.of(transcript.id));
    const verdict = asksVerdict(scope) ? transcript.judge : undefined;
    for (const fact of judgePairs(verdict, words, voices, own)) yield { fact, transcript };
  }
}

export async function collectLabels(
  scope: AuditScope,
  progress: (done: number) => void,
): Promise<CollectedLabels> {
  const values = new JudgedValues(scope.db);
  const groupOf = groupNamer(scope);
  const comparisons = new Map<string, CollectedComparison>();
  const passedOver = new Set<string>();
  const everybody = new HashSample<RatedItem>();
  const anchoring = new Map<string, AnchoringTally>();
  const places = new Map<string, number>();
  const labelled: LabelledTranscript[] = [];
  const versions = new VersionTally();
  let [labelledCount, done] = [0, 0];
  let [hasFirstAnswers, hasAdjudicated] = [false, false];
  const seen = new Set<number>();
  for (const keys of scopeKeys(scope)) {
    for (const key of keys) {
      const text = scope.texts.read(key);
      const first = text?.transcripts[0];
      // A text of two runs comes twice where the runs are gone through one after the other.
      if (text === undefined || first === undefined || seen.has(first.id)) continue;
      if (text.transcripts.length > 1) seen.add(first.id);
      const place = key.hash.readUInt32BE(0);
      for (const { fact, transcript } of factsOf(scope, values, text)) {
        const id = comparisonId(fact.comparison);
        const known = comparisons.get(id);
        if (known === undefined && comparisons.size >= MOST_COMPARISONS) {
          passedOver.add(id);
          continue;
        }
        const entry = known ?? { comparison: fact.comparison, tally: new PairTally() };
        if (known === undefined) comparisons.set(id, entry);
        entry.tally.addClasses(fact.one, fact.other, groupOf(transcript, fact));
        if (fact.numbers !== undefined) entry.tally.scores.add(place, fact.numbers);
      }
      const main = text.chains.filter(({ repeat }) => repeat === 0);
      const voices = main.map((chain) => voiceOf(chain, scope.selection.answers));
      const own = main.flatMap((chain) => ownVoiceOf(chain, scope.selection.answers) ?? []);
      everybody.add(place, rolesOf(own, places));
      for (const chain of main) {
        const counted = countedOpinion(chain, scope.selection.answers);
        if (counted.answer !== null) versions.add(counted);
        if (chain.blind !== null && chain.blind.answer !== null) hasFirstAnswers = true;
        if (asksVerdict(scope)) anchor(anchoring, chain, first.judge);
      }
      const { people, adjudicated } = together(voices);
      if (adjudicated !== 'none') hasAdjudicated = true;
      if (people === 'none') continue;
      labelledCount += text.transcripts.length;
      if (labelledCount > MOST_CENSUS) labelled.length = 0;
      else for (const transcript of text.transcripts) labelled.push({ transcript, people, voices: own });
    }
    done += keys.length;
    progress(done);
    await scope.breathe();
  }
  return {
    comparisons,
    leftOut: passedOver.size,
    annotators: new Set([...places.keys()].sort()),
    hasFirstAnswers,
    hasAdjudicated,
    everybody,
    anchoring,
    labelled,
    labelledCount,
    versions,
  };
}

/** Roles by annotator; those that come up later have longer rows, which reads as not rated in the shorter ones. */
function rolesOf(voices: readonly Voice[], places: Map<string, number>): RatedItem {
  const row: (string | undefined)[] = [];
  for (const { annotator, role } of voices) {
    if (role === null) continue;
    const place = places.get(annotator) ?? places.size;
    places.set(annotator, place);
    row[place] = role;
  }
  return Array.from(row);
}

function anchor(tallies: Map<string, AnchoringTally>, chain: RatedChain, judge: JudgeVerdict): void {
  if (chain.blind === null || chain.blind.role === null) return;
  const tally = tallies.get(chain.annotator) ?? new AnchoringTally();
  // What was decided between annotators later isn't what seeing the judge made of an answer.
  const last = chain.blind.adjudicated ? chain.final : (chain.own ?? chain.final);
  tally.add(judge, chain.blind.role, last.role);
  tallies.set(chain.annotator, tally);
}
