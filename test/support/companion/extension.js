// A second extension, for tests only: lets a journey call commands with arguments and look at settings, which keyboard
// and mouse cannot do. It answers on a loopback port that it writes into the folder named by TA_COMPANION_DIR.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');
const vscode = require('vscode');

const actions = {
  execute: ({ command, args }) => vscode.commands.executeCommand(command, ...args),
  setting: ({ key }) => vscode.workspace.getConfiguration().get(key),
  extension: async ({ id }) => {
    const extension = vscode.extensions.getExtension(id);
    if (!extension) throw new Error(`${id} is not installed`);
    await extension.activate();
    return {
      isActive: extension.isActive,
      path: extension.extensionPath,
      version: extension.packageJSON.version,
    };
  },
  // A panel with the given page, for comparing ours with one that does nothing.
  panel: ({ html }) => {
    const panel = vscode.window.createWebviewPanel('companion', 'Companion', vscode.ViewColumn.One, {
      enableScripts: true,
    });
    panel.webview.html = html;
  },
};

exports.activate = (context) => {
  const folder = process.env.TA_COMPANION_DIR;
  if (!folder) return;
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part) => (body += part));
    request.on('end', async () => {
      let answer;
      try {
        const { action, ...parameters } = JSON.parse(body);
        answer = { result: await actions[action](parameters) };
      } catch (error) {
        answer = { error: String((error && error.stack) || error) };
      }
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, String(process.pid)), String(server.address().port));
  });
  context.subscriptions.push({ dispose: () => server.close() });
};
