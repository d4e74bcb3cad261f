import * as vscode from 'vscode';
import { elementFacts } from './nodeFacts.ts';
import type { TreeElement } from './treeElements.ts';

/** The item that VS Code draws. Its tooltip is made when it is hovered. */
export function treeItem(element: TreeElement, corrected = ''): vscode.TreeItem {
  const facts = elementFacts(element, corrected);
  const item = new vscode.TreeItem(
    facts.label,
    facts.hasChildren ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.id = element.id;
  item.description = facts.description;
  item.iconPath = new vscode.ThemeIcon(
    facts.icon,
    facts.color === undefined ? undefined : new vscode.ThemeColor(facts.color),
  );
  item.contextValue = facts.contextValue;
  item.accessibilityInformation = { label: facts.spoken };
  if (element.kind === 'transcript') {
    item.command = {
      command: 'transcriptAuditor.openTranscript',
      title: 'Open Transcript',
      arguments: [{ transcriptId: element.transcriptId }],
    };
  }
  return item;
}
