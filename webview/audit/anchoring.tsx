import type { AnchoringView } from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import { FigureTable } from './figureTable.tsx';

/** What became of answers once the judge was seen. */
export function Anchoring({ anchoring }: { anchoring: readonly AnchoringView[] }) {
  if (anchoring.length === 0) return null;
  return (
    <section aria-labelledby="anchoring">
      <h2 id="anchoring">After the judge was seen</h2>
      {anchoring.map(({ annotator, sentences, figures }) => (
        <div key={annotator}>
          <h3>
            <bdi>{visible(annotator)}</bdi>
          </h3>
          {sentences.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <FigureTable figures={figures} caption={`Before and after the judge was seen: ${annotator}`} />
        </div>
      ))}
    </section>
  );
}
