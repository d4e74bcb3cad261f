import type * as vscode from 'vscode';

const KEY = 'lastTranscript';
const TITLE = 'lastTranscriptTitle';
const OPEN = 'transcriptWasOpen';

/**
 * Remembers the transcript last read, so that it can be offered after a crash.
 *
 * A tab that was closed by the user clears the mark; one that vanished with the extension host leaves it.
 */
export class LastTranscript {
  private readonly state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.state = state;
  }

  /** Content key of the transcript last shown in this workspace. */
  key(): string | undefined {
    return this.state.get<string>(KEY);
  }

  /** What its tab was called; empty when that isn't known. */
  title(): string {
    return this.state.get<string>(TITLE) ?? '';
  }

  /** True when a tab was open and nobody closed it. */
  wasOpen(): boolean {
    return this.state.get<boolean>(OPEN) === true;
  }

  shown(key: string, title: string): void {
    if (this.key() !== key) {
      void this.state.update(KEY, key);
      void this.state.update(TITLE, title);
    }
    if (!this.wasOpen()) void this.state.update(OPEN, true);
  }

  closed(): void {
    if (this.wasOpen()) void this.state.update(OPEN, undefined);
  }
}
