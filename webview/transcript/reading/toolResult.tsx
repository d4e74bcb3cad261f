import type { PartView } from '../../../src/protocol/transcriptParts.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { PlainText } from '../../shared/text/plainText.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { Output } from './output.tsx';
import { PartnerLink } from './toolCall.tsx';

interface ToolResultProps {
  readonly turn: number;
  readonly index: number;
  readonly part: PartView;
  readonly text: string;
  readonly open: boolean;
}

/** What a tool returned, or how it failed. */
export function ToolResult({ turn, index, part, text, open }: ToolResultProps) {
  const page = usePage();
  const { error } = part;
  const call = page.turns?.partner(turn, index);
  const name =
    part.toolName ??
    (call === undefined ? undefined : page.turns?.turn(call.turn)?.parts[call.part]?.toolName);
  const saysMore = text !== '' && text.trim() !== error?.message.trim();
  return (
    <div class={error === undefined ? 'tool tool-result' : 'tool tool-result is-failed'}>
      <p class="tool-name said">
        {error === undefined ? null : (
          <strong class="tool-error">
            <LineIcon name="warning" /> failed
            {error.type === undefined ? '' : ': '}
            <Revealed text={error.type ?? ''} />
          </strong>
        )}{' '}
        {error === undefined ? 'result' : '· result'}
        {name === undefined ? null : (
          <>
            {' of '}
            <code>
              <bdi>
                <Revealed text={name} />
              </bdi>
            </code>
          </>
        )}
        <PartnerLink turn={turn} index={index} what="call" />
      </p>
      {error === undefined || error.message === '' ? null : (
        <div class="tool-message">
          <PlainText text={error.message} raw />
        </div>
      )}
      {error === undefined || saysMore ? (
        <Output turn={turn} index={index} part={part} text={text} open={open} label="result" />
      ) : null}
    </div>
  );
}
