/** Links: into transcripts (by content key), and out of model text (never without asking). */
import * as vscode from 'vscode';

/** A link that reopens a transcript in whichever build of VS Code this is. */
export function transcriptLink(extensionId: string, key: string): string {
  return `${vscode.env.uriScheme}://${extensionId}/transcript?key=${encodeURIComponent(key)}`;
}

/** Handles `<scheme>://<extension>/transcript?key=…`. */
export class LinkHandler implements vscode.UriHandler {
  private readonly open: (key: string) => Promise<unknown>;

  constructor(open: (key: string) => Promise<unknown>) {
    this.open = open;
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    const key = new URLSearchParams(uri.query).get('key');
    if (uri.path !== '/transcript' || key === null) {
      void vscode.window.showWarningMessage('This link names no transcript. Nothing was opened.');
      return;
    }
    await this.open(key);
  }
}

const SHOWN_CHARACTERS = 300;

/**
 * Shows where a link in model text leads and opens it only if the user says so. Anything but http and https is shown
 * and can be copied, never opened: `command:` and `vscode:` links would act inside the editor.
 */
export async function askBeforeFollowing(url: string): Promise<void> {
  const shown = visible(url.length > SHOWN_CHARACTERS ? `${url.slice(0, SHOWN_CHARACTERS)}…` : url);
  const target = webTarget(url);
  const actions = target === undefined ? ['Copy'] : ['Open', 'Copy'];
  const message =
    target === undefined
      ? 'A model wrote this link. It does not lead to a web page, so it is not opened.'
      : `A model wrote this link. It leads to ${target.host}.`;
  const choice = await vscode.window.showWarningMessage(message, { modal: true, detail: shown }, ...actions);
  if (choice === 'Copy') await vscode.env.clipboard.writeText(url);
  if (choice === 'Open' && target !== undefined)
    await vscode.env.openExternal(vscode.Uri.parse(target.href, true));
}

function webTarget(url: string): URL | undefined {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Spells out characters that would not show, or would turn text around. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
