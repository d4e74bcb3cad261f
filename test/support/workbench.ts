// A real VS Code workbench under a test's keyboard and mouse: the npm host, seen through a headless browser.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';
import { installVsix, startCodeHost, writeSettings } from '../../host/codeHost.ts';
import type { CodeHost } from '../../host/codeHost.ts';
import { chromiumLaunchOptions } from '../../scripts/chromium.js';
import { askCompanion, COMPANION, youngestHost } from './companionClient.ts';
import { extensionHostLog, outputLog } from './hostLogs.ts';
import { THEMES } from './themes.ts';
import type { ThemeName } from './themes.ts';
import { waitUntil } from './waitUntil.ts';
import { WorkbenchWindow } from './workbenchWindow.ts';

/** The top folder of the repository. */
export const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What VS Code calls our extension. */
export const EXTENSION_ID = 'transcript-auditor.transcript-auditor';

/** What to open and how. Everything has a default. */
export interface WorkbenchOptions {
  /** Copied to a temporary folder, which is what opens. The sample workspace when not given. */
  readonly workspace?: string;
  /** Open the workspace itself, not a copy of it. */
  readonly inPlace?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ask about trust, as desktop VS Code does. */
  readonly workspaceTrust?: boolean;
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: boolean;
  /** The extension in development (this repository), a packaged one, or none. */
  readonly extension?: 'development' | 'none' | { readonly vsix: string };
  /** Kept over several workbenches when given; else temporary. */
  readonly userDataDir?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running workbench: its server, its browser and the windows in it. */
export interface Workbench {
  readonly host: CodeHost;
  readonly context: BrowserContext;
  /** The folder that is open. */
  readonly workspace: string;
  /** The first window. */
  readonly window: WorkbenchWindow;
  /** Opens one more window on the same folder, database and browser profile. */
  openWindow(): Promise<WorkbenchWindow>;
  /** Changes a setting while the windows run, and waits until it is in force; undefined takes it back. */
  changeSetting(key: string, value: unknown): Promise<void>;
  /** Calls a command with arguments, in the youngest window; what it returns comes back as JSON. */
  execute(command: string, ...args: readonly unknown[]): Promise<unknown>;
  /** The same, rejecting when the extension host dies over it; `execute` would ask the next host again. */
  executeOnce(command: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Activates our extension, and tells where it was found. Rejects with its own error when it cannot start. */
  extension(): Promise<{ readonly isActive: boolean; readonly path: string; readonly version: string }>;
  /** Opens a panel with the given html that is not ours; its document is `window.frameWith(selector)`. */
  openOtherPanel(html: string): Promise<void>;
  /** Switches all windows to a theme and waits until the first one shows it. */
  setTheme(theme: ThemeName): Promise<void>;
  /** SIGKILLs the extension hosts of all windows; returns how many there were. */
  killExtensionHost(): number;
  /** What our extension wrote to its output channel. */
  outputLog(): string;
  /** What the extension hosts wrote to their log. */
  extensionHostLog(): string;
  /** Ends browser and server and removes temporary folders. */
  close(): Promise<void>;
}

/** Starts a host and opens a workbench with the extension in it. Call `close` in the test's `after`. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { extension = 'development', theme = 'dark' } = options;
  const temporary = mkdtempSync(join(tmpdir(), 'transcript-auditor-journey-'));
  const source = options.workspace ?? join(REPOSITORY, 'sample');
  const workspace = options.inPlace === true ? source : join(temporary, basename(source));
  if (workspace !== source) cpSync(source, workspace, { recursive: true });
  const userDataDir = options.userDataDir ?? join(temporary, 'user');
  const companionDir = join(temporary, 'companion');
  if (typeof extension === 'object') installVsix(extension.vsix, join(userDataDir, 'exts'));

  // The workbench takes one extension in development. Where that is ours, the companion is an installed one; where a
  // package of ours is installed, VS Code no longer takes up folders laid beside it.
  const developed = extension === 'development' ? REPOSITORY : COMPANION;
  if (developed === REPOSITORY) {
    cpSync(COMPANION, join(userDataDir, 'exts', 'journeys.companion-0.0.1'), { recursive: true });
  }
  const host = await startCodeHost({
    userDataDir,
    settings: { 'workbench.colorTheme': THEMES[theme].id, ...options.settings },
    workspaceTrust: options.workspaceTrust ?? false,
    ...(options.port === undefined ? {} : { port: options.port }),
    env: { TA_COMPANION_DIR: companionDir, ...options.env },
  });
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await host.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    browser = await chromium.launch(chromiumLaunchOptions());
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1400, height: 900 },
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
      locale: 'en-US',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.origin });
    const url = host.url({ folder: workspace, extensionDevelopmentPath: developed });
    const changeSetting = async (key: string, value: unknown): Promise<void> => {
      await waitUntil(`the setting ${key} is in force`, 20_000, async () => {
        // Written anew each time: a window does not see what is written before it watches the files.
        writeSettings(userDataDir, { [key]: value });
        await new Promise((resolve) => setTimeout(resolve, 500));
        const inForce = await askCompanion(companionDir, { action: 'setting', key });
        return value === undefined || isDeepStrictEqual(inForce, value);
      });
    };
    const look = {
      theme,
      async changeThemeBackAndForth() {
        const key = 'workbench.colorTheme';
        await changeSetting(key, 'Default High Contrast Light');
        await changeSetting(key, THEMES[this.theme].id);
      },
    };
    const openWindow = (): Promise<WorkbenchWindow> =>
      WorkbenchWindow.open(context, {
        origin: host.origin,
        url,
        look,
        youngestHost: () => youngestHost(companionDir),
      });
    const window = await openWindow();
    return {
      host,
      context,
      workspace,
      window,
      openWindow,
      changeSetting,
      async extension() {
        const found = await askCompanion(companionDir, { action: 'extension', id: EXTENSION_ID });
        return found as { isActive: boolean; path: string; version: string };
      },
      async openOtherPanel(html) {
        await askCompanion(companionDir, { action: 'panel', html });
      },
      execute: (command, ...args) => askCompanion(companionDir, { action: 'execute', command, args }),
      executeOnce: (command, ...args) =>
        askCompanion(companionDir, { action: 'execute', command, args }, { once: true }),
      async setTheme(name) {
        look.theme = name;
        await changeSetting('workbench.colorTheme', THEMES[name].id);
        await window.waitForTheme(name);
      },
      killExtensionHost: () => host.killExtensionHost(),
      outputLog: () => outputLog(host),
      extensionHostLog: () => extensionHostLog(host),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
