import type { ManyRatersView } from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import { FigureTable } from './figureTable.tsx';

/** More than two raters of the same transcripts. */
export function ManyRaters({ many }: { many: readonly ManyRatersView[] }) {
  if (many.length === 0) return null;
  return (
    <section aria-labelledby="many">
      <h2 id="many">More than two raters</h2>
      {many.map(({ title, figures, note }) => (
        <div key={title}>
          <h3>{visible(title)}</h3>
          {note === '' ? null : <p class="aside">{note}</p>}
          <FigureTable figures={figures} caption={title} />
        </div>
      ))}
    </section>
  );
}
