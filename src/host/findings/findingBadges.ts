/** The number of a run's findings at the edge of its row in the trees. */
import * as vscode from 'vscode';

const SCHEME = 'transcript-auditor-findings';
/** VS Code draws two characters at most. */
const MOST = 99;

/** Names a row and how many findings it has: another number is another address, so nothing has to be refreshed. */
export function badgeUri(row: string, findings: number): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${encodeURIComponent(row)}`, query: String(findings) });
}

/** Serves the badges. Their colour is that of the row: words and numbers stay in the foreground's. */
export function findingBadges(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, query }) => {
      const n = Number(query);
      if (scheme !== SCHEME || !Number.isInteger(n) || n < 1) return undefined;
      return { badge: n > MOST ? '9+' : String(n), tooltip: n === 1 ? '1 finding' : `${n} findings` };
    },
  });
}
