import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageHtml, pagePolicy } from '../../../src/host/panels/pageHtml.ts';

const options = {
  title: 'Import <b>"x"</b>',
  cspSource: "'self' https://*.vscode-cdn.net",
  scriptUri: 'https://x.vscode-cdn.net/dist/webview/import.js?a=1&b=2',
  styleUri: 'https://x.vscode-cdn.net/dist/webview/import.css',
  nonce: 'abcdefABCDEF0123456789',
};

test('the policy allows our script and style and nothing else', () => {
  const policy = pagePolicy(options);
  assert.match(policy, /^default-src 'none'; /);
  assert.doesNotMatch(policy, /unsafe|\bdata:|blob:|\*(?!\.vscode-cdn)/);
  assert.match(policy, /script-src 'nonce-abcdefABCDEF0123456789';/);
  assert.match(policy, /img-src 'none'/);
});

test('a page that draws pictures may draw those in the data, and fetch none', () => {
  const policy = pagePolicy({ ...options, drawsImages: true });
  assert.match(policy, /img-src data:;/);
  assert.doesNotMatch(policy.replace('img-src data:', ''), /unsafe|\bdata:|blob:|\*(?!\.vscode-cdn)/);
});

test('a page has a root, the nonce where the toolkit looks for it, and no text that can break out', () => {
  const html = pageHtml(options);
  assert.match(html, /<div id="root"><\/div>/);
  assert.match(html, /<meta property="csp-nonce" content="abcdefABCDEF0123456789" \/>/);
  assert.match(html, /<html lang="en">/);
  assert.match(html, /<title>Import &lt;b&gt;&quot;x&quot;&lt;\/b&gt;<\/title>/);
  assert.match(html, /import\.js\?a=1&amp;b=2"/);
});

test('a guessable nonce is refused', () => {
  assert.throws(() => pageHtml({ ...options, nonce: 'short' }));
  assert.throws(() => pageHtml({ ...options, nonce: '"><script>alert(1)</script>' }));
});
