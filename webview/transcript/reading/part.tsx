import type { PartView, TurnView } from '../../../src/protocol/transcriptParts.ts';
import { ask } from '../page/ask.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { Markdown } from '../../shared/text/markdown.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { charactersText, firstLine, grouped, kilobytesText } from '../../shared/text/textSize.ts';
import { Output } from './output.tsx';
import { Picture } from './picture.tsx';
import { foldKey, foldKind, isOpen, type ReadingState } from './readingState.ts';
import { TokenStrip } from './tokenStrip.tsx';
import { ToolCall } from './toolCall.tsx';
import { ToolResult } from './toolResult.tsx';

interface PartProps {
  readonly turn: TurnView;
  readonly index: number;
  readonly part: PartView;
  readonly reading: ReadingState;
}

/** One part of a turn: its text, or its first line when it is folded. */
export function Part({ turn, index, part, reading }: PartProps) {
  const page = usePage();
  const kind = foldKind(turn, part);
  const open = isOpen(reading, turn, index);
  if (kind === null) {
    return (
      <div class="part" data-part={index}>
        <PartText turn={turn} index={index} part={part} open={open} />
      </div>
    );
  }
  const toggle = () => {
    const { reading: now } = page.store.state;
    const folds = { ...now.folds, [foldKey(turn.index, index)]: !open };
    page.store.update({ reading: { ...now, folds } });
    page.remember();
  };
  return (
    <section class={`part part-${kind}`} data-part={index}>
      <button type="button" class="fold" aria-expanded={open} onClick={toggle}>
        <LineIcon name={open ? 'down' : 'right'} />
        <span class="fold-words">
          {kind === 'reasoning'
            ? 'reasoning'
            : turn.role === 'developer'
              ? 'developer prompt'
              : 'system prompt'}
          {', '}
          {sizeWords(part)}
        </span>
        {open ? null : (
          <span class="fold-line">
            <Revealed text={firstLine(part.text)} />
          </span>
        )}
      </button>
      {open ? <PartText turn={turn} index={index} part={part} open /> : null}
    </section>
  );
}

function sizeWords({ redacted, closed, text, fullLength }: PartView): string {
  if (redacted === true) {
    return `encrypted by the provider, ${text === '' ? 'no summary' : `summary of ${charactersText(fullLength)}`}`;
  }
  return `${charactersText(fullLength)}${closed === false ? '; never closed' : ''}`;
}

function PartText({ turn, index, part, open }: Omit<PartProps, 'reading'> & { readonly open: boolean }) {
  const page = usePage();
  const whole = page.turns?.whole(turn.index, index);
  const isCut = part.fullLength > part.text.length;
  const text = whole?.status === 'ready' ? whole.text : part.text;
  return (
    <>
      <PartBody turn={turn.index} index={index} part={part} text={text} open={open} />
      {isCut && open && whole?.status !== 'ready' ? (
        <p class="aside cut said">
          {grouped(part.text.length)} of {grouped(part.fullLength)} characters shown.{' '}
          {whole?.status === 'loading' ? (
            'Loading the rest…'
          ) : (
            <button type="button" class="link" onClick={() => page.turns?.wantWhole(turn.index, index)}>
              show all ({kilobytesText(part.fullLength)})
            </button>
          )}
          {whole?.status === 'failed' ? <span role="alert"> {whole.problem}</span> : null}
        </p>
      ) : null}
    </>
  );
}

interface PartBodyProps {
  readonly turn: number;
  readonly index: number;
  readonly part: PartView;
  readonly text: string;
  readonly open: boolean;
}

function PartBody({ turn, index, part, text, open }: PartBodyProps) {
  const page = usePage();
  switch (part.kind) {
    case 'tool-call':
      return <ToolCall turn={turn} index={index} name={part.toolName ?? 'tool'} text={text} />;
    case 'tool-result':
      return <ToolResult turn={turn} index={index} part={part} text={text} open={open} />;
    case 'image':
      return <Picture turn={turn} index={index} part={part} />;
    case 'data':
      return (
        <div class="tool">
          <p class="tool-name said">
            data{part.mediaType === undefined ? '' : ', '}
            <Revealed text={part.mediaType ?? ''} />
          </p>
          <Output turn={turn} index={index} part={part} text={text} open={open} label="data" />
        </div>
      );
    case 'tokens':
      return <TokenStrip name={`token-${turn}-${index}`} part={part} />;
    case 'text':
    case 'reasoning':
      if (text === '') {
        return <p class="aside">{part.redacted === true ? 'The provider gave no summary.' : 'empty'}</p>;
      }
      return <Markdown text={text} onLink={(url) => ask(page, page.host.request('followLink', { url }))} />;
  }
}
