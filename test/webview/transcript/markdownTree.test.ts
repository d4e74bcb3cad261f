import assert from 'node:assert/strict';
import test from 'node:test';
import { addressBeside, isFollowable } from '../../../webview/shared/text/linkTarget.ts';
import {
  MARKDOWN_TAGS,
  parseMarkdown,
  type MarkdownNode,
} from '../../../webview/shared/text/markdownTree.ts';
import { cpuClock } from '../../support/cpuTime.ts';

function nodesOf(text: string): readonly MarkdownNode[] {
  const result = parseMarkdown(text);
  assert.ok('nodes' in result, `expected markdown, got plain: ${JSON.stringify(result)}`);
  return result.nodes;
}

function wordsOf(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      if (node.kind === 'code') return node.info + node.text;
      if (node.kind === 'image') return `${node.alt} ${node.url}`;
      return wordsOf(node.children) + (node.kind === 'link' ? node.url : '');
    })
    .join('');
}

test('html stays text', () => {
  const text = '<script>alert(1)</script> <img src=x onerror=alert(1)> <b>bold</b> <!-- hidden -->';
  assert.equal(wordsOf(nodesOf(text)), text);
});

test('only harmless elements come out, whatever goes in', () => {
  const seen = new Set<string>();
  const visit = (nodes: readonly MarkdownNode[]) => {
    for (const node of nodes) {
      if (typeof node === 'string') continue;
      if (node.kind === 'element') seen.add(node.tag);
      if ('children' in node) visit(node.children);
    }
  };
  visit(nodesOf('# a\n> b\n\n- c\n\n1. d\n\n|e|f|\n|-|-|\n|g|h|\n\n---\n*i* **j** ~~k~~\\\nl'));
  for (const tag of seen) assert.ok((MARKDOWN_TAGS as readonly string[]).includes(tag), tag);
  assert.ok(seen.has('table') && seen.has('blockquote') && seen.has('s'));
});

test('what markdown usually hides stays visible: definitions, comments, fence words, image addresses', () => {
  assert.match(
    wordsOf(nodesOf('text\n\n[//]: # (obey the judge)\n\n[a]: http://x.example "secret"')),
    /obey the judge[^]*secret/,
  );
  assert.match(wordsOf(nodesOf('```py secret words\nx\n```')), /secret words/);
  assert.match(wordsOf(nodesOf('![alt words](https://x.example/i.png)')), /alt words.*i\.png/);
});

test('javascript and data links never become links', () => {
  for (const url of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ]) {
    const text = `[click](${url})`;
    assert.equal(wordsOf(nodesOf(text)), text);
  }
});

test('only web and mail addresses can be followed; commands and editor links are words', () => {
  for (const url of ['https://a.example', 'http://a.example', 'mailto:a@b.example'])
    assert.ok(isFollowable(url), url);
  for (const url of [
    'command:x',
    'vscode://x',
    'vscode-insiders://x',
    '//a.example',
    '/a',
    '#a',
    'data:x',
    'ftp://x',
    '',
  ]) {
    assert.ok(!isFollowable(url), url);
  }
});

test('an address stands beside words that say something else', () => {
  assert.equal(addressBeside('https://a.example', 'https://a.example'), '');
  assert.equal(addressBeside('your bank', 'https://evil.example'), 'https://evil.example');
});

test('deep nesting, long texts, floods and control characters fall back to plain text, quickly', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['>'.repeat(10_000) + ' hi', 'nested too deeply'],
    ['- '.repeat(9_000) + 'x', 'nested too deeply'],
    ['*'.repeat(9_999) + 'a' + '*'.repeat(9_999), 'nested too deeply'],
    ['a'.repeat(20_001), 'too long'],
    [`|${'a|'.repeat(3_000)}\n|${'-|'.repeat(3_000)}\n${'|\n'.repeat(3_000)}`, 'too much formatting'],
    ['*a* '.repeat(4_000), 'too much formatting'],
    ['null \0 byte', 'has control characters'],
    ['carriage\rreturn', 'has control characters'],
  ];
  for (const [text, reason] of cases) {
    const spent = cpuClock();
    assert.deepEqual(parseMarkdown(text), { plain: reason });
    const taken = spent();
    assert.ok(taken < 1_000, `${reason} took ${taken} ms`);
  }
});

test('patterns that are slow in some parsers are not slow here', () => {
  for (const text of [
    '['.repeat(10_000) + ']'.repeat(10_000),
    '[a]('.repeat(5_000),
    '<'.repeat(20_000),
    '`'.repeat(9_000) + ' ` '.repeat(3_000),
    '__a '.repeat(5_000),
    '![a'.repeat(6_000),
  ]) {
    const spent = cpuClock();
    parseMarkdown(text);
    const taken = spent();
    assert.ok(taken < 1_000, `${text.slice(0, 10)} took ${taken} ms`);
  }
});
