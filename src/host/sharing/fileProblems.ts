/** Lines of shared files that could not be read, in VS Code's list of problems. */
import * as vscode from 'vscode';
import type { MergedFile } from '../../worker/sharing/mergeShared.ts';
import { plainMessage } from '../plainMessage.ts';

export class FileProblems implements vscode.Disposable {
  readonly #list = vscode.languages.createDiagnosticCollection('transcript-auditor-labels');

  /** Adds what was found; what a file said before goes when all of it was read anew. */
  show(files: readonly MergedFile[], gone: readonly string[]): void {
    for (const path of gone) this.#list.delete(vscode.Uri.file(path));
    for (const { path, problems, isWhole } of files) {
      const uri = vscode.Uri.file(path);
      const before = isWhole ? [] : (this.#list.get(uri) ?? []);
      this.#list.set(uri, [...before, ...problems.map(diagnosticOf)]);
    }
  }

  clear(): void {
    this.#list.clear();
  }

  dispose(): void {
    this.#list.dispose();
  }
}

function diagnosticOf({ line, severity, reason, hint }: MergedFile['problems'][number]): vscode.Diagnostic {
  const at = Math.max(0, line - 1);
  const found = new vscode.Diagnostic(
    new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
    plainMessage([reason, hint].filter((text) => text !== '').join(' ')),
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  found.source = 'Transcript Auditor';
  return found;
}
