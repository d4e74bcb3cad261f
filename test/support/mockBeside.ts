/** What a mocked host makes of labels of the reasoning, of further questions and of passages. */
import type { BesideView, LabelAbout, PassageView } from '../../src/protocol/transcriptAbout.ts';
import type {
  LabelChange,
  LabelStateView,
  LabelsView,
  TranscriptView,
} from '../../src/protocol/transcriptPanel.ts';
import { changed } from './mockLabelling.ts';

const NOTHING: LabelStateView = { answer: null, scores: {}, note: '', flagged: false };

/** @param serial of the label: passages have ids by it */
export function labelledBeside(
  labels: LabelsView,
  { change, about = {} }: { readonly change: LabelChange; readonly about?: LabelAbout },
  view: TranscriptView,
  serial: number,
): LabelsView {
  if (about.span !== undefined || about.passage !== undefined)
    return { ...labels, passages: marked(labels, change, about, view, serial) };
  const { part = 'answer', metric } = about;
  const { beside = [] } = labels;
  const isIt = (label: BesideView): boolean => label.part === part && label.metric === metric;
  const before = beside.find(isIt) ?? {
    part,
    ...(metric === undefined ? {} : { metric }),
    mine: NOTHING,
    others: [],
  };
  const after = { ...before, mine: changed(before.mine, change) };
  return { ...labels, beside: [...beside.filter((label) => !isIt(label)), after] };
}

/** After one's label of the answer changed. */
export function labelledMine(labels: LabelsView, mine: LabelStateView, action: string): LabelsView {
  const event = {
    eventId: `event-${labels.history.length}`,
    annotator: labels.annotator,
    action,
    words: mine.answer ?? 'no answer',
    time: new Date().toISOString(),
    judgeVisible: true,
  };
  const labelled =
    labels.progress.labelled + Number(mine.answer !== null) - Number(labels.mine.answer !== null);
  return {
    ...labels,
    mine,
    history: [event, ...labels.history],
    progress: { ...labels.progress, labelled },
  };
}

function marked(
  { passages = [], annotator }: LabelsView,
  change: LabelChange,
  about: LabelAbout,
  view: TranscriptView,
  serial: number,
): readonly PassageView[] {
  const before = passages.find(({ id }) => id === about.passage);
  const rest = passages.filter((passage) => passage !== before || !passage.isMine);
  if (change.action === 'clear') return rest;
  const place = about.span ?? before?.place ?? null;
  const text = place === null ? '' : (view.turns[place.turn]?.parts[place.part]?.text ?? '');
  const passage: PassageView = {
    id: `passage-${serial}`,
    annotator,
    isMine: true,
    ...(about.metric === undefined ? {} : { metric: about.metric }),
    place,
    turn: place?.turn ?? 0,
    quote: place === null ? (before?.quote ?? '') : text.slice(place.from, place.to),
    state: changed(NOTHING, change),
    time: new Date().toISOString(),
  };
  return [...rest, passage].sort((a, b) => a.turn - b.turn || (a.place?.from ?? 0) - (b.place?.from ?? 0));
}
