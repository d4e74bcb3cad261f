import { usePage } from '../page/pageContext.ts';
import { CodeBlock } from '../../shared/text/code.tsx';
import { PlainText } from '../../shared/text/plainText.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { grouped } from '../../shared/text/textSize.ts';
import { readableArguments } from './toolArguments.ts';

interface ToolCallProps {
  readonly turn: number;
  readonly index: number;
  readonly name: string;
  readonly text: string;
}

/** A call with its arguments laid out; the raw view has them as they were recorded. */
export function ToolCall({ turn, index, name, text }: ToolCallProps) {
  const laidOut = readableArguments(text);
  return (
    <div class="tool tool-call">
      <p class="tool-name said">
        calls{' '}
        <code>
          <bdi>
            <Revealed text={name} />
          </bdi>
        </code>
        <PartnerLink turn={turn} index={index} what="result" />
      </p>
      {laidOut === null ? (
        <PlainText text={text} raw label="arguments" />
      ) : (
        <CodeBlock text={laidOut} info="json" />
      )}
    </div>
  );
}

/** Leads to the other half of a call, unless it stands right beside it. */
export function PartnerLink(props: {
  readonly turn: number;
  readonly index: number;
  readonly what: 'call' | 'result';
}) {
  const page = usePage();
  const partner = page.turns?.partner(props.turn, props.index);
  if (partner === undefined || Math.abs(partner.turn - props.turn) <= 1) return null;
  return (
    <>
      {' '}
      <button type="button" class="link" onClick={() => page.list?.scrollToTurn(partner.turn)}>
        {props.what} in turn {grouped(partner.turn + 1)}
      </button>
    </>
  );
}
