#!/usr/bin/env node
// A stand-in for the `code` executable that @vscode/test-electron starts: takes the same flags, runs the suite in the
// npm host through a headless browser, prints the suite's console and ends with its exit code.
//
//   host/offlineCode.js [folder] --extensionDevelopmentPath=PATH --extensionTestsPath=PATH
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from '../scripts/chromium.js';
import { startCodeHost } from './codeHost.ts';

const TIMEOUT_MS = 15 * 60_000;
/** The line test/vscode/index.ts prints before its first test. */
const SUITE_BEGINS = '# suite begins';
const flags = new Map();
const folders = [];
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--([^=]+)=?(.*)$/s.exec(argument) ?? [];
  if (name === undefined) folders.push(argument);
  else flags.set(name, value);
}

/** What the workbench goes on saying while the suite runs. */
const NOISE = /^(Ignoring fetching|Updating) additional builtin extensions|^\[[A-Z]\w+(:\w+)?\] /;
let began = false;
const chatter = [];
let empty;
const folder = folders[0] ?? (empty = mkdtempSync(join(tmpdir(), 'transcript-auditor-empty-')));
const verbose = process.env.TA_HOST_LOG === '1';
const host = await startCodeHost({ log: verbose ? (line) => console.error(`[server] ${line}`) : undefined });
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const ended = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationLog', (type, args) => print(type, args));
    void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
    page.on('crash', () => reject(new Error('The browser page crashed.')));
    setTimeout(
      () => reject(new Error(`The suite did not end within ${TIMEOUT_MS / 60_000} minutes.`)),
      TIMEOUT_MS,
    ).unref();
  });
  if (verbose) page.on('console', (message) => console.error(`[page] ${message.text()}`));
  await page.goto(
    host.url({
      folder,
      extensionDevelopmentPath: flags.get('extensionDevelopmentPath'),
      extensionTestsPath: flags.get('extensionTestsPath'),
    }),
  );
  process.exitCode = await ended;
} finally {
  if (!began) console.error(chatter.join('\n'));
  await browser.close();
  await host.stop();
  if (empty !== undefined) rmSync(empty, { recursive: true, force: true });
}

// The workbench's own chatter shares the channel with the suite's console: it is shown when asked for, or when the
// suite never began and it is all there is to go by.
function print(type, args) {
  const parts = Array.isArray(args) ? args : [args];
  const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ');
  if (text.startsWith(SUITE_BEGINS)) began = true;
  else if (verbose || (began && !NOISE.test(text))) (type === 'error' ? console.error : console.log)(text);
  else if (!began) chatter.push(text);
}
