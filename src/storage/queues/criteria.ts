/** What lists are chosen by: each criterion looks at a page of transcripts and says which of them it is about. */
import { effectiveVerdict, type Opinion } from '../../core/effectiveLabel.ts';
import { AuditError } from '../../core/errors.ts';
import type { QueueCriterion } from '../../core/queue.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { ftsQuery, searchTranscripts } from '../search.ts';
import { isFoundIn } from './criteriaByFindings.ts';
import { isDoubtful, isMissing, isNearThreshold, judgesDiffer } from './criteriaByJudgments.ts';
import { readOpinions, type OpinionsByKey } from './opinionsByKey.ts';
import { tableOfKeys } from './theseKeys.ts';
import type { ScannedPage, ScannedTranscript } from './scannedPages.ts';

/** The transcripts of a page that match, by their places in it. */
export type CriterionCheck = (page: ScannedPage) => ReadonlySet<number>;

/**
 * Criteria made ready for one scan; labels are read once for all of them.
 *
 * @throws AuditError `bad-input` for a criterion that can't be followed; `not-found` for a finding that is gone
 */
export function criterionChecks(
  database: AuditDatabase,
  criteria: readonly QueueCriterion[],
): readonly CriterionCheck[] {
  let opinions: OpinionsByKey | undefined;
  const labels = (): OpinionsByKey => (opinions ??= readOpinions(database.db));
  return criteria.map((criterion) => checkOf(database, criterion, labels));
}

function checkOf(
  database: AuditDatabase,
  criterion: QueueCriterion,
  labels: () => OpinionsByKey,
): CriterionCheck {
  const { db } = database;
  switch (criterion.kind) {
    case 'all':
      return each(() => true);
    case 'judge-against-human':
      return each(({ judge, human }) => isSide(judge) && isSide(human) && judge !== human);
    case 'missing-judgment':
      return isMissing(db);
    case 'near-threshold':
      return isNearThreshold(db, criterion.metric, criterion.delta);
    case 'judge-against-judge':
      return judgesDiffer(db, criterion.metric, criterion.other);
    case 'low-confidence':
      return isDoubtful(db, criterion.spread);
    case 'finding':
      return isFoundIn(database, criterion.findingId);
    case 'unlabelled':
      return byOpinions(labels(), (opinions) => opinions.length === 0);
    case 'labelled-by-others':
      return byOpinions(
        labels(),
        (opinions) =>
          opinions.length > 0 && opinions.every(({ annotator }) => annotator !== criterion.annotator),
      );
    case 'annotators-disagree':
      return byOpinions(
        labels(),
        (opinions) =>
          opinions.every(({ adjudicated }) => !adjudicated) &&
          effectiveVerdict(ofPeople(opinions, criterion.annotators)) === 'conflict',
      );
    case 'these': {
      const keys = tableOfKeys(criterion.keys);
      return each(({ hash, ordinal }) => keys.find(hash, ordinal) !== -1);
    }
    case 'text':
      return holdsText(database, criterion.query);
  }
}

function ofPeople(opinions: readonly Opinion[], annotators: readonly string[] = []): readonly Opinion[] {
  return annotators.length === 0
    ? opinions
    : opinions.filter(({ annotator }) => annotators.includes(annotator));
}

function each(matches: (transcript: ScannedTranscript) => boolean): CriterionCheck {
  return ({ transcripts }) => placesWhere(transcripts, matches);
}

function byOpinions(
  labels: OpinionsByKey,
  matches: (opinions: readonly Opinion[]) => boolean,
): CriterionCheck {
  return each(({ hash, ordinal }) => matches(labels.of(hash, ordinal)));
}

function placesWhere(
  transcripts: readonly ScannedTranscript[],
  matches: (transcript: ScannedTranscript) => boolean,
): ReadonlySet<number> {
  const places = new Set<number>();
  for (const [place, transcript] of transcripts.entries()) if (matches(transcript)) places.add(place);
  return places;
}

/** A verdict that says something of the transcript; conflict, undecided and missing say nothing. */
function isSide(verdict: string): boolean {
  return verdict === 'positive' || verdict === 'negative' || verdict === 'excluded';
}

function holdsText(database: AuditDatabase, query: string): CriterionCheck {
  if (ftsQuery(query) === undefined) {
    throw new AuditError('bad-input', 'There is no word to look for.', 'Name at least one word.');
  }
  // Sorted, so that a million hits are 8 MB and are found by halving.
  const ids = searchTranscripts(database, query).ids.sort();
  return each(({ id }) => {
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ids[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return ids[low] === id;
  });
}
