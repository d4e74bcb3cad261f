import type { SchemeView } from '../../../src/protocol/transcriptPanel.ts';
import { Markdown } from '../../shared/text/markdown.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { ask } from '../page/ask.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { useChanges } from '../page/store.ts';
import { areInstructionsOpen, toggleInstructions } from './instructionsFold.ts';

/** What the annotator is to go by; folded or not, it stays so from transcript to transcript until the text changes. */
export function Instructions({ scheme }: { scheme: SchemeView }) {
  const page = usePage();
  useChanges(page.store);
  const { instructions } = scheme;
  if (instructions === undefined) return null;
  const open = areInstructionsOpen(page.store.state.reading, scheme);
  return (
    <section class="card instructions" aria-label="Instructions">
      <h2 class="card-title">
        <button
          type="button"
          class="fold"
          aria-expanded={open}
          onClick={() => {
            page.store.update({ reading: toggleInstructions(page.store.state.reading, scheme) });
            page.remember();
          }}
        >
          <LineIcon name={open ? 'down' : 'right'} />
          <span>
            Instructions: <Revealed text={scheme.metric ?? scheme.name} />
          </span>
        </button>
      </h2>
      {open ? (
        <div class="instructions-text" tabIndex={0} role="group" aria-label="instructions">
          <Markdown
            text={instructions}
            onLink={(url) => ask(page, page.host.request('followLink', { url }))}
          />
        </div>
      ) : null}
    </section>
  );
}
