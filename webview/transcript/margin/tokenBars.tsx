import { useState } from 'preact/hooks';
import type { JudgmentView } from '../../../src/protocol/transcriptPanel.ts';
import { splitHidden } from '../../shared/text/hiddenCharacters.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { probabilityText } from './numbers.ts';

const FEW = 5;

/** The judge's likeliest tokens: the token, a bar as long as its probability, the probability. */
export function TokenBars({ tokens }: { tokens: NonNullable<JudgmentView['tokens']> }) {
  const [all, setAll] = useState(false);
  const shown = all ? tokens : tokens.slice(0, FEW);
  return (
    <div class="tokens">
      <ul aria-label="Likeliest tokens of the judge">
        {shown.map(({ token, probability }, index) => (
          <li key={index}>
            <code>
              <Revealed text={tokenText(token)} />
            </code>
            <span class="token-track" aria-hidden="true">
              <span class="token-fill" style={{ width: `${Math.min(100, 100 * probability)}%` }} />
            </span>
            <span class="figures">{probabilityText(probability)}</span>
          </li>
        ))}
      </ul>
      {tokens.length > FEW ? (
        <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'fewer tokens' : `${tokens.length - FEW} more tokens`}
        </button>
      ) : null}
    </div>
  );
}

/** Blanks at a token's edges matter (`" 12"` isn't `"12"`), so they are marked. */
function tokenText(token: string): string {
  const marked = token
    .replace(/^ +| +$/g, (blanks) => '·'.repeat(blanks.length))
    .replace(/\n/g, '↵')
    .replace(/\t/g, '⇥');
  return splitHidden(marked).length === 0 ? '“”' : marked;
}
