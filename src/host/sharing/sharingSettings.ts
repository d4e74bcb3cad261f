/** Whether and where this window shares labels, by its settings. */
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';

const SECTION = 'transcriptAuditor';
export const DEFAULT_FOLDER = 'labels';

/** The first folder that is open, on this machine's disk; undefined where none is. */
export function workspaceFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
}

/**
 * The folder that the settings name, whether or not labels are shared now. Undefined without a workspace folder, which
 * relative names would start from. In Restricted Mode VS Code leaves the workspace's own settings out.
 */
export function configuredFolder(): string | undefined {
  const root = workspaceFolder();
  if (root === undefined) return undefined;
  const name = configuration().get<string>('sharedLabelsFolder')?.trim();
  return resolve(root, name === undefined || name === '' ? DEFAULT_FOLDER : name);
}

/** The folder labels are shared in; undefined when they aren't. */
export function sharedFolder(): string | undefined {
  return configuration().get<boolean>('shareLabels') === true ? configuredFolder() : undefined;
}

/** True when anybody ever decided: here, for all workspaces, or who made the workspace. */
export function isDecided(): boolean {
  const known = configuration().inspect<boolean>('shareLabels');
  return [known?.globalValue, known?.workspaceValue, known?.workspaceFolderValue].some(
    (value) => value !== undefined,
  );
}

/** Keeps the decision with the workspace. */
export async function setSharing(isOn: boolean, folder?: string): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  const root = workspaceFolder();
  if (folder !== undefined && root !== undefined && folder !== configuredFolder()) {
    const name = insideName(root, folder);
    const value = name === DEFAULT_FOLDER ? undefined : name;
    await configuration().update('sharedLabelsFolder', value, target);
  }
  await configuration().update('shareLabels', isOn, target);
}

/** A folder as people name it: from the workspace where it is inside, else whole. */
export function insideName(root: string, folder: string): string {
  const name = relative(root, folder);
  const isInside = name !== '' && !name.startsWith('..') && !isAbsolute(name);
  return isInside ? name.split(sep).join('/') : folder;
}

/** `labels/` of the workspace, or the whole path. */
export function shownFolder(folder: string): string {
  const root = workspaceFolder();
  const name = root === undefined ? folder : insideName(root, folder);
  return name === folder ? folder : join(name, '/');
}

function configuration(): vscode.WorkspaceConfiguration {
  const root = vscode.workspace.workspaceFolders?.[0];
  return vscode.workspace.getConfiguration(SECTION, root?.uri ?? null);
}
