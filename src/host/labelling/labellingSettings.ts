/** The labelling settings of this window, read from VS Code and kept at hand. */
import * as vscode from 'vscode';
import { plainMessage } from '../plainMessage.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../core/labelScheme.ts';
import type { PanelSettings } from '../../protocol/transcriptPanel.ts';
import { log } from '../log.ts';
import { Annotator, gitUserName } from './annotator.ts';
import { furtherSchemes } from './furtherSchemes.ts';
import { panelSettings } from './panelSettings.ts';
import { chooseScheme, collectSchemes, SCHEME_FOLDER } from './schemeSource.ts';

const SECTION = 'transcriptAuditor';
const ASKED_NAME = 'annotator';

export class LabellingSettings implements vscode.Disposable {
  readonly annotator: Annotator;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  private scheme: Promise<LabelScheme> | undefined;
  /** The scheme last read; what synchronous callers get, right from the first page on. */
  private current = DEFAULT_LABEL_SCHEME;
  private further: readonly LabelScheme[] = [];
  private reported = '';
  private readonly subscriptions: vscode.Disposable[];

  constructor(context: vscode.ExtensionContext) {
    this.annotator = new Annotator({
      setting: () => setting<string>('annotator') || context.globalState.get<string>(ASKED_NAME),
      gitUserName: () => gitUserName(folders()[0]),
      ask: async () =>
        vscode.window.showInputBox({
          title: 'Who labels?',
          prompt:
            'Your name goes with every label you give. It can be changed in the setting transcriptAuditor.annotator.',
          ignoreFocusOut: true,
        }),
      remember: async (name) => context.globalState.update(ASKED_NAME, name),
    });
    this.subscriptions = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) this.reread();
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.uri.fsPath.includes(SCHEME_FOLDER)) this.reread();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.annotator.forget();
        this.reread();
      }),
      this.changed,
    ];
  }

  /** The active scheme as last read. */
  activeScheme(): LabelScheme {
    return this.current;
  }

  /** The schemes of further questions as last read; each has a `metric` of its own. */
  furtherSchemes(): readonly LabelScheme[] {
    return this.further;
  }

  /** Whether the judge is hidden until one has answered. */
  get hidesJudge(): boolean {
    return setting<boolean>('hideJudgeUntilLabelled') ?? false;
  }

  /** What pages are told; waits for scheme files to be read once. */
  async forPages(readOnlyReason: string): Promise<PanelSettings> {
    this.scheme ??= this.readScheme();
    const scheme = await this.scheme;
    const { settings, problems } = panelSettings(scheme, this.further, {
      keys: setting('keys'),
      advanceAfterLabel: setting<boolean>('advanceAfterLabel') ?? false,
      readOnlyReason,
    });
    this.report(problems);
    return settings;
  }

  /** Scheme files were written without the editor: they are read anew. */
  schemesChanged(): void {
    this.reread();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private reread(): void {
    this.scheme = undefined;
    this.reported = '';
    this.changed.fire();
  }

  private async readScheme(): Promise<LabelScheme> {
    const collection = await collectSchemes(setting('labelSchemes'), folders());
    const { scheme, problem } = chooseScheme(collection, setting<string>('labelScheme') ?? '');
    const further = furtherSchemes(setting('alsoLabel'), collection.schemes, scheme);
    this.report([...collection.problems, ...(problem === '' ? [] : [problem]), ...further.problems]);
    this.current = scheme;
    this.further = further.schemes;
    return scheme;
  }

  /** Says once what of the settings could not be followed. */
  private report(problems: readonly string[]): void {
    const text = problems.join(' ');
    if (text === '' || text === this.reported) return;
    this.reported = text;
    for (const problem of problems) log().warn(problem);
    void vscode.window.showWarningMessage(plainMessage(text), 'Open Settings').then((choice) => {
      if (choice === 'Open Settings') {
        void vscode.commands.executeCommand('workbench.action.openSettings', SECTION);
      }
    });
  }
}

function setting<T>(name: string): T | undefined {
  return vscode.workspace.getConfiguration(SECTION).get<T>(name);
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
