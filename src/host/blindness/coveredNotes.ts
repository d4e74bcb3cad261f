import { maskPattern, maskText } from '../../core/maskText.ts';
import type { LabelsView, LabelStateView } from '../../protocol/transcriptPanel.ts';
import type { Cover } from './cover.ts';
import { hiddenNames } from './hiddenNames.ts';

/**
 * Where others' labels show although something is hidden, as they must to whoever decides between them: their words
 * without the names that are hidden and the texts that are masked. One's own notes stay as they are written.
 */
export function coveredNotes(labels: LabelsView, { masks }: Pick<Cover, 'masks'>): LabelsView {
  const masked = maskPattern(masks);
  const plain = (text: string): string => maskText(maskText(text, hiddenNames.pattern), masked);
  const said = <Label extends { readonly state: LabelStateView }>(label: Label): Label => ({
    ...label,
    state: { ...label.state, note: plain(label.state.note) },
  });
  const { others, history, beside, passages, ...rest } = labels;
  return {
    ...rest,
    others: others.map(said),
    history: history.map((event) =>
      event.annotator === labels.annotator ? event : { ...event, words: plain(event.words) },
    ),
    ...(beside === undefined
      ? {}
      : { beside: beside.map((label) => ({ ...label, others: label.others.map(said) })) }),
    ...(passages === undefined
      ? {}
      : {
          passages: passages.map((passage) => ({
            ...(passage.isMine ? passage : said(passage)),
            quote: maskText(passage.quote, masked),
          })),
        }),
  };
}
