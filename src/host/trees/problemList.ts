/** The openable problem list of a run: a read-only document with links to the source, and the Problems panel. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { RunDetails } from '../../core/ports.ts';
import { MOST_PROBLEMS, problemText, type Problem } from './problemText.ts';
import type { TreeContext } from './treeContext.ts';

export const PROBLEM_SCHEME = 'transcript-auditor-problems';
/** The Problems panel gets no more than this from a run. */
const MOST_DIAGNOSTICS = 500;

type Source = Pick<TreeContext, 'store' | 'open' | 'blindness'>;

export class ProblemList
  implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable
{
  private readonly context: Source;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('Transcript Auditor');
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;
  private readonly subscriptions: vscode.Disposable;

  constructor(context: Source) {
    this.context = context;
    this.subscriptions = vscode.Disposable.from(
      this.diagnostics,
      this.changes,
      vscode.workspace.registerTextDocumentContentProvider(PROBLEM_SCHEME, this),
      vscode.languages.registerDocumentLinkProvider({ scheme: PROBLEM_SCHEME }, this),
      // The panel names files, and so models; whoever may see again opens the list anew.
      context.blindness?.onDidChange(() => {
        if (context.blindness?.isBlind === true) this.diagnostics.clear();
      }) ?? new vscode.Disposable(() => undefined),
    );
  }

  /** Opens the list of a run and puts its problems into the Problems panel; answers how many there are. */
  async show(runId: number): Promise<number> {
    await this.context.open();
    const { run, problems } = this.read(runId);
    const uri = problemUri(runId, run.name);
    this.changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
    this.publish(run, problems);
    return problems.length;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const { run, problems } = this.read(Number(uri.query));
    return problemText(run, problems);
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const { run, problems } = this.read(Number(document.uri.query));
    const paths = new Map(
      run.files.flatMap(
        ({ name, path }) =>
          [
            [name, path],
            [path, path],
          ] as const,
      ),
    );
    const first = document.lineCount - 1 - problems.length;
    return problems.flatMap(({ file, line }, index) => {
      const path = paths.get(file);
      if (path === undefined) return [];
      const range = new vscode.Range(first + index, 0, first + index, `${file}:${line}`.length);
      return [new vscode.DocumentLink(range, vscode.Uri.file(path).with({ fragment: `L${line}` }))];
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private read(runId: number): { run: RunDetails; problems: readonly Problem[] } {
    const store = this.context.store();
    const run = store?.run(runId);
    if (store === undefined || run === undefined)
      throw new AuditError('not-found', 'This run is not in the database.');
    return { run, problems: store.problems(runId, MOST_PROBLEMS) };
  }

  private publish(run: RunDetails, problems: readonly Problem[]): void {
    for (const { path, name } of run.files) {
      const own = problems.filter(({ file }) => file === name || file === path).slice(0, MOST_DIAGNOSTICS);
      this.diagnostics.set(vscode.Uri.file(path), own.map(diagnostic));
    }
  }
}

function problemUri(runId: number, runName: string): vscode.Uri {
  const name = runName.replace(/[\\/?#]/g, '_');
  return vscode.Uri.from({ scheme: PROBLEM_SCHEME, path: `/${name} – problems`, query: String(runId) });
}

function diagnostic({ line, severity, reason }: Problem): vscode.Diagnostic {
  const row = Math.max(0, line - 1);
  const found = new vscode.Diagnostic(
    new vscode.Range(row, 0, row, Number.MAX_SAFE_INTEGER),
    reason,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  found.source = 'Transcript Auditor';
  return found;
}
