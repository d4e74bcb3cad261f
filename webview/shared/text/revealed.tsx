import { splitHidden } from './hiddenCharacters.ts';

/** Text as text nodes, hidden characters as small marked tokens. */
export function Revealed({ text }: { text: string }) {
  return (
    <>
      {splitHidden(text).map((segment, index) =>
        typeof segment === 'string' ? (
          segment
        ) : (
          <span key={index} class="hidden-character" data-token title={segment.name}>
            {segment.label}
          </span>
        ),
      )}
    </>
  );
}
