// Finds a Chromium-family browser for tests and screenshots. Never downloads one.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_DIR } from './installHost.js';

/** Flags that keep a headless browser quiet, off the network and alive as root or in a container. */
export const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** The first browser found, or undefined. `CHROME_PATH` wins; the one from npm (Linux x64) comes last. */
export function findChromium() {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) {
    if (!existsSync(CHROME_PATH))
      throw new Error(`CHROME_PATH names a file that does not exist: ${CHROME_PATH}`);
    return CHROME_PATH;
  }
  return [...installed(), join(CHROMIUM_DIR, 'chromium')].find((path) => existsSync(path));
}

/** Options for Playwright's `chromium.launch`. Throws, saying what to do, when there is no browser. */
export function chromiumLaunchOptions() {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium, Chrome or Edge found. Install one, or set CHROME_PATH to its executable.');
  }
  // Chromium's sandbox refuses to run as root, and most CI containers forbid the namespaces it needs.
  const unsandboxed = process.getuid?.() === 0 || Boolean(process.env.CI);
  return {
    executablePath,
    headless: true,
    args: unsandboxed ? [...CHROMIUM_FLAGS, '--no-sandbox'] : CHROMIUM_FLAGS,
    chromiumSandbox: !unsandboxed,
  };
}

function installed() {
  if (process.platform === 'win32') {
    return [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']]
      .filter((root) => root !== undefined)
      .flatMap((root) => [
        join(root, 'Google/Chrome/Application/chrome.exe'),
        join(root, 'Microsoft/Edge/Application/msedge.exe'),
        join(root, 'Chromium/Application/chrome.exe'),
      ]);
  }
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].flatMap((name) =>
      ['/Applications', join(homedir(), 'Applications')].map(
        (root) => `${root}/${name}.app/Contents/MacOS/${name}`,
      ),
    );
  }
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ];
}
