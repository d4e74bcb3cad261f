import { useRef, useState } from 'preact/hooks';
import type { PartView, TokenView } from '../../../src/protocol/transcriptParts.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { grouped } from '../../shared/text/textSize.ts';
import { TokenChunk } from './tokenChunk.tsx';
import { tokenText } from './tokenText.ts';

const CHUNK = 100;
const FEW_NOTES = 12;

/**
 * Tokens as small boxes. One stop of the tab key; arrows go from token to token and from line to line, and a line
 * below says which one it is.
 */
export function TokenStrip({ name, part }: { name: string; part: PartView }) {
  const tokens = part.tokens ?? [];
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [hovered, setHovered] = useState<number | null>(null);
  const shown = tokens[hovered ?? active];
  if (tokens.length === 0) return <p class="aside">no tokens</p>;
  const go = (index: number) => {
    setActive(index);
    document.getElementById(`${name}-${index}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = stepFrom(event.key, active, tokens.length, name);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    go(to);
  };
  const starts = Array.from({ length: Math.ceil(tokens.length / CHUNK) }, (_, index) => index * CHUNK);
  const noted = tokens.flatMap((token, index) => (token.note === undefined ? [] : [{ token, index }]));
  return (
    <div class="strip">
      <p class="tool-name said">
        {grouped(part.tokenCount ?? tokens.length)} tokens
        {markedWords(tokens)}
        {(part.tokenCount ?? 0) > tokens.length ? `; the first ${grouped(tokens.length)} are shown` : ''}
      </p>
      <div
        class="strip-tokens"
        ref={box}
        role="listbox"
        aria-label="Tokens"
        aria-orientation="horizontal"
        aria-activedescendant={`${name}-${active}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const index = indexOf(event.target);
          if (index !== null) setActive(index);
        }}
        onMouseOver={(event) => setHovered(indexOf(event.target))}
        onMouseLeave={() => setHovered(null)}
      >
        {starts.map((start) => (
          <TokenChunk
            key={start}
            name={name}
            tokens={tokens}
            start={start}
            end={Math.min(start + CHUNK, tokens.length)}
            active={active >= start && active < start + CHUNK ? active : null}
          />
        ))}
      </div>
      {shown === undefined ? null : <TokenLine token={shown} />}
      {noted.length === 0 ? null : <Notes noted={noted} go={go} />}
    </div>
  );
}

function TokenLine({ token }: { token: TokenView }) {
  const { position, id, marked, note } = token;
  return (
    <p class="strip-line figures said">
      position {grouped(position)}
      {id === undefined ? '' : ` · id ${id}`}
      {marked === true ? ' · read here' : ''} ·{' '}
      <code>
        <Revealed text={tokenText(token)} />
      </code>
      {note === undefined ? null : (
        <>
          {' · '}
          <Revealed text={note} />
        </>
      )}
    </p>
  );
}

function Notes({
  noted,
  go,
}: {
  noted: readonly { readonly token: TokenView; readonly index: number }[];
  go: (index: number) => void;
}) {
  const [all, setAll] = useState(false);
  return (
    <div class="strip-notes said">
      <ol aria-label="What was said of tokens">
        {(all ? noted : noted.slice(0, FEW_NOTES)).map(({ token, index }) => (
          <li key={index}>
            <button type="button" class="link figures" onClick={() => go(index)}>
              {grouped(token.position)}
            </button>{' '}
            <code>
              <Revealed text={tokenText(token)} />
            </code>{' '}
            <Revealed text={token.note ?? ''} />
          </li>
        ))}
      </ol>
      {noted.length > FEW_NOTES ? (
        <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'fewer notes' : `${grouped(noted.length - FEW_NOTES)} more notes`}
        </button>
      ) : null}
    </div>
  );
}

function markedWords(tokens: readonly TokenView[]): string {
  const count = tokens.filter(({ marked }) => marked === true).length;
  return count === 0 ? '' : `, activations read at ${grouped(count)} of them`;
}

function indexOf(target: EventTarget | null): number | null {
  const token = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null;
  return token === null ? null : Number(token.dataset['at']);
}

/** Where a key leads; up and down go to the token nearest in the line above or below. */
function stepFrom(key: string, from: number, count: number, name: string): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
    case 'ArrowUp':
      return lineStep(from, key === 'ArrowDown' ? 1 : -1, count, name);
    default:
      return null;
  }
}

function lineStep(from: number, step: 1 | -1, count: number, name: string): number {
  const boxOf = (index: number) => document.getElementById(`${name}-${index}`)?.getBoundingClientRect();
  const here = boxOf(from);
  if (here === undefined) return from;
  let line: number | undefined;
  let best = from;
  let distance = Infinity;
  // A line holds a few hundred tokens at most.
  for (let index = from + step; index >= 0 && index < count && Math.abs(index - from) < 600; index += step) {
    const box = boxOf(index);
    if (box === undefined || Math.abs(box.top - here.top) < 4) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) >= 4) break;
    const away = Math.abs(box.left - here.left);
    if (away < distance) [best, distance] = [index, away];
  }
  return best;
}
