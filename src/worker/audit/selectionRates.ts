/** The rates of a selection: from the sample that is chosen, from everything being labelled, or refused. */
import { rawRates } from '../../analysis/corrected/rawRates.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import { describeRule } from '../../core/verdictRule.ts';
import type { Reference, RatesView } from '../../protocol/auditPage.ts';
import { countsOf } from '../../storage/audit/auditRuns.ts';
import { sampleItems, type QueueHead, type SampleItem } from '../../storage/audit/sampleRows.ts';
import { storedWish } from '../../storage/queues/storedWish.ts';
import { asksVerdict, type AuditScope } from './auditScope.ts';
import { calibrationViews } from './calibrationViews.ts';
import type { CollectedLabels } from './collectLabels.ts';
import { rateFigure } from './figureViews.ts';
import { sampleFrame, wholeFrame, type FrameCells } from './frameCells.ts';
import { armDifferences, armRates, qualityFigures, rateGroup, rawOf, refusedRates } from './ratesView.ts';
import { censusVoices, sampleVoices, type SampleVoice } from './sampleAudit.ts';

/** The sample that corrected rates are to rest on: the chosen one, else the one of these runs with most responses. */
export function sampleOf({ db, queue, queues, runs }: AuditScope): QueueHead | undefined {
  if (queue !== undefined) return queue.purpose === 'sample' ? queue : undefined;
  const here = new Set(runs.runIds);
  return queues
    .filter(
      ({ purpose, runIds, responses }) =>
        purpose === 'sample' && responses > 0 && runIds.some((id) => here.has(id)),
    )
    .sort((a, b) => Number(isByVerdict(db, a)) - Number(isByVerdict(db, b)) || b.responses - a.responses)[0];
}

export interface SelectionRates {
  readonly view: RatesView;
  /** The voice that leads; undefined where nothing is corrected. */
  readonly lead: SampleVoice | undefined;
  /** The sample that they rest on where no label lies outside it; undefined where there is none or one does. */
  readonly sampleAlone: QueueHead | undefined;
  /** False where some of the selection's transcripts couldn't be drawn: rates are then of the others. */
  readonly isWhole: boolean;
}

export async function selectionRates(scope: AuditScope, labels: CollectedLabels): Promise<SelectionRates> {
  const { runs, selection } = scope;
  const [rule] = runs.rules;
  const none = { lead: undefined, sampleAlone: undefined, isWhole: false };
  if (!asksVerdict(scope)) {
    const base = { positive: 'positive', rule: '', raw: null };
    return { view: refusedRates(base, 0, [], 'drop', [otherQuestion(scope)]), ...none };
  }
  const counts = countsOf(scope.db, runs.runIds);
  const sample = sampleOf(scope);
  const items = sample === undefined ? [] : sampleItems(scope.db, sample.queueId);
  const cells =
    sample === undefined ? await wholeFrame(scope) : await sampleFrame(scope, sample.queueId, items);
  const isWhole = cells.covered >= counts.transcripts;
  const missing = rule?.missing ?? 'drop';
  const frame = cells.frame();
  const raws = rawRates({ frame, missing });
  const raw = rawOf(raws, undefined);
  const base = {
    positive: rule?.positiveName ?? 'positive',
    rule: runs.rules.length === 1 && rule !== undefined ? describeRule(rule) : '',
    raw: raw === undefined ? null : rateFigure('Judge’s rate, raw', raw.rate, raw.interval, { n: raw.n }),
  };
  const policies = new Set(runs.rules.map((each) => each.missing));
  if (policies.size > 1) {
    const sentence =
      'These runs have verdict rules that count missing judgments differently, so there is no one rate of theirs. Select runs of one rule.';
    const view = { ...refusedRates(base, 0, frame, missing, [sentence]), raw: null };
    return { view, ...none };
  }
  const several =
    runs.rules.length > 1
      ? ['These runs have several verdict rules; each transcript is counted under its own.']
      : [];
  if (rule === undefined && sample === undefined) {
    return { view: refusedRates(base, 0, frame, missing, [NO_RULE]), ...none };
  }
  const voices =
    sample === undefined
      ? censusVoices(scope, labels, counts.transcripts, cells, missing)
      : sampleVoices(scope, sample.queueId, items, cells, missing, labels.hasAdjudicated);
  const refusal = sample === undefined ? '' : cells.refusal || chosenByVerdict(scope, sample);
  const lead = refusal === '' ? leadVoice(voices, selection.reference) : undefined;
  if (lead === undefined) {
    const sentences = [...several, refusal === '' ? whyNone(scope, sample, counts.labelled) : refusal];
    const view = refusedRates(base, refusal === '' ? counts.labelled : 0, frame, missing, sentences);
    return { view, ...none };
  }
  const others = voices.filter((voice) => voice !== lead);
  const outside = sample === undefined ? 0 : outsideSample(scope, items, counts.labelled);
  const view: RatesView = {
    ...base,
    sample: sample?.name ?? 'every transcript is labelled',
    isCensus: sample === undefined,
    transcripts: cells.covered,
    sentences: [
      ...several,
      ...(sample === undefined
        ? []
        : sampleSentences(scope, sample, items.length, cells, counts.transcripts, outside)),
    ],
    groups: [lead, ...others].map((voice) => rateGroup(voice, raws)),
    by: armRates(lead),
    differences: armDifferences(lead),
    quality: qualityFigures(lead.input).figures,
    calibration: calibrationViews(scope, lead, true),
  };
  return { view, lead, sampleAlone: outside === 0 ? sample : undefined, isWhole };
}

