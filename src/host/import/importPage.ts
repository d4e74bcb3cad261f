/** The import page in a tab of its own: answers it until it is confirmed, cancelled or closed. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { COLUMN_ROLES } from '../../core/importPlan.ts';
import { mappingProblem } from '../../core/mappingCheck.ts';
import type { ImportEvents, ImportRequests, ImportView } from '../../protocol/importPanel.ts';
import { log } from '../log.ts';
import { createChannel } from '../panels/channel.ts';
import { webviewHtml, webviewRoot } from '../panels/webviewHtml.ts';
import type { ImportPageHandlers } from './importContext.ts';

const roles = v.record(v.string(), v.picklist(COLUMN_ROLES));
const confirmSchema = v.object({
  studyName: v.string(),
  isStudy: v.boolean(),
  namePattern: v.string(),
  files: v.array(
    v.object({
      path: v.string(),
      included: v.boolean(),
      asNewVersion: v.boolean(),
      continues: v.boolean(),
      partOf: v.exactOptional(v.string()),
      runName: v.string(),
      model: v.string(),
      group: v.string(),
      condition: v.string(),
      seed: v.string(),
      roles: v.exactOptional(roles),
    }),
  ),
});

/**
 * Opens the page. It isn't restored after a reload: what it asks about belongs to a command under way.
 *
 * @returns true when confirmed, false when cancelled or closed
 */
export function openImportPage(
  extensionUri: vscode.Uri,
  title: string,
  view: ImportView,
  handlers: ImportPageHandlers,
): Promise<boolean> {
  const panel = vscode.window.createWebviewPanel(
    'transcriptAuditor.import',
    title,
    { viewColumn: vscode.ViewColumn.Active },
    { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] },
  );
  return new Promise((resolve) => {
    // The answer to the page's last request is on its way before the tab closes.
    const close = (confirmed: boolean): null => {
      setImmediate(() => {
        resolve(confirmed);
        panel.dispose();
      });
      return null;
    };
    const channel = createChannel<ImportRequests, ImportEvents>(
      panel.webview,
      {
        ready: () => view,
        applyPattern: {
          params: v.object({ pattern: v.string() }),
          handle: ({ pattern }) => handlers.applyPattern(pattern),
        },
        checkRoles: {
          params: v.object({ roles }),
          handle: (params) => ({ problem: mappingProblem(params.roles) ?? '' }),
        },
        split: {
          params: v.object({ path: v.string() }),
          handle: ({ path }) => handlers.split(path),
        },
        confirm: {
          params: confirmSchema,
          handle: async (answers) => {
            await handlers.confirm(answers);
            return close(true);
          },
        },
        cancel: () => close(false),
      },
      { log: (method, error) => log().warn(`import page: ${method}`, error) },
    );
    panel.onDidDispose(() => {
      channel.dispose();
      resolve(false);
    });
    panel.webview.html = webviewHtml({ webview: panel.webview, extensionUri, panel: 'import', title });
  });
}
