import type { JudgmentView } from '../../../src/protocol/transcriptPanel.ts';
import { PlainText } from '../../shared/text/plainText.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { VerdictIcon } from '../page/icons.tsx';
import type { PageState } from '../page/pageState.ts';
import { QuoteList } from '../quotes/quoteList.tsx';
import { scoreText } from './numbers.ts';
import { ScoreBar } from './scoreBar.tsx';
import { TokenBars } from './tokenBars.tsx';

interface JudgmentProps {
  readonly state: PageState;
  readonly index: number;
  readonly judgment: JudgmentView;
  readonly judgeNamed: boolean;
}

/** One metric: the value on its scale, what it came from, and who said so. */
export function Judgment({ state, index, judgment, judgeNamed }: JudgmentProps) {
  const { metric, value, scale, thresholds, tokens, rationale, raw, judge } = judgment;
  const showRaw =
    raw !== undefined && raw.trim() !== '' && raw !== rationale && raw.trim() !== valueText(value);
  return (
    <div class="judgment">
      <h3 class="metric">
        <span class="metric-name">
          <Revealed text={metric} />
        </span>
        <span class={value.kind === 'missing' ? 'metric-value is-missing' : 'metric-value figures'}>
          {value.kind === 'missing' ? (
            <>
              <VerdictIcon shape="missing" /> missing
            </>
          ) : (
            <Revealed text={valueText(value)} />
          )}
        </span>
      </h3>
      {value.kind === 'missing' ? <p>{value.words}</p> : null}
      {scale !== undefined && (value.kind === 'number' || thresholds.length > 0) ? (
        <ScoreBar
          value={value.kind === 'number' ? value.number : null}
          scale={scale}
          thresholds={thresholds}
        />
      ) : null}
      {tokens !== undefined && tokens.length > 0 ? <TokenBars tokens={tokens} /> : null}
      {rationale === undefined || rationale === '' ? null : (
        <div class="rationale">
          <PlainText text={rationale} />
        </div>
      )}
      {judgment.quotes === undefined || judgment.quotes.length === 0 ? null : (
        <QuoteList state={state} judgment={index} quotes={judgment.quotes} />
      )}
      {showRaw ? (
        <details>
          <summary>what the judge wrote</summary>
          <PlainText text={raw} raw />
        </details>
      ) : null}
      {judgeNamed ? (
        <p class="aside judge-name">
          <Revealed text={[judge.name, judge.model ?? ''].filter((word) => word !== '').join(', ')} /> ·{' '}
          {judge.kind.replaceAll('-', ' ')} · version <code>{judge.version}</code>
        </p>
      ) : null}
    </div>
  );
}

function valueText(value: JudgmentView['value']): string {
  switch (value.kind) {
    case 'number':
      return scoreText(value.number);
    case 'class':
      return value.text;
    case 'boolean':
      return value.boolean ? 'yes' : 'no';
    case 'missing':
      return '';
  }
}
