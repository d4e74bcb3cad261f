/**
 * A transcript's view without what is hidden. It is made here, in the host: a page that mustn't show something doesn't
 * get it.
 */
import { maskPattern, maskText } from '../../core/maskText.ts';
import type {
  JudgmentView,
  LabelsView,
  TranscriptView,
  VerdictView,
} from '../../protocol/transcriptPanel.ts';
import type { BranchView } from '../../protocol/transcriptParts.ts';
import { hidesArm, isCovered, type Cover } from './cover.ts';
import { coveredNotes } from './coveredNotes.ts';

/** Views of a branch that say who sees it and name no model. */
const PLAIN_VIEWS = new Set(['target', 'auditor', 'judge']);

/**
 * The view under a cover.
 *
 * Whatever is hidden, the file and recorded columns are too: the columns hold what wasn't recognised, which may be any of
 * it, and the file has it all.
 *
 * @param view made of turns that are covered already (`coveredTurns`)
 */
export function coveredView(view: TranscriptView, cover: Cover): TranscriptView {
  if (!isCovered(cover)) return view;
  const arm = hidesArm(cover);
  const { judge, model, group, condition, mayPeek } = cover;
  const pattern = maskPattern(cover.masks);
  const plain = (text: string): string => maskText(text, pattern);
  const {
    study,
    model: modelName,
    group: groupName,
    condition: conditionName,
    notices: _notices,
    findings: _findings,
    branches,
    isTraining,
    ...rest
  } = view;
  return {
    ...rest,
    ...(study === undefined || arm ? {} : { study }),
    run: arm ? '' : view.run,
    ...(isTraining === undefined || arm ? {} : { isTraining }),
    ...(modelName === undefined || model ? {} : { model: modelName }),
    ...(groupName === undefined || group ? {} : { group: groupName }),
    ...(conditionName === undefined || condition ? {} : { condition: conditionName }),
    // Often called after the file.
    suite: '',
    probe: plain(view.probe),
    source: { file: '', path: '', row: 0, line: 0 },
    metadata: [],
    judgments: judge ? [] : view.judgments.map((judgment) => maskedJudgment(judgment, plain)),
    verdict: coveredVerdict(view.verdict, cover),
    labels: coveredLabels(view.labels, cover),
    ...(branches === undefined ? {} : { branches: arm ? branches.map(namelessBranch) : branches }),
    hidden: { judge, model, group, condition, mayPeek },
  };
}

/** What people say is left out with the judge, so that nobody's answer sways another's. */
export function coveredVerdict(verdict: VerdictView, cover: Cover): VerdictView {
  const judged = cover.judge ? { ...verdict, judge: 'unjudged' as const, judgeWords: '', rule: '' } : verdict;
  return cover.labels ? repeatVerdict(judged) : judged;
}

/** What people say taken together holds one's own first answer, which a hidden repeat mustn't tell even when answered. */
export function repeatVerdict(verdict: VerdictView): VerdictView {
  return { ...verdict, human: 'none', humanWords: '' };
}

/** One's own earlier answer counts as hidden too: it is asked for anew. Notes name what they like, so they go as well. */
export function coveredLabels(labels: LabelsView, cover: Cover): LabelsView {
  const armless = hidesArm(cover) ? withoutArm(labels) : labels;
  if (!cover.labels) return isCovered(cover) ? coveredNotes(armless, cover) : armless;
  const { beforeReveal: _hidden, beside, passages, ...rest } = armless;
  return {
    ...rest,
    others: [],
    history: [],
    ...(beside === undefined ? {} : { beside: beside.map((label) => ({ ...label, others: [] })) }),
    ...(passages === undefined ? {} : { passages: passages.filter(({ isMine }) => isMine) }),
  };
}

/** The file that labels were taken from may be called after its model; how many there are to label differs from arm to arm. */
function withoutArm({ others, ...labels }: LabelsView): LabelsView {
  return {
    ...labels,
    progress: { labelled: 0, total: 0 },
    others: others.map(({ source: _file, ...label }) => label),
  };
}

function namelessBranch({ view, name: _name, ...rest }: BranchView): BranchView {
  return { ...rest, view: PLAIN_VIEWS.has(view) ? view : 'other', name: `branch ${rest.index}` };
}

/** The judge may be shown where the condition isn't, and quotes the text. */
function maskedJudgment(judgment: JudgmentView, plain: (text: string) => string): JudgmentView {
  const { raw, rationale, quotes } = judgment;
  return {
    ...judgment,
    ...(raw === undefined ? {} : { raw: plain(raw) }),
    ...(rationale === undefined ? {} : { rationale: plain(rationale) }),
    ...(quotes === undefined
      ? {}
      : {
          quotes: quotes.map((quote) => ({
            ...quote,
            quote: plain(quote.quote),
            ...(quote.note === undefined ? {} : { note: plain(quote.note) }),
          })),
        }),
  };
}
