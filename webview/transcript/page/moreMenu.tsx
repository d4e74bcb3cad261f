import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { perform } from './acts.ts';
import { ask } from './ask.ts';
import { MoreIcon } from './icons.tsx';
import { keyWords } from './keys.ts';
import { stepMenu } from './menuKeys.ts';
import { usePage } from './pageContext.ts';
import { hasQuotes } from '../quotes/quoteState.ts';
import { isBlind, type PageState } from './pageState.ts';

interface Item {
  readonly words: string;
  readonly key?: string;
  readonly checked?: boolean;
  readonly run: () => void;
}

/** Copying, views and tabs: everything that needn't be on screen all the time. */
export function MoreMenu({ state }: { state: PageState }) {
  const page = usePage();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { view, settings, reading, kept } = state;
  useLayoutEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    const leave = (event: Event) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target) === true)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open]);
  if (view === null || settings === null) return null;

  const copy = (as: 'text' | 'markdown' | 'json' | 'link', words: string) => () =>
    ask(page, page.host.request('copy', { transcriptId: view.id, as }), `${words} copied.`);
  const { keys } = settings;
  const items: readonly Item[] = [
    ...(view.hidden === undefined
      ? [
          { words: 'Copy as text', run: copy('text', 'Text') },
          { words: 'Copy as Markdown', run: copy('markdown', 'Markdown') },
          { words: 'Copy as JSON', run: copy('json', 'JSON') },
        ]
      : []),
    { words: 'Copy link', key: keys['copy-link'], run: copy('link', 'Link') },
    { words: 'Find in transcript', key: keys.find, run: () => perform(page, { action: 'find' }) },
    { words: 'Raw text', key: keys.raw, checked: reading.raw, run: () => perform(page, { action: 'raw' }) },
    {
      words: 'Mark spaces and line ends in raw text',
      checked: reading.whitespace,
      run: () => page.store.update({ reading: { ...reading, whitespace: !reading.whitespace } }),
    },
    {
      words: 'Open all system prompts',
      key: keys['toggle-system'],
      checked: reading.systemOpen,
      run: () => perform(page, { action: 'toggle-system' }),
    },
    {
      words: 'Open all reasoning',
      key: keys['toggle-reasoning'],
      checked: reading.reasoningOpen,
      run: () => perform(page, { action: 'toggle-reasoning' }),
    },
    ...(hasQuotes(view.judgments) && !isBlind(state)
      ? [
          {
            words: 'Mark all cited passages',
            key: keys['show-quotes'],
            checked: state.quotes.all,
            run: () => perform(page, { action: 'show-quotes' }),
          },
        ]
      : []),
    ...(view.branches === undefined
      ? []
      : [
          {
            words: 'Next branch',
            key: keys['next-branch'],
            run: () => perform(page, { action: 'next-branch' }),
          },
        ]),
    ...(view.hidden === undefined
      ? [
          {
            words: 'Open the source file',
            run: () => ask(page, page.host.request('openSource', { transcriptId: view.id })),
          },
          {
            words: 'Open to the side',
            run: () => ask(page, page.host.request('openToSide', { transcriptId: view.id })),
          },
        ]
      : []),
    {
      words: 'Keep in this tab',
      key: keys.keep,
      checked: kept,
      run: () => perform(page, { action: 'keep' }),
    },
    { words: 'Keys', key: keys.help, run: () => perform(page, { action: 'help' }) },
  ];
  const close = () => {
    setOpen(false);
    box.current?.querySelector<HTMLElement>('.menu-button')?.focus();
  };
  return (
    <div class="menu-box" ref={box}>
      <vscode-button
        appearance="icon"
        class="menu-button"
        aria-label="More"
        title="More"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <MoreIcon />
      </vscode-button>
      {open ? (
        <div
          class="menu"
          role="menu"
          data-overlay
          aria-label="More"
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            else if (event.key === 'Tab') setOpen(false);
            else if (!stepMenu(event)) return;
            event.stopPropagation();
            if (event.key !== 'Tab') event.preventDefault();
          }}
        >
          {items.map(({ words, key = '', checked, run }) => (
            <button
              key={words}
              type="button"
              role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={checked}
              tabIndex={-1}
              onClick={() => {
                close();
                run();
              }}
            >
              <span class="menu-check" aria-hidden="true">
                {checked === true ? '✓' : ''}
              </span>
              {words}
              {key === '' ? null : <kbd>{keyWords(key)}</kbd>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
