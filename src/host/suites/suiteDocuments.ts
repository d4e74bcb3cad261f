import * as vscode from 'vscode';
import { SUITE_LANGUAGE } from './suiteLanguageId.ts';
import type { LanguageRequests } from '../../suites/language/languageService.ts';
import { log } from '../log.ts';
import type { SuiteThread } from './suiteThread.ts';

/** Long enough for a word to be typed, short enough that a problem shows while one still looks there. */
const DEBOUNCE_MS = 250;

type Analysis = LanguageRequests['analyse'];

/** Keeps the problems of open suite files up to date, and knows the last analysis of each. */
export class SuiteDocuments implements vscode.Disposable {
  readonly #thread: SuiteThread;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SUITE_LANGUAGE);
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #analyses = new Map<string, { readonly version: number; readonly analysis: Promise<Analysis> }>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** Links above suites and probes may have moved. */
  readonly onDidAnalyse = this.#changed.event;

  constructor(thread: SuiteThread) {
    this.#thread = thread;
    this.#subscriptions = vscode.Disposable.from(
      this.#diagnostics,
      this.#changed,
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#check(document, DEBOUNCE_MS)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
    );
    for (const document of vscode.workspace.textDocuments) this.#check(document, 0);
  }

  /** The analysis of a document as it is now. */
  analysis(document: vscode.TextDocument): Promise<Analysis> {
    const key = document.uri.toString();
    const known = this.#analyses.get(key);
    if (known?.version === document.version) return known.analysis;
    const analysis = this.#thread.ask('analyse', document.getText());
    this.#analyses.set(key, { version: document.version, analysis });
    return analysis;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  #check(document: vscode.TextDocument, delay: number): void {
    if (document.languageId !== SUITE_LANGUAGE) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        this.#show(document).catch((error: unknown) => log().debug(`suite not checked: ${String(error)}`));
      }, delay),
    );
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { problems } = await this.analysis(document);
    // A later version has its own analysis on the way; a closed document needs none.
    if (document.isClosed || document.version !== version) return;
    this.#diagnostics.set(
      document.uri,
      problems.map(({ severity, message, start, end }) => {
        const range = new vscode.Range(
          document.positionAt(start),
          document.positionAt(Math.max(end, start + 1)),
        );
        const diagnostic = new vscode.Diagnostic(
          range,
          message,
          severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
        );
        diagnostic.source = 'Transcript Auditor';
        return diagnostic;
      }),
    );
    this.#changed.fire();
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#analyses.delete(key);
    this.#diagnostics.delete(document.uri);
  }
}