function leadVoice(voices: readonly SampleVoice[], reference: Reference): SampleVoice | undefined {
  const wanted =
    reference.kind === 'annotator'
      ? voices.find(({ kind, name }) => kind === 'annotator' && name === reference.name)
      : voices.find(({ kind }) => kind === 'people');
  return wanted ?? voices[0];
}

/** Labelled transcripts that are not of the sample; those of it that are unsure or in conflict are labelled too. */
function outsideSample(scope: AuditScope, items: readonly SampleItem[], labelled: number): number {
  const inside = items
    .flatMap((item) => scope.texts.transcripts(item))
    .filter(({ human }) => human !== 'none').length;
  return Math.max(0, labelled - inside);
}

const NO_RULE =
  'These runs have no verdict rule, so nothing says what counts as positive and there is no rate. Choose “Set Verdict Rule…” in the menu of a run. How far judges and people agree stands below all the same.';

function otherQuestion({ selection: { question, part } }: AuditScope): string {
  return part === 'reasoning'
    ? 'Verdicts are about answers, so labels of the reasoning correct no rate. How far people agree on the reasoning stands below.'
    : `“${question}” is another question than the one that verdicts answer, so there is no rate of it here. To have one, set a verdict rule on “${question}” and label that as the main question.`;
}

function whyNone({ queue, queues }: AuditScope, sample: QueueHead | undefined, labelled: number): string {
  if (sample !== undefined) return `Nothing of the sample “${sample.name}” has been answered yet.`;
  if (queue !== undefined) {
    return `“${queue.name}” was chosen by hand or by a filter, not drawn at random, so its labels tell nothing of the rest.`;
  }
  if (labelled === 0) return 'Nothing is labelled yet. Draw an audit sample to learn how good the judge is.';
  const drawn = queues.some(({ purpose }) => purpose === 'sample')
    ? 'None of these runs’ samples has an answer. '
    : '';
  return `${drawn}${groupedNumber(labelled)} transcripts have labels, which were not drawn at random: they can’t stand for the others. Draw an audit sample.`;
}

/** Whether only transcripts that the judge gave some verdicts could be drawn. */
function isByVerdict(db: AuditScope['db'], { uid }: QueueHead): boolean {
  return storedWish(db, uid)?.scope.judgeVerdicts !== undefined;
}

/** A sample of what the judge gave some verdicts tells nothing of the others; empty where all could be drawn. */
function chosenByVerdict({ db }: AuditScope, { uid, name }: QueueHead): string {
  const verdicts = storedWish(db, uid)?.scope.judgeVerdicts;
  if (verdicts === undefined) return '';
  return `“${name}” was drawn only from transcripts that the judge calls ${verdicts.join(' or ')}, so it tells nothing of the others, and there is no rate of all. How often the judge is right about these is in the table of agreement.`;
}

function sampleSentences(
  scope: AuditScope,
  sample: QueueHead,
  drawn: number,
  cells: FrameCells,
  transcripts: number,
  outside: number,
): readonly string[] {
  const size = cells.frame().reduce((total, { n }) => total + n, 0);
  const uncovered = transcripts - cells.covered;
  const parts =
    scope.runs.runIds.length < sample.runIds.length ? ', as far as they are of the runs selected' : '';
  const described = [
    sample.description,
    ...(sample.waves > 1 ? [`extended since to ${groupedNumber(drawn)}`] : []),
  ].flatMap((words) => (words === '' ? [] : [`${words}; `]));
  return [
    `Sample “${sample.name}”: ${described.join('')}${groupedNumber(size)} transcripts could be drawn${parts}.`,
    ...(uncovered <= 0
      ? []
      : [
          `${groupedNumber(uncovered)} of the ${groupedNumber(transcripts)} transcripts selected could not be drawn for it; all rates here are of the others alone. Extend the sample to take them in, or select what it was drawn from.`,
        ]),
    ...(outside === 0
      ? []
      : [
          `${groupedNumber(outside)} labelled ${outside === 1 ? 'transcript' : 'transcripts'} outside the sample ${outside === 1 ? 'is' : 'are'} left out: they were not drawn at random.`,
        ]),
    ...cells.notes,
    ...(cells.gone === 0
      ? []
      : [`${groupedNumber(cells.gone)} transcripts that could be drawn are gone since; they count no more.`]),
    ...(cells.hasPrompts
      ? []
      : ['Prompts are not known or nearly all different here, so nothing is clustered by them.']),
  ];
}
