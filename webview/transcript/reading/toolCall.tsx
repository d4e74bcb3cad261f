import { CodeBlock } from '../text/code.tsx';
import { PlainText } from '../text/plainText.tsx';
import { Revealed } from '../text/revealed.tsx';
import { readableArguments } from './toolArguments.ts';

/** A call with its arguments laid out; the raw view has them as they were recorded. */
export function ToolCall({ name, text }: { name: string; text: string }) {
  const laidOut = readableArguments(text);
  return (
    <div class="tool">
      <p class="tool-name">
        calls{' '}
        <code>
          <Revealed text={name} />
        </code>
      </p>
      {laidOut === null ? <PlainText text={text} raw /> : <CodeBlock text={laidOut} info="json" />}
    </div>
  );
}
