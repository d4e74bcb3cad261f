import { h, type ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { CodeBlock } from './code.tsx';
import { hasHidden } from './hiddenCharacters.ts';
import { revealedPlain } from './hiddenCharacters.ts';
import { addressBeside, isFollowable } from './linkTarget.ts';
import { parseMarkdown, type MarkdownElement, type MarkdownLink, type MarkdownNode } from './markdownTree.ts';
import { PlainText } from './plainText.tsx';
import { Revealed } from './revealed.tsx';

interface MarkdownProps {
  readonly text: string;
  readonly onLink: (url: string) => void;
}

/** A text as markdown: elements of ours and text nodes only. What is too much for markdown is shown as it is. */
export function Markdown({ text, onLink }: MarkdownProps) {
  const result = useMemo(() => parseMarkdown(text), [text]);
  if ('plain' in result) {
    return (
      <>
        <p class="aside">shown without formatting: {result.plain}</p>
        <PlainText text={text} />
      </>
    );
  }
  return (
    <div class="prose" dir="auto">
      <Nodes nodes={result.nodes} onLink={onLink} />
    </div>
  );
}

function Nodes({ nodes, onLink }: { nodes: readonly MarkdownNode[]; onLink: MarkdownProps['onLink'] }) {
  return <>{nodes.map((node) => drawNode(node, onLink))}</>;
}

function drawNode(node: MarkdownNode, onLink: MarkdownProps['onLink']): ComponentChildren {
  if (typeof node === 'string') return hasHidden(node) ? <Revealed text={node} /> : node;
  switch (node.kind) {
    case 'element':
      return drawElement(node, onLink);
    case 'link':
      return <Link link={node} onLink={onLink} />;
    case 'image':
      return (
        <span class="image-reference">
          [image, not loaded: <Revealed text={node.alt === '' ? 'no description' : node.alt} />,{' '}
          <Revealed text={node.url.length > 200 ? `${node.url.slice(0, 200)}…` : node.url} />]
        </span>
      );
    case 'code':
      return node.block ? (
        <CodeBlock text={node.text} info={node.info} />
      ) : (
        <code>
          <Revealed text={node.text} />
        </code>
      );
  }
}

/** Headings of a model aren't headings of our page: they stand below the turn's own. */
function drawElement(
  { tag, children, start }: MarkdownElement,
  onLink: MarkdownProps['onLink'],
): ComponentChildren {
  const content = <Nodes nodes={children} onLink={onLink} />;
  const level = /^h([1-6])$/.exec(tag)?.[1];
  if (level !== undefined) {
    return (
      <div role="heading" aria-level={Math.min(6, Number(level) + 2)} class={`heading heading-${level}`}>
        {content}
      </div>
    );
  }
  if (tag === 'br' || tag === 'hr') return h(tag, {});
  if (tag === 'table') {
    return (
      <div class="table-scroll" tabIndex={0} role="group" aria-label="table">
        <table>{content}</table>
      </div>
    );
  }
  return h(tag, start === undefined ? {} : { start }, content);
}

function Link({ link, onLink }: { link: MarkdownLink; onLink: MarkdownProps['onLink'] }) {
  const address = addressBeside(plainWords(link.children), link.url);
  const beside =
    address === '' ? null : (
      <span class="address">
        {' '}
        (<Revealed text={address} />)
      </span>
    );
  const words = <Nodes nodes={link.children.length === 0 ? [link.url] : link.children} onLink={onLink} />;
  if (!isFollowable(link.url)) {
    return (
      <span class="dead-link">
        {words}
        {beside}
      </span>
    );
  }
  return (
    <>
      <button type="button" class="link" title={revealedPlain(link.url)} onClick={() => onLink(link.url)}>
        {words}
      </button>
      {beside}
    </>
  );
}

function plainWords(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => (typeof node === 'string' ? node : 'children' in node ? plainWords(node.children) : ''))
    .join('');
}
