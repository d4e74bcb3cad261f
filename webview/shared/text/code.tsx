import { useMemo } from 'preact/hooks';
import { codeTree, type CodeNode } from './codeTree.ts';
import { Revealed } from './revealed.tsx';

/** A block of code with the words that stood after its fence. */
export function CodeBlock({ text, info }: { text: string; info: string }) {
  const tree = useMemo(() => codeTree(text, info), [text, info]);
  return (
    <div class="code-block">
      {info.trim() === '' ? null : (
        <div class="code-info" data-token>
          <Revealed text={info.trim()} />
        </div>
      )}
      {/* Wide code scrolls sideways, by keyboard too. */}
      <pre tabIndex={0} aria-label="code">
        <code>
          <CodeNodes nodes={tree} />
        </code>
      </pre>
    </div>
  );
}

function CodeNodes({ nodes }: { nodes: readonly CodeNode[] }) {
  return (
    <>
      {nodes.map((node, index) =>
        typeof node === 'string' ? (
          <Revealed key={index} text={node} />
        ) : (
          <span key={index} class={node.classes}>
            <CodeNodes nodes={node.children} />
          </span>
        ),
      )}
    </>
  );
}
