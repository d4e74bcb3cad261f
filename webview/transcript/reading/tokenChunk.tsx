import { useMemo } from 'preact/hooks';
import type { TokenView } from '../../../src/protocol/transcriptParts.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { tokenText } from './tokenText.ts';

interface TokenChunkProps {
  readonly name: string;
  readonly tokens: readonly TokenView[];
  readonly start: number;
  readonly end: number;
  /** The token that the keyboard is on, when it is one of these. */
  readonly active: number | null;
}

/** A hundred tokens, laid out when they come into view and drawn again only when the keyboard comes or goes. */
export function TokenChunk({ name, tokens, start, end, active }: TokenChunkProps) {
  // The very same nodes are passed over when the strip is drawn again.
  return useMemo(
    () => (
      <div role="presentation" class="strip-chunk">
        {tokens.slice(start, end).map((token, offset) => {
          const index = start + offset;
          return (
            <span
              key={index}
              id={`${name}-${index}`}
              role="option"
              aria-selected={index === active}
              data-at={index}
              class={classOf(token)}
            >
              {token.text === undefined ? (
                <span class="token-id">{tokenText(token)}</span>
              ) : (
                <Revealed text={tokenText(token)} />
              )}
              {token.marked === true ? <span class="visually-hidden">, read here</span> : null}
            </span>
          );
        })}
      </div>
    ),
    [name, tokens, start, end, active],
  );
}

function classOf({ marked, note }: TokenView): string {
  return `token${marked === true ? ' is-marked' : ''}${note === undefined ? '' : ' has-note'}`;
}
