import type { PartView, TurnView } from '../../../src/protocol/transcriptParts.ts';
import { ask } from '../page/acts.ts';
import { LineIcon } from '../page/icons.tsx';
import { usePage } from '../page/pageContext.ts';
import { Markdown } from '../text/markdown.tsx';
import { PlainText } from '../text/plainText.tsx';
import { Revealed } from '../text/revealed.tsx';
import { charactersText, firstLine, grouped, kilobytesText } from '../text/textSize.ts';
import { foldKey, foldKind, isOpen, type ReadingState } from './readingState.ts';
import { ToolCall } from './toolCall.tsx';

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
  if (kind === null) return <PartText turn={turn} index={index} part={part} />;
  const open = isOpen(reading, turn, index);
  const toggle = () => {
    const { reading: now } = page.store.state;
    const folds = { ...now.folds, [foldKey(turn.index, index)]: !open };
    page.store.update({ reading: { ...now, folds } });
    page.remember();
  };
  return (
    <section class={`part part-${kind}`}>
      <button type="button" class="fold" aria-expanded={open} onClick={toggle}>
        <LineIcon name={open ? 'down' : 'right'} />
        <span class="fold-words">
          {kind === 'reasoning'
            ? 'reasoning'
            : turn.role === 'developer'
              ? 'developer prompt'
              : 'system prompt'}
          {', '}
          {charactersText(part.fullLength)}
          {part.closed === false ? '; never closed' : ''}
        </span>
        {open ? null : (
          <span class="fold-line">
            <Revealed text={firstLine(part.text)} />
          </span>
        )}
      </button>
      {open ? <PartText turn={turn} index={index} part={part} /> : null}
    </section>
  );
}

function PartText({ turn, index, part }: Omit<PartProps, 'reading'>) {
  const page = usePage();
  const whole = page.turns?.whole(turn.index, index);
  const isCut = part.fullLength > part.text.length;
  const text = whole?.status === 'ready' ? whole.text : part.text;
  return (
    <>
      <PartBody part={part} text={text} />
      {isCut && whole?.status !== 'ready' ? (
        <p class="aside cut">
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

function PartBody({ part, text }: { part: PartView; text: string }) {
  const page = usePage();
  switch (part.kind) {
    case 'tool-call':
      return <ToolCall name={part.toolName ?? 'tool'} text={text} />;
    case 'tool-result':
      return (
        <div class="tool">
          <p class="tool-name">result</p>
          <PlainText text={text} raw />
        </div>
      );
    case 'image':
      return (
        <p class="image-reference">
          [image, not loaded: <Revealed text={firstLine(text, 200)} />]
        </p>
      );
    case 'data':
    case 'tokens':
      return <PlainText text={text} raw />;
    case 'text':
    case 'reasoning':
      if (text === '') return <p class="aside">empty</p>;
      return <Markdown text={text} onLink={(url) => ask(page, page.host.request('followLink', { url }))} />;
  }
}
