// The stage that tests of pages stand on, tried with a page of a few lines.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axeViolations } from '../support/axe.ts';
import { THEME_NAMES } from '../support/themes.ts';
import { openWebviewPage } from '../support/webviewPage.ts';
import type { WebviewHost, WebviewPage } from '../support/webviewPage.ts';
import { waitUntil } from '../support/waitUntil.ts';

const SCRIPT = `
  const api = acquireVsCodeApi();
  document.documentElement.style.background = 'var(--vscode-editor-background)';
  window.addEventListener('message', ({ data }) => {
    document.getElementById('root').innerHTML = '<main><h1></h1></main>';
    document.querySelector('h1').textContent = data.greeting;
  });
  api.setState({ visits: (api.getState()?.visits ?? 0) + 1 });
  api.postMessage({ name: 'reader' });
`;

class Greeter implements WebviewHost<{ greeting: string }, { name: string }> {
  readonly heard: string[] = [];
  private post: (message: { greeting: string }) => void = () => undefined;
  connect(post: (message: { greeting: string }) => void): void {
    this.post = post;
  }
  receive({ name }: { name: string }): void {
    this.heard.push(name);
    this.post({ greeting: `Hello, ${name}` });
  }
}

describe('a page of ours in a plain browser', () => {
  const built = mkdtempSync(join(tmpdir(), 'transcript-auditor-page-'));
  const host = new Greeter();
  let opened: WebviewPage;
  before(async () => {
    writeFileSync(join(built, 'greeting.js'), SCRIPT);
    writeFileSync(join(built, 'greeting.css'), 'h1 { font-size: 20px }');
    opened = await openWebviewPage('greeting', { host, built, state: { visits: 6 } });
  });
  after(async () => {
    await opened.close();
    rmSync(built, { recursive: true, force: true });
  });

  it('hears the page and is heard by it', async () => {
    await opened.page.getByRole('heading', { name: 'Hello, reader' }).waitFor();
    assert.deepEqual(host.heard, ['reader']);
  });

  it('keeps the state of a page over a reload', async () => {
    await opened.reload();
    await opened.page.getByRole('heading', { name: 'Hello, reader' }).waitFor();
    assert.deepEqual(await opened.state(), { visits: 8 });
  });

  it('wears the four stock themes', async () => {
    const backgrounds = new Set<string>();
    for (const theme of THEME_NAMES) {
      await opened.setTheme(theme);
      backgrounds.add(
        await opened.page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor'),
      );
      assert.deepEqual(await axeViolations(opened.page), [], theme);
    }
    assert.ok(backgrounds.size >= 3, [...backgrounds].join(' '));
  });

  it('writes down what the policy refuses and what leaves', async () => {
    await opened.page.evaluate(`{
      const image = document.createElement('img');
      image.src = 'https://example.invalid/pixel.png';
      document.body.append(image);
    }`);
    await waitUntil('the refusal is reported', 5000, () => opened.watch.cspReports.length > 0);
    assert.equal(opened.watch.cspReports[0]?.directive, 'img-src');
    assert.deepEqual(opened.watch.outsideRequests, []);
  });
});
