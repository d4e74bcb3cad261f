import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

const ID = 'transcript-auditor.transcript-auditor';

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

/** The extension is there, starts, and keeps the promises of its manifest. */
export function activationSuite(): void {
  describe('activation', () => {
    it('finds the extension and activates it', async () => {
      const extension = vscode.extensions.getExtension(ID);
      assert.ok(extension, `${ID} is not installed`);
      await extension.activate();
      assert.equal(extension.isActive, true);
    });

    it('registers every command that the manifest contributes', async () => {
      const manifest = vscode.extensions.getExtension(ID)?.packageJSON as Manifest;
      const registered = new Set(await vscode.commands.getCommands(true));
      const missing = (manifest.contributes?.commands ?? [])
        .map(({ command }) => command)
        .filter((command) => !registered.has(command));
      assert.deepEqual(missing, []);
    });
  });
}
