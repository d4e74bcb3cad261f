/** Gives the page that edits label schemes what it needs; made with its first use. */
import * as vscode from 'vscode';
import { DEFAULT_LABEL_SCHEME } from '../../core/labelScheme.ts';
import type { Host } from '../hostContext.ts';
import { askBeforeFollowing } from '../links.ts';
import { SchemeDesk } from './schemeDesk.ts';
import { SchemePanel } from './schemePanel.ts';
import { SchemeUses } from './schemeUses.ts';
import { watchSchemeFiles } from './watchSchemeFiles.ts';

const SECTION = 'transcriptAuditor';
/** While labels come in, a page that is seen counts them at most so often, in milliseconds. */
const COUNTED_MS = 3_000;

export interface Schemes {
  readonly desk: SchemeDesk;
  readonly panel: SchemePanel;
}

const made = new WeakMap<Host['session'], Schemes>();

export function schemesOf(host: Host): Schemes {
  const known = made.get(host.session);
  if (known !== undefined) return known;
  const schemes = create(host);
  made.set(host.session, schemes);
  return schemes;
}

function create(host: Host): Schemes {
  const { session, context } = host;
  const changes = new vscode.EventEmitter<void>();
  let counted: NodeJS.Timeout | undefined;
  const uses = new SchemeUses(async () =>
    session.database === undefined ? [] : session.database.worker.run('schemeVersions', null),
  );
  const desk = new SchemeDesk({
    folders,
    setting: () => ({ value: configuration().get('labelSchemes'), words: levelOf('labelSchemes').words }),
    writeSetting: async (schemes) => write('labelSchemes', schemes),
    inForce,
    putInForce: async (name, as) => {
      if (as === 'main') await write('labelScheme', name === DEFAULT_LABEL_SCHEME.name ? '' : name);
      else await write('alsoLabel', [...new Set([...inForce().also, name])]);
    },
    rename: async (before, after) => {
      const { main, also } = inForce();
      if (main === before) await write('labelScheme', after);
      if (also.includes(before)) {
        await write(
          'alsoLabel',
          also.map((name) => (name === before ? after : name)),
        );
      }
    },
    uses: () => uses.read(),
    changed: () => {
      host.schemesChanged();
      changes.fire();
    },
  });
  const panel = new SchemePanel({
    extensionUri: context.extensionUri,
    desk,
    openText: async (id) => openText(desk, id),
    followLink: askBeforeFollowing,
    onDidChange: changes.event,
  });
  context.subscriptions.push(
    panel,
    changes,
    watchSchemeFiles(() => changes.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) changes.fire();
    }),
    session.onDidChange(() => {
      uses.forget();
      counted ??= setTimeout(() => {
        counted = undefined;
        changes.fire();
      }, COUNTED_MS);
    }),
    { dispose: () => clearTimeout(counted) },
  );
  return { desk, panel };
}

async function openText(desk: SchemeDesk, id: string): Promise<void> {
  const { found } = await desk.placed(id);
  if (found?.at.place === 'file') {
    await vscode.window.showTextDocument(vscode.Uri.file(found.at.path));
    return;
  }
  await vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.labelSchemes`);
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

function inForce(): { main: string; also: readonly string[] } {
  const main = (configuration().get<string>('labelScheme') ?? '').trim();
  const also = configuration().get<unknown>('alsoLabel');
  return {
    main: main === '' ? DEFAULT_LABEL_SCHEME.name : main,
    also: Array.isArray(also) ? also.filter((name) => typeof name === 'string') : [],
  };
}

/** Whose settings hold the value that counts; the user's where nobody's do. */
function levelOf(name: string): { readonly target: vscode.ConfigurationTarget; readonly words: string } {
  const found = configuration().inspect(name);
  return found?.workspaceValue === undefined
    ? { target: vscode.ConfigurationTarget.Global, words: 'your settings' }
    : { target: vscode.ConfigurationTarget.Workspace, words: 'the workspace’s settings' };
}

/**
 * Where a value counts that is set in the workspace, it is changed there; which scheme one labels with is the workspace's
 * matter from the beginning.
 */
async function write(name: string, value: unknown): Promise<void> {
  const inWorkspace = name !== 'labelSchemes' && folders().length > 0;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : levelOf(name).target;
  await configuration().update(name, value, target);
}
