import { useRef } from 'preact/hooks';
import type { PageState } from '../page/pageState.ts';
import { keyWords } from '../page/keys.ts';
import { usePage } from '../page/pageContext.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { branchGroups } from './branchGroups.ts';

/** The courses that the conversation took, by who saw them. One stop of the tab key; arrows go along it. */
export function BranchStrip({ state }: { state: PageState }) {
  const page = usePage();
  const strip = useRef<HTMLDivElement>(null);
  const { view, settings, branch } = state;
  const branches = view?.branches ?? [];
  if (branches.length === 0 || settings === null) return null;
  const key = settings.keys['next-branch'];
  const move = (event: KeyboardEvent) => {
    const buttons = [...(strip.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    buttons.at(to % buttons.length)?.focus();
  };
  return (
    <div
      class="branch-strip"
      ref={strip}
      role="toolbar"
      aria-label="Branches of the conversation"
      title={key === '' ? undefined : `next branch: ${keyWords(key)}`}
      onKeyDown={move}
    >
      {branchGroups(branches).map(({ title, items }) => (
        <div key={title} class="branch-group" role="group" aria-label={title === '' ? 'main' : title}>
          {title === '' ? null : (
            <span class="branch-view" aria-hidden="true">
              <Revealed text={title} />
            </span>
          )}
          {items.map(({ index, words }) => (
            <button
              key={index}
              type="button"
              class="branch"
              aria-pressed={index === branch}
              tabIndex={index === branch ? 0 : -1}
              onClick={() => page.showBranch(index)}
            >
              <bdi>
                <Revealed text={words} />
              </bdi>
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
